/** Datetimes between UTC and the local time of a zone of the IANA database. */
import { IANAZone } from "luxon";
import { isInDatetimeRange, ticksPerMinute, unixMsOf } from "../../types/calendar.js";
import { addInt64, type Ticks } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";
import { badArgument } from "../diagnostics.js";
import { type ArgumentInfo, scalarFamily, signature } from "../entry.js";
import { timezoneNames } from "../timezone-names.js";

export const timezoneFunctions = scalarFamily({
  datetime_utc_to_local: {
    summary: "The local time in a time zone of a datetime in UTC.",
    page: "datetime-utc-to-local-function",
    signatures: [signature({ from: "datetime", timezone: "string" }, "datetime")],
    nulls: "propagate",
    examples: {
      "datetime_utc_to_local(datetime(2022-07-11 22:18:48), 'US/Pacific')": "datetime(2022-07-11 15:18:48)",
    },
    specialize: ([, timezone]) => {
      checkConstantZone(timezone);
      return (utc: Ticks, name: string) => {
        const zone = zoneNamed(name);
        return zone === undefined ? null : shift(utc, offsetAt(zone, unixMsOf(utc)));
      };
    },
  },
  datetime_local_to_utc: {
    summary: "The UTC datetime of a local time in a time zone.",
    page: "datetime-local-to-utc-function",
    signatures: [signature({ from: "datetime", timezone: "string" }, "datetime")],
    nulls: "propagate",
    examples: {
      "datetime_local_to_utc(datetime(2020-02-02 20:02:20), 'US/Pacific')": "datetime(2020-02-03 04:02:20)",
    },
    specialize: ([, timezone]) => {
      checkConstantZone(timezone);
      return (local: Ticks, name: string) => {
        const zone = zoneNamed(name);
        return zone === undefined ? null : shift(local, -offsetOfLocal(zone, unixMsOf(local)));
      };
    },
  },
  datetime_list_timezones: {
    summary: "The names of the time zones that the conversions take.",
    page: "datetime-list-timezones",
    signatures: [signature({}, "dynamic")],
    nulls: "propagate",
    examples: { "datetime_list_timezones()[0]": "'Africa/Abidjan'" },
    kernel: () => timezoneNames,
  },
});

const knownZones = new Set(timezoneNames);
const zones = new Map<string, Zone>();

interface Zone {
  readonly zone: IANAZone;
  /** Minutes east of Greenwich by the hour since 1970; NaN for an hour in which they change. */
  readonly offsets: Map<number, number>;
}

/** Undefined for a name that the engine does not know. Zones are kept: to make one costs a formatter. */
function zoneNamed(name: string): Zone | undefined {
  if (!knownZones.has(name)) return undefined;
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = { zone: IANAZone.create(name), offsets: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Hours that a zone remembers: almost two years, so that all zones together take little memory. */
const maxHours = 16_384;

/** Minutes east of Greenwich. Asking for them takes ten microseconds; within an hour they hardly ever change, never twice. */
function offsetAt({ zone, offsets }: Zone, ms: number): number {
  const hour = Math.floor(ms / hourMs);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    const first = zone.offset(hour * hourMs);
    offset = first === zone.offset((hour + 1) * hourMs - 1) ? first : Number.NaN;
    if (offsets.size >= maxHours) offsets.clear();
    offsets.set(hour, offset);
  }
  return Number.isNaN(offset) ? zone.offset(ms) : offset;
}

/** A zone misspelt in the query is an error, not a column of nulls. */
function checkConstantZone(argument: ArgumentInfo | undefined): void {
  const name: Cell = argument?.constant?.value ?? null;
  if (typeof name === "string" && !knownZones.has(name)) {
    throw badArgument("timezone", "the name of a time zone, such as Europe/Paris");
  }
}

/**
 * Minutes east of Greenwich at a local time. A time that occurs twice takes the standard (later) instant; a time that
 * is skipped takes the offset after the change, as the page's example has it.
 */
function offsetOfLocal(zone: Zone, localMs: number): number {
  const standard = Math.min(offsetAt(zone, localMs - 24 * hourMs), offsetAt(zone, localMs + 24 * hourMs));
  return offsetAt(zone, localMs - standard * minuteMs);
}

function shift(ticks: Ticks, minutes: number): Ticks | null {
  const moved = addInt64(ticks, Math.round(minutes * ticksPerMinute));
  return isInDatetimeRange(moved) ? moved : null;
}
