/** All plugins of `evaluate`, by name. */
import { bagUnpack } from "./bag-unpack.js";
import { ipv4Lookup, ipv6Lookup } from "./ip-lookup.js";
import { narrow } from "./narrow.js";
import { pivot } from "./pivot.js";
import type { AnyPlugin } from "./plugin.js";
import { preview } from "./preview.js";
import { rowsNear } from "./rows-near.js";

const plugins: readonly AnyPlugin[] = [bagUnpack, ipv4Lookup, ipv6Lookup, narrow, pivot, preview, rowsNear];

export const pluginTable: ReadonlyMap<string, AnyPlugin> = new Map(
  plugins.map((plugin) => [plugin.name, plugin]),
);
