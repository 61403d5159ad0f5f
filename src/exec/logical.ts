/** Three-valued `and`, `or`. */
import { InternalError } from "../text/errors.js";
import { flatten } from "../vector/gather.js";
import { boolFalse, boolNull, boolTrue, constVector, type Vector } from "../vector/vector.js";

// Indexed by 3 * a + b over false, true, null.
const andTable = Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2);
const orTable = Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2);

/** Combines bool vectors of one length, left to right. */
export function combineLogical(operator: "and" | "or", operands: readonly Vector[], length: number): Vector {
  const table = operator === "and" ? andTable : orTable;
  const neutral = operator === "and" ? boolTrue : boolFalse;
  let constant: number = neutral;
  let data: Uint8Array | undefined;
  for (const operand of operands) {
    if (operand.encoding === "const") {
      constant = table[3 * constant + boolCode(operand.value)];
      continue;
    }
    const other = boolDataOf(operand);
    if (data === undefined) data = other.slice(0, length);
    else for (let row = 0; row < length; row++) data[row] = table[3 * data[row] + other[row]];
  }
  if (data === undefined) return constVector("bool", boolCell(constant), length);
  if (constant !== neutral)
    for (let row = 0; row < length; row++) data[row] = table[3 * data[row] + constant];
  return { encoding: "bool", type: "bool", length, data };
}

function boolCode(cell: unknown): number {
  return cell === null ? boolNull : cell === true ? boolTrue : boolFalse;
}

function boolCell(code: number): boolean | null {
  return code === boolNull ? null : code === boolTrue;
}

function boolDataOf(vector: Vector): Uint8Array {
  const flat = flatten(vector);
  if (flat.encoding !== "bool") throw new InternalError(`\`and\`/\`or\` over ${flat.type}`);
  return flat.data;
}
