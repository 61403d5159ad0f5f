/** What a condition asks of a row: a value compared with constants, with another value, or looked at for itself. */
import type { BoundExpression } from "../bind/bound.js";
import { partsOf } from "../exec/expression-traits.js";
import type { KqlType } from "../types/kql-type.js";
import { cellToText } from "../types/text.js";
import { type Cell, isDynamicArray } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { cellAt, cellsOf } from "../vector/vector.js";
import type { OperatorPlace } from "./flow.js";
import type { TextPlace } from "./near-text.js";
import { evaluateAt, rowsOfInput } from "./rows.js";

/** A value with the type that says how to print it. */
export interface TypedCell {
  readonly cell: Cell;
  readonly type: KqlType;
}

export type OrderOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** One test of a condition. `expression` is the test itself, `subject` the value of the row that it looks at. */
export type Atom =
  /** A text stands in another, or is one of some. `isNegated`: it must not. */
  | {
      readonly kind: "text";
      readonly expression: BoundExpression;
      readonly subject: BoundExpression;
      readonly literals: readonly TypedCell[];
      readonly place: TextPlace;
      readonly isNegated: boolean;
      /** All of the literals must be there, not only one. */
      readonly isAll?: boolean;
    }
  /** A number, time or other value against one that is the same for all rows. */
  | {
      readonly kind: "order";
      readonly expression: BoundExpression;
      readonly subject: BoundExpression;
      readonly operator: OrderOperator;
      readonly bound: TypedCell;
      readonly boundExpression: BoundExpression;
    }
  /** Two values of the row against each other. */
  | {
      readonly kind: "pair";
      readonly expression: BoundExpression;
      readonly subject: BoundExpression;
      readonly operator: OrderOperator;
      readonly other: BoundExpression;
    }
  /** The value must be there; `isNegated`: must not be there. */
  | {
      readonly kind: "filled";
      readonly expression: BoundExpression;
      readonly subject: BoundExpression;
      readonly isNegated: boolean;
    }
  | { readonly kind: "other"; readonly expression: BoundExpression };

export type TextAtom = Extract<Atom, { readonly kind: "text" }>;
export type FilledAtom = Extract<Atom, { readonly kind: "filled" }>;

const mirrored: Readonly<Record<OrderOperator, OrderOperator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

const negated: Readonly<Record<OrderOperator, OrderOperator>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/** Where each operator on text looks, without the `!` in front and the `_cs` or `~` behind. */
const textPlaces: ReadonlyMap<string, TextPlace> = new Map([
  ["=", "whole"],
  ["in", "whole"],
  ["has", "words"],
  ["has_any", "words"],
  ["has_all", "words"],
  ["hasprefix", "words"],
  ["hassuffix", "words"],
  ["contains", "part"],
  ["startswith", "start"],
  ["endswith", "end"],
]);

const filledTests: ReadonlyMap<string, boolean> = new Map([
  ["isnotempty", false],
  ["isnotnull", false],
  ["isempty", true],
  ["isnull", true],
]);

/** The tests of a condition: those of an `or` each for itself, for any of them lets the row through. */
export function atomsOf(condition: BoundExpression, place: OperatorPlace): readonly Atom[] {
  if (condition.kind === "logical" && condition.operator === "or") {
    return condition.operands.flatMap((operand) => atomsOf(operand, place));
  }
  return [atomOf(condition, place, false)];
}

function atomOf(expression: BoundExpression, place: OperatorPlace, isNegated: boolean): Atom {
  if (expression.kind === "list-input") return listAtom(expression, place, isNegated);
  if (expression.kind !== "call") return { kind: "other", expression };
  const { name, args } = expression;
  const [first, second] = args;
  if (name === "not") return withExpression(atomOf(first, place, !isNegated), expression);
  const filled = filledTests.get(name);
  if (filled !== undefined) {
    return { kind: "filled", expression, subject: first, isNegated: filled !== isNegated };
  }
  if (Object.hasOwn(mirrored, name)) return comparison(expression, place, isNegated);
  const isNot = name.startsWith("!");
  const textPlace = textPlaces.get(name.replace(/^!/, "").replace(/(_cs|~)$/, ""));
  const literals = args.slice(1);
  if (textPlace === undefined || second === undefined || !literals.every(isConstant)) {
    return { kind: "other", expression };
  }
  return {
    kind: "text",
    expression,
    subject: first,
    literals: literals.flatMap((literal) => elementsOf(constantAt(literal, place))),
    place: textPlace,
    isNegated: isNot !== isNegated,
    isAll: name === "has_all",
  };
}

function withExpression(atom: Atom, expression: BoundExpression): Atom {
  return { ...atom, expression };
}

function isConstant(expression: BoundExpression): boolean {
  return expression.isRunConstant === true;
}

function comparison(
  expression: Extract<BoundExpression, { kind: "call" }>,
  place: OperatorPlace,
  isNegated: boolean,
): Atom {
  const written = expression.name as OrderOperator; // by the table of operators
  const [left, right] = expression.args;
  const isSwapped = isConstant(left) && !isConstant(right);
  const sides = isSwapped ? ([right, left] as const) : ([left, right] as const);
  const turned = isSwapped ? mirrored[written] : written;
  const operator = isNegated ? negated[turned] : turned;
  const [subject, other] = sides;
  if (!isConstant(other)) return { kind: "pair", expression, subject, operator, other };
  const bound = constantAt(other, place);
  if (isName(subject.type) && (operator === "==" || operator === "!=")) {
    const isNot = operator === "!=";
    return { kind: "text", expression, subject, literals: [bound], place: "whole", isNegated: isNot };
  }
  return { kind: "order", expression, subject, operator, bound, boundExpression: other };
}

/** Texts and codes: values that are the same or not, but not more or less. */
function isName(type: KqlType): boolean {
  return type !== "datetime" && type !== "timespan" && type !== "bool" && type !== "real";
}

function listAtom(
  expression: Extract<BoundExpression, { kind: "list-input" }>,
  place: OperatorPlace,
  isNegated: boolean,
): Atom {
  const { batch, columns } = rowsOfInput(place, expression.input);
  const isNot = expression.operator.startsWith("!");
  const textPlace = textPlaces.get(expression.operator.replace(/^!/, "").replace(/(_cs|~)$/, ""));
  return {
    kind: "text",
    expression,
    subject: expression.left,
    literals:
      columns.length === 0
        ? []
        : cellsOf(batch.column(0)).flatMap((cell) => elementsOf({ cell, type: columns[0].type })),
    place: textPlace ?? "whole",
    isNegated: isNot !== isNegated,
    isAll: expression.operator === "has_all",
  };
}

const oneRow = Batch.of(1, []);

/** Value of an expression that is the same for every row. */
export function constantAt(expression: BoundExpression, place: OperatorPlace): TypedCell {
  return { cell: cellAt(evaluateAt(place, expression, oneRow), 0), type: expression.type };
}

function elementsOf({ cell, type }: TypedCell): TypedCell[] {
  return isDynamicArray(cell)
    ? cell.map((item): TypedCell => ({ cell: item, type: "dynamic" }))
    : [{ cell, type }];
}

/** A cell as text; an absent one is the empty text. */
export function textOfCell({ cell, type }: TypedCell): string {
  return cellToText(cell, type);
}

/** Whether a cell holds nothing: null, the empty text, an empty array or bag. */
export function isEmptyCell(cell: Cell): boolean {
  if (cell === null || cell === "") return true;
  return isDynamicArray(cell) && cell.length === 0;
}

/** The columns that an expression reads, each once. */
export function columnsIn(expression: BoundExpression): Extract<BoundExpression, { kind: "column" }>[] {
  const found = new Map<number, Extract<BoundExpression, { kind: "column" }>>();
  const visit = (part: BoundExpression): void => {
    if (part.kind === "column") found.set(part.index, part);
    else for (const inner of partsOf(part)) visit(inner);
  };
  visit(expression);
  return [...found.values()];
}

/** Name of an expression that is a column, or of the column it reads. */
export function nameOf(expression: BoundExpression): string {
  if (expression.kind === "column") return expression.name;
  if (expression.kind === "conversion") return nameOf(expression.operand);
  return "";
}
