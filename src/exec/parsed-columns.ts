import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes } from "../vector/allocate.js";
import { append } from "../vector/append.js";
import { flatten, slice } from "../vector/gather.js";
import {
  cellReader,
  type Dictionary,
  type DictVector,
  type Vector,
  valueCount,
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
    const count = valueCount(dictionary);
    let distinct = this.known.get(dictionary);
    const from = distinct?.count ?? 0;
    if (distinct === undefined || from < count) {
      if (!isWorthWhole(count - from, dictionary.rowCount, length)) {
        return parseEach(flatten(texts), types, parse);
      }
      const added = parseEach(slice(dictionary.values, from, count), types, parse);
      distinct = withAdded(distinct, added, dictionary);
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
  readonly count: number;
  readonly columns: readonly Dictionary[];
  readonly isMatch: Uint8Array;
}

function withAdded(
  known: ParsedDictionary | undefined,
  added: ParsedColumns,
  { values, rowCount }: Dictionary,
): ParsedDictionary {
  const { length: count } = values;
  const isMatch = newBytes(count);
  if (known !== undefined) isMatch.set(known.isMatch);
  isMatch.set(added.isMatch, known?.count ?? 0);
  const columns = added.columns.map((column, col): Dictionary => {
    const more = flatten(column);
    return { values: known === undefined ? more : append(known.columns[col].values, more), rowCount };
  });
  return { count, columns, isMatch };
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
