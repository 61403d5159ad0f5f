/** Window functions: each sees the whole serialized column at once. */
import { compareCells } from "../../types/compare.js";
import { convertCell } from "../../types/convert.js";
import { addInt64, type Int64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { gather } from "../../vector/gather.js";
import { asInt64, cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import {
  type ArgumentInfo,
  constant,
  type KernelCall,
  optional,
  optionalConstant,
  type ParameterType,
  signature,
  windowFamily,
} from "../entry.js";
import { truthOf } from "../scalar/choose.js";

/** Cells of the rows `offset` before (`sign` -1) or after (1) each row; beyond the ends the default, else null. */
function neighbours(sign: 1 | -1): (args: readonly Vector[], call: KernelCall) => Vector {
  return ([column, offset, fallback], { length, type }) => {
    const by = sign * (offset === undefined ? 1 : wholeAt(offset, 0, 1));
    const rows = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      const at = row + by;
      rows[row] = at >= 0 && at < length ? at : -1;
    }
    const moved = gather(column, rows);
    if (fallback === undefined || length === 0) return moved;
    const filler = convertCell(cellReader(fallback)(0), fallback.type, type);
    const read = cellReader(moved);
    return vectorOf(
      type,
      Array.from(rows, (at, row) => (at < 0 ? filler : read(row))),
    );
  };
}

/** A whole number of a vector; constants have the same in every row. */
function wholeAt(vector: Vector, row: number, otherwise: number): number {
  const cell = vector.length === 0 ? null : cellReader(vector)(row);
  return cell === null ? otherwise : Number(cell);
}

/** 1 in rows where counting starts anew; the first row always does. */
function restarts(restart: Vector | undefined, length: number): Uint8Array {
  const starts = restart === undefined ? new Uint8Array(length) : truthOf(restart, length);
  if (length > 0) starts[0] = 1;
  return starts;
}

function rowNumbers([start, restart]: readonly Vector[], { length }: KernelCall): Vector {
  const first = start === undefined ? 1 : wholeAt(start, 0, 1);
  const starts = restarts(restart, length);
  const data = new Float64Array(length);
  for (let row = 0; row < length; row++) data[row] = starts[row] === 1 ? first : data[row - 1] + 1;
  return { encoding: "number", type: "long", length, data };
}

/** Nulls add nothing. */
function cumulativeSums([term, restart]: readonly Vector[], { length, type }: KernelCall): Vector {
  const starts = restarts(restart, length);
  const read = cellReader(term);
  const sums = new Array<Cell>(length);
  let sum: Int64 = 0;
  for (let row = 0; row < length; row++) {
    const value = asInt64(read(row)) ?? 0;
    if (starts[row] === 1) sum = value;
    else sum = type === "real" ? Number(sum) + Number(value) : addInt64(sum, value);
    sums[row] = sum;
  }
  return vectorOf(type, sums);
}

/** A row has the rank of the row before it while the term stays the same. */
function ranks(
  next: (rank: number, place: number) => number,
): (args: readonly Vector[], call: KernelCall) => Vector {
  return ([term, restart], { length }) => {
    const starts = restarts(restart, length);
    const read = cellReader(term);
    const data = new Float64Array(length);
    let place = 0;
    for (let row = 0; row < length; row++) {
      place = starts[row] === 1 ? 1 : place + 1;
      const isSame = place > 1 && compareCells(read(row), read(row - 1), term.type) === 0;
      data[row] = place === 1 ? 1 : isSame ? data[row - 1] : next(data[row - 1], place);
    }
    return { encoding: "number", type: "long", length, data };
  };
}

/** Start of the session that each row belongs to. A null ends a session. */
function sessions([time, fromFirst, between, restart]: readonly Vector[], { length }: KernelCall): Vector {
  const starts = restarts(restart, length);
  const readers = [time, fromFirst, between].map((vector) => cellReader(vector));
  const [readTime, readFromFirst, readBetween] = readers.map((read) => (row: number) => asInt64(read(row)));
  const sessionStarts = new Array<Cell>(length);
  let start: Int64 | null = null;
  let before: Int64 | null = null;
  for (let row = 0; row < length; row++) {
    const now = readTime(row);
    const isNew =
      starts[row] === 1 ||
      now === null ||
      reaches(now, start, readFromFirst(row)) ||
      reaches(now, before, readBetween(row));
    if (isNew) start = now;
    sessionStarts[row] = start;
    before = now;
  }
  return vectorOf("datetime", sessionStarts);
}

/** Whether a time is at least a distance after another. Without that other, yes. */
function reaches(now: Int64, from: Int64 | null, distance: Int64 | null): boolean {
  if (from === null) return true;
  return distance !== null && now >= addInt64(from, distance);
}

const sameType = ([{ type }]: readonly ArgumentInfo[]): KqlType => type;
const sumType = ([{ type }]: readonly ArgumentInfo[]): KqlType => (type === "int" ? "long" : type);
const summable: ParameterType = ["int", "long", "real"];
const neighbourSignatures = [
  signature({ column: "any", offset: optionalConstant("index"), default: optionalConstant("any") }, sameType),
];
const rankSignatures = [signature({ term: "ordered", restart: optional("bool") }, "long")];
const oneToThree = "range x from 1 to 3 step 1 | serialize";

export const windowFunctions = windowFamily({
  prev: {
    summary: "The value of a column some rows before.",
    page: "prev-function",
    signatures: neighbourSignatures,
    examples: {
      [`tostring(toscalar(${oneToThree} p = prev(x, 1, -1) | summarize make_list(p)))`]: "'[-1,1,2]'",
    },
    kernel: neighbours(-1),
  },
  next: {
    summary: "The value of a column some rows after.",
    page: "next-function",
    signatures: neighbourSignatures,
    examples: {
      [`tostring(toscalar(${oneToThree} n = next(x) | summarize make_list_with_nulls(n)))`]: "'[2,3,null]'",
    },
    kernel: neighbours(1),
  },
  row_number: {
    summary: "Number of the row, from 1 or another start; anew where a predicate is true.",
    page: "row-number-function",
    signatures: [signature({ start: optionalConstant("index"), restart: optional("bool") }, "long")],
    examples: {
      [`tostring(toscalar(${oneToThree} n = row_number(7, x == 3) | summarize make_list(n)))`]: "'[7,8,7]'",
    },
    kernel: rowNumbers,
  },
  row_cumsum: {
    summary: "Sum of a column up to the row; anew where a predicate is true.",
    page: "row-cumsum-function",
    signatures: [signature({ term: summable, restart: optional("bool") }, sumType)],
    examples: {
      [`tostring(toscalar(${oneToThree} s = row_cumsum(x) | summarize make_list(s)))`]: "'[1,3,6]'",
    },
    kernel: cumulativeSums,
  },
  row_rank_dense: {
    summary: "Rank of the row without gaps: one more whenever the term changes.",
    page: "row-rank-dense-function",
    signatures: rankSignatures,
    examples: {
      [`tostring(toscalar(${oneToThree} r = row_rank_dense(x / 2) | summarize make_list(r)))`]: "'[1,2,2]'",
    },
    aliases: ["row_rank"],
    kernel: ranks((rank) => rank + 1),
  },
  row_rank_min: {
    summary: "Rank of the row with gaps: the number of the first row of a stretch of equal terms.",
    page: "row-rank-min-function",
    signatures: rankSignatures,
    examples: {
      [`tostring(toscalar(${oneToThree} r = row_rank_min(x % 3 > 1) | summarize make_list(r)))`]: "'[1,2,3]'",
    },
    kernel: ranks((_rank, place) => place),
  },
  row_window_session: {
    summary: "Start of the session of the row: times that follow one another closely.",
    page: "row-window-session-function",
    signatures: [
      signature(
        {
          expr: "datetime",
          maxDistanceFromFirst: constant("timespan"),
          maxDistanceBetweenNeighbors: constant("timespan"),
          restart: optional("bool"),
        },
        "datetime",
      ),
    ],
    examples: {
      [`array_length(toscalar(${oneToThree} s = row_window_session(datetime(2020-01-01) + x * 1h, 1d, 2h) | summarize make_set(s)))`]:
        "1",
    },
    kernel: sessions,
  },
});
