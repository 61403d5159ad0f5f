/** How much room values take in the engine's storage. */
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { unknownSize } from "../diagnostics.js";
import { asDynamic } from "../dynamic-content.js";
import { type ArgumentInfo, type Kernel, repeated, scalarFamily, signature } from "../entry.js";
import { bytesOfHll, readHll } from "../sketch.js";
import { utf8Length } from "../utf8.js";

export const dataSizeFunctions = scalarFamily({
  estimate_data_size: {
    summary: "Bytes that the values of some columns take: the width of a type, the length of a text.",
    page: "estimate-data-size-function",
    signatures: [signature({ columns: repeated("any") }, "long", { maxCount: 10_000 })],
    nulls: "custom",
    examples: {
      'toscalar(print n = 1, s = "abc" | project estimate_data_size(n, s))': "11",
      'toscalar(print n = 1, s = "1234567890" | project estimate_data_size(*))': "18",
    },
    specialize: sizeKernel,
  },
});

/** Bytes of a value of a type, by the width that the reference gives the type. */
const widths: Readonly<Partial<Record<KqlType, number>>> = {
  bool: 1,
  int: 4,
  long: 8,
  real: 8,
  decimal: 16,
  datetime: 8,
  timespan: 8,
  guid: 16,
};

function sizeKernel(args: readonly ArgumentInfo[]): Kernel {
  const sizes = args.map(({ type }) => sizeOfType(type));
  return (...cells: Cell[]) => cells.reduce<number>((sum, cell, at) => sum + sizes[at](cell), 0);
}

function sizeOfType(type: KqlType): (cell: Cell) => number {
  if (type === "dynamic") return sizeOfDynamic;
  if (type === "string") return sizeOfText;
  const width = widths[type] ?? 0;
  return () => width;
}

function sizeOfText(cell: Cell): number {
  return typeof cell === "string" ? utf8Length(cell) : 0;
}

function sizeOfDynamic(cell: Cell): number {
  const hll = readHll(asDynamic(cell));
  const bytes = hll === undefined ? undefined : bytesOfHll(hll);
  if (bytes === undefined) throw unknownSize();
  return bytes;
}
