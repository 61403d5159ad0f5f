/** Columns of guids and decimals, kept as the text that each distinct value has. */
import type { Decimal } from "decimal.js";
import { Decimal as DecimalClass } from "decimal.js";
import { parseDecimal, printDecimal } from "../../types/numbers.js";
import type { Cell } from "../../types/value.js";
import { constVector, type Vector } from "../../vector/vector.js";
import { type ByteCodes, ByteColumn } from "./byte-column.js";
import {
  type BuildContext,
  type BuiltColumn,
  builtColumn,
  ColumnBuilder,
  wrongCell,
} from "./column-builder.js";
import { isDigit } from "./json-scan.js";
import { type TokenKind, tokenEscaped, tokenNull, tokenString, tokenText } from "./tokens.js";

const encoder = new TextEncoder();

export class TextValueBuilder extends ColumnBuilder {
  private readonly column: ByteColumn;

  constructor(
    private readonly valueType: "guid" | "decimal",
    context: BuildContext,
  ) {
    super(valueType, context);
    this.column = new ByteColumn(context.host);
  }

  protected putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (kind === tokenNull || (start === end && kind !== tokenEscaped)) {
      this.column.addNull();
      return true;
    }
    const isText = kind === tokenString || kind === tokenText;
    if (!isText || this.valueType !== "guid" || !isPrintedGuid(bytes, start, end)) return false;
    this.column.add(bytes, start, end);
    return true;
  }

  protected putCell(cell: Cell): void {
    if (cell === null) {
      this.column.addNull();
      return;
    }
    const bytes = encoder.encode(this.textOf(cell));
    this.column.add(bytes, 0, bytes.length);
  }

  private textOf(cell: Cell): string {
    if (this.valueType === "guid" && typeof cell === "string") return cell;
    if (this.valueType === "decimal" && DecimalClass.isDecimal(cell)) return printDecimal(cell);
    throw wrongCell(this.type);
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const codes = this.column.finish();
    const type = this.valueType;
    const read =
      type === "guid" ? (text: string): Cell => text : (text: string): Decimal | null => parseDecimal(text);
    return builtColumn(type, () => valueVector(codes, type, read));
  }
}

function valueVector(column: ByteCodes, type: "guid" | "decimal", read: (text: string) => Cell): Vector {
  const { codes, length, values, nullCode, isDictionary } = column;
  const cells = Array.from({ length: values.count }, (_, code) =>
    code === nullCode ? null : read(values.text(code)),
  );
  if (codes === undefined) return constVector(type, cells[0] ?? null, length);
  if (isDictionary) {
    const dictionary = {
      values: { encoding: "object", type, length: cells.length, data: cells },
      rowCount: length,
    } as const;
    return { encoding: "dict", type, length, codes, dictionary };
  }
  return { encoding: "object", type, length, data: Array.from(codes, (code) => cells[code]) };
}

/** Whether a guid stands as it is printed: lower case, with hyphens. */
function isPrintedGuid(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let at = 0; at < 36; at++) {
    const byte = bytes[start + at];
    const isHyphen = at === 8 || at === 13 || at === 18 || at === 23;
    if (isHyphen ? byte !== 45 : !isDigit(byte) && !(byte >= 97 && byte <= 102)) return false;
  }
  return true;
}
