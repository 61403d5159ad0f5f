import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes } from "../vector/allocate.js";
import {
  cellReader,
  type Dictionary,
  type DictVector,
  flatten,
  type Vector,
  vectorOf,
} from "../vector/vector.js";
import { isWorthWhole } from "./lift.js";

/** Columns read out of texts. */
export interface ParsedColumns {
  readonly columns: readonly Vector[];
  /** 1 for rows whose text was understood. */
  readonly isMatch: Uint8Array;
}

/** Cells read out of one text; undefined where it is not understood, and its columns null. */
type ParseText = (text: string) => readonly Cell[] | undefined;

/** Reads columns out of texts, batch after batch; the texts of a dictionary once. */
export class ColumnParser {
  private readonly known = new Map<Dictionary, ParsedDictionary>();

  constructor(
    private readonly types: readonly KqlType[],
    private readonly parse: ParseText,
  ) {}

  read(texts: Vector): ParsedColumns {
    const { types, parse } = this;
    if (texts.encoding !== "dict") return parseEach(texts, types, parse);
    const { codes, dictionary, length } = texts;
    let distinct = this.known.get(dictionary);
    if (distinct === undefined) {
      if (!isWorthWhole(dictionary, length)) return parseEach(flatten(texts), types, parse);
      distinct = asDictionaries(parseEach(dictionary.values, types, parse), dictionary);
      this.known.set(dictionary, distinct);
    }
    const isMatch = newBytes(length);
    for (let row = 0; row < length; row++) isMatch[row] = distinct.isMatch[codes[row]];
    const columns = distinct.columns.map(
      (column, col): DictVector => ({
        encoding: "dict",
        type: types[col],
        length,
        codes,
        dictionary: column,
      }),
    );
    return { columns, isMatch };
  }
}

/** What was read out of the distinct texts of a dictionary. */
interface ParsedDictionary {
  readonly columns: readonly Dictionary[];
  readonly isMatch: Uint8Array;
}

function asDictionaries({ columns, isMatch }: ParsedColumns, { rowCount }: Dictionary): ParsedDictionary {
  return { columns: columns.map((values) => ({ values: flatten(values), rowCount })), isMatch };
}

function parseEach(texts: Vector, types: readonly KqlType[], parse: ParseText): ParsedColumns {
  const { length } = texts;
  const read = cellReader(texts);
  const isMatch = newBytes(length);
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
