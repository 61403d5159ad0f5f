/** How much room values take in the engine's storage. */
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { unknownSize } from "../diagnostics.js";
import { type ArgumentInfo, type Kernel, repeated, scalarFamily, signature } from "../entry.js";
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
  const fixed = args.map(({ type }) => {
    if (type === "dynamic") throw unknownSize();
    return widths[type] ?? 0;
  });
  const total = fixed.reduce((sum, width) => sum + width, 0);
  return (...cells: Cell[]) =>
    cells.reduce<number>((sum, cell, at) => (args[at].type === "string" ? sum + sizeOf(cell) : sum), total);
}

function sizeOf(cell: Cell): number {
  return typeof cell === "string" ? utf8Length(cell) : 0;
}
