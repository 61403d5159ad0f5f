import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes, newFloats } from "./allocate.js";
import { boolFalse, boolNull, boolTrue, type FlatVector, vectorOf } from "./vector.js";

/** A flat vector of cells of the type, each of which is made once, in the order of the rows. */
export function vectorFrom(type: KqlType, length: number, make: (row: number) => Cell): FlatVector {
  switch (type) {
    case "int":
    case "long":
    case "datetime":
    case "timespan":
      return numbersFrom(type, length, make);
    case "real":
      return realsFrom(length, make);
    case "bool":
      return boolsFrom(length, make);
    default:
      return vectorOf(type, cellsFrom([], length, make));
  }
}

/** The cells from those made already on. */
function cellsFrom(made: Cell[], length: number, make: (row: number) => Cell): Cell[] {
  for (let row = made.length; row < length; row++) made.push(make(row));
  return made;
}

/** Numbers are never boxed, unless one of them turns out to be none of the safe integers. */
function numbersFrom(
  type: "int" | "long" | "datetime" | "timespan",
  length: number,
  make: (row: number) => Cell,
): FlatVector {
  const data = newFloats(length);
  for (let row = 0; row < length; row++) {
    const cell = make(row);
    if (typeof cell === "number") data[row] = cell;
    else if (typeof cell !== "bigint") data[row] = Number.NaN;
    else {
      const made = Array.from(data.subarray(0, row), (value): Cell => (value === value ? value : null));
      made.push(cell);
      return vectorOf(type, cellsFrom(made, length, make));
    }
  }
  return { encoding: "number", type, length, data };
}

function realsFrom(length: number, make: (row: number) => Cell): FlatVector {
  const data = newFloats(length);
  let validity: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const cell = make(row);
    if (typeof cell === "number") data[row] = cell;
    else {
      validity ??= newBytes(length).fill(1);
      validity[row] = 0;
    }
  }
  return { encoding: "real", type: "real", length, data, validity };
}

function boolsFrom(length: number, make: (row: number) => Cell): FlatVector {
  const data = newBytes(length);
  for (let row = 0; row < length; row++) {
    const cell = make(row);
    data[row] = cell === null ? boolNull : cell === true ? boolTrue : boolFalse;
  }
  return { encoding: "bool", type: "bool", length, data };
}
