import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { cellReader, type DictVector, flatten, type Vector, vectorOf } from "../vector/vector.js";
import { isWorthWhole } from "./lift.js";

/** Columns read out of texts. */
export interface ParsedColumns {
  readonly columns: readonly Vector[];
  /** 1 for rows whose text was understood. */
  readonly isMatch: Uint8Array;
}

/** Reads columns out of each text; where `parse` gives undefined they are null. Distinct texts are read once. */
export function parseColumns(
  texts: Vector,
  types: readonly KqlType[],
  parse: (text: string) => readonly Cell[] | undefined,
): ParsedColumns {
  if (texts.encoding !== "dict" || !isWorthWhole(texts.dictionary, texts.length)) {
    return parseEach(texts.encoding === "dict" ? flatten(texts) : texts, types, parse);
  }
  const { codes, dictionary, length } = texts;
  const distinct = parseEach(dictionary.values, types, parse);
  const isMatch = new Uint8Array(length);
  for (let row = 0; row < length; row++) isMatch[row] = distinct.isMatch[codes[row]];
  const columns = distinct.columns.map(
    (values, col): DictVector => ({
      encoding: "dict",
      type: types[col],
      length,
      codes,
      dictionary: { values: flatten(values), rowCount: dictionary.rowCount },
    }),
  );
  return { columns, isMatch };
}

function parseEach(
  texts: Vector,
  types: readonly KqlType[],
  parse: (text: string) => readonly Cell[] | undefined,
): ParsedColumns {
  const { length } = texts;
  const read = cellReader(texts);
  const isMatch = new Uint8Array(length);
  const cells = types.map((type) => new Array<Cell>(length).fill(type === "string" ? "" : null));
  for (let row = 0; row < length; row++) {
    const text = read(row);
    const parsed = typeof text === "string" ? parse(text) : undefined;
    if (parsed === undefined) continue;
    isMatch[row] = 1;
    for (let col = 0; col < types.length; col++) cells[col][row] = parsed[col];
  }
  return { columns: types.map((type, col) => vectorOf(type, cells[col])), isMatch };
}
