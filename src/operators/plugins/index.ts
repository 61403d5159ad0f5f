/** All plugins of `evaluate`, by name. */
import {
  activityCountsMetrics,
  activityEngagement,
  activityMetrics,
  slidingWindowCounts,
} from "./activity-counts.js";
import { bagUnpack } from "./bag-unpack.js";
import { dcountIntersect } from "./dcount-intersect.js";
import { funnelSequenceCompletion } from "./funnel-sequence.js";
import { ipv4Lookup, ipv6Lookup } from "./ip-lookup.js";
import { narrow } from "./narrow.js";
import { newActivityMetrics } from "./new-activity.js";
import { pivot } from "./pivot.js";
import type { AnyPlugin } from "./plugin.js";
import { preview } from "./preview.js";
import { rollingPercentile } from "./rolling-percentile.js";
import { rowsNear } from "./rows-near.js";
import { schemaMerge } from "./schema-merge.js";
import { sequenceDetect } from "./sequence-detect.js";
import { activeUsersCount, sessionCount } from "./sessions.js";

const plugins: readonly AnyPlugin[] = [
  activeUsersCount,
  activityCountsMetrics,
  activityEngagement,
  activityMetrics,
  bagUnpack,
  dcountIntersect,
  funnelSequenceCompletion,
  ipv4Lookup,
  ipv6Lookup,
  narrow,
  newActivityMetrics,
  pivot,
  preview,
  rollingPercentile,
  rowsNear,
  schemaMerge,
  sequenceDetect,
  sessionCount,
  slidingWindowCounts,
];

export const pluginTable: ReadonlyMap<string, AnyPlugin> = new Map(
  plugins.map((plugin) => [plugin.name, plugin]),
);
