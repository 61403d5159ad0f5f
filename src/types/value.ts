import type { Decimal } from "decimal.js";
import type { Int64 } from "./int64.js";

/**
 * A cell as the engine holds it, by type: `bool` boolean; `int`, `real` number; `long` Int64; `datetime` Int64 ticks
 * since 2020-01-01T00:00:00Z; `timespan` Int64 ticks; `decimal` Decimal; `string` and `guid` text (guid in lower
 * case); `dynamic` a `DynamicValue`. Null is `null`; a string is never null. `exportCell` makes the public form.
 */
export type Cell = boolean | number | bigint | string | Decimal | DynamicValue | null;

/**
 * What a dynamic cell holds. A JSON number that is whole is a long (bigint beyond safe integers); a real with a whole
 * value is a `DynamicReal`, for `1.0` prints and types differently from `1`; other JSON numbers are reals. Bags are
 * plain objects in insertion order. Datetimes, timespans, guids put into dynamic keep their own types as `DynamicScalar`.
 */
export type DynamicValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | DynamicReal
  | DynamicScalar
  | readonly DynamicValue[]
  | DynamicBag;

export interface DynamicBag {
  readonly [key: string]: DynamicValue;
}

/** A real inside a dynamic value that a bare number could not tell from a long: whole, NaN or infinite. */
export class DynamicReal {
  constructor(readonly value: number) {}

  /** JSON has no whole reals: `1.0` becomes 1 in the public form; NaN and infinities become text. */
  toJSON(): number | string {
    return Number.isFinite(this.value) ? this.value : String(this.value);
  }
}

/** A datetime, timespan, guid or decimal kept inside a dynamic value; `text` is its `tostring()`. */
export class DynamicScalar {
  constructor(
    readonly type: "datetime" | "timespan" | "guid" | "decimal",
    readonly cell: Int64 | string | Decimal,
    readonly text: string,
  ) {}

  toJSON(): string {
    return this.text;
  }
}

/** A real as it stands inside a dynamic value. */
export function dynamicReal(value: number): number | DynamicReal {
  return Number.isFinite(value) && !Number.isInteger(value) ? value : new DynamicReal(value);
}

export function isDynamicArray(value: unknown): value is readonly DynamicValue[] {
  return Array.isArray(value);
}

/** Reals and scalars of other types that stand in dynamic values as objects are no bags. */
export function isDynamicBag(value: unknown): value is DynamicBag {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof DynamicReal) &&
    !(value instanceof DynamicScalar)
  );
}
