/** Named output columns: the items of `extend`, `project`, `print`, `summarize`, with the engine's automatic names. */
import { knownParts } from "../functions/known-names.js";
import type { CallExpression, Expression, NamedExpression } from "../syntax/ast.js";
import { bindAggregateColumns, takesAllColumns } from "./aggregate-call.js";
import type {
  BoundAggregate,
  BoundAggregateList,
  BoundCall,
  BoundExpression,
  BoundOutput,
  Column,
} from "./bound.js";
import { columnIndex } from "./columns.js";
import { notSeveralColumns, repeatedColumn } from "./diagnostics.js";
import { openConstant, typedPlaceholder } from "./nodes.js";
import { resultName } from "./result-name.js";
import { infoOf } from "./scalar-call.js";
import { type Place, spanIn } from "./session.js";

export type OutputStyle = "extend" | "project" | "print" | "by";

/** `name` itself where it is free, else with 1, 2, ... appended. `suffixes` remembers how far each name has got. */
export function uniqueName(
  name: string,
  taken: { has(name: string): boolean },
  suffixes = new Map<string, number>(),
): string {
  if (!taken.has(name)) return name;
  for (let suffix = suffixes.get(name) ?? 1; ; suffix++) {
    const candidate = `${name}${suffix}`;
    if (taken.has(candidate)) continue;
    suffixes.set(name, suffix);
    return candidate;
  }
}

/** Outputs that the query names itself: no other may have the name. */
const explicit = new WeakSet<BoundOutput>();

/** Gathers outputs, settling their names. */
class OutputList {
  readonly outputs: BoundOutput[] = [];
  private readonly places = new Map<string, number>();
  private readonly declared = new Set<string>();
  private readonly suffixes = new Map<string, number>();
  private columnNumber = 1;

  constructor(
    private readonly place: Place,
    private readonly style: OutputStyle | "aggregate",
    taken: readonly string[],
    keys: readonly BoundOutput[],
  ) {
    for (const name of taken) this.places.set(name, -1);
    for (const key of keys) if (explicit.has(key)) this.declared.add(key.column.name);
  }

  /** A column that the query names, which it may do once. In `extend` it takes the place of one named by the engine. */
  declare(name: string, expression: BoundExpression, span: BoundOutput["span"]): void {
    const before = this.places.get(name);
    if (this.declared.has(name)) {
      this.place.session.report(repeatedColumn(name, spanIn(this.place.session, span)));
      return;
    }
    this.declared.add(name);
    if (this.style === "extend" && before !== undefined)
      this.outputs[before] = outputOf(name, expression, span);
    else this.push(uniqueName(name, this.places, this.suffixes), expression, span);
    const output = this.outputs.at(-1);
    if (output !== undefined) explicit.add(output);
  }

  /** A column with a name of the engine's making. */
  add(name: string, expression: BoundExpression, span: BoundOutput["span"]): void {
    const before = this.places.get(name);
    if (this.style === "extend" && before !== undefined) {
      this.outputs[before] = outputOf(name, expression, span);
    } else this.push(uniqueName(name, this.places, this.suffixes), expression, span);
  }

  /** One of several columns of a call: it never takes the place of another. */
  addPart(name: string, expression: BoundExpression, span: BoundOutput["span"]): void {
    const { columns } = this.place;
    const isTaken = (own: string): boolean =>
      this.places.has(own) || (this.style === "extend" && columnIndex(columns, own) >= 0);
    this.push(uniqueName(name, { has: isTaken }, this.suffixes), expression, span);
  }

  defaultName(): string {
    const { columns } = this.place;
    for (;;) {
      const name = `Column${this.columnNumber++}`;
      if (this.style !== "extend" || columnIndex(columns, name) < 0) return name;
    }
  }

  private push(name: string, expression: BoundExpression, span: BoundOutput["span"]): void {
    this.places.set(name, this.outputs.length);
    this.outputs.push(outputOf(name, expression, span));
  }
}

function outputOf(name: string, expression: BoundExpression, span: BoundOutput["span"]): BoundOutput {
  const { type } = expression;
  const column: Column = expression.isTypeOpen ? { name, type, isTypeOpen: true } : { name, type };
  return { column, expression, span };
}

export function bindOutputs(
  items: readonly NamedExpression[],
  style: OutputStyle,
  place: Place,
): readonly BoundOutput[] {
  const list = new OutputList(place, style, [], []);
  items.forEach((item, position) => {
    bindItem(item, position, list, style, place);
  });
  return list.outputs;
}

function bindItem(
  { names, value, span }: NamedExpression,
  position: number,
  list: OutputList,
  style: OutputStyle,
  place: Place,
): void {
  const expression = place.session.parts.expression(value, place);
  const parts = columnsOf(expression, value, place);
  const [name] = names;
  if (names.length > 1 || (parts !== undefined && parts.length > 1)) {
    declareSeveral(names, parts, expression, list, { span, place });
  } else if (name !== undefined) list.declare(name.text, parts?.[0]?.expression ?? expression, span);
  else if (style === "print") list.add(`print_${position}`, expression, span);
  else {
    const own = resultName(value, place);
    const isColumn = expression.kind === "column" && expression.index >= 0 && expression.name === own;
    if (isColumn) list.declare(expression.name, expression, span);
    else if (parts === undefined) list.add(own ?? list.defaultName(), expression, span);
    else list.addPart(own ?? list.defaultName(), parts[0]?.expression ?? expression, span);
  }
}

interface NamedPart {
  readonly name: string;
  readonly expression: BoundExpression;
}

/** The columns of a call that yields several cells a row: one call for each, taking its cell. */
function columnsOf(
  expression: BoundExpression,
  value: Expression,
  place: Place,
): readonly NamedPart[] | undefined {
  if (value.kind !== "call") return undefined;
  if (expression.kind !== "call") return knownColumnsOf(expression, value, place);
  if (expression.entry.columns === undefined) return undefined;
  const infos = expression.args.map((arg, at) => {
    const name = resultName(value.args[at]?.value ?? value, place);
    return { ...infoOf(arg), ...(name === undefined ? {} : { columnName: name }) };
  });
  const columns = expression.entry.columns(infos);
  const { vectorKernel: _, ...entry } = expression.entry;
  const whole: BoundCall = { ...expression, type: "dynamic", entry };
  return columns.map(({ name, type }, at) => ({ name, expression: partOf(whole, at, type) }));
}

/** The columns of a call that cannot run yet. */
function knownColumnsOf(
  expression: BoundExpression,
  { callee, args: [first] }: CallExpression,
  place: Place,
): readonly NamedPart[] | undefined {
  const isPlaceholder =
    expression.isTypeOpen === true || (expression.kind === "column" && expression.index < 0);
  const parts = isPlaceholder ? knownParts(callee.text) : undefined;
  const { span } = expression;
  const name = (first && resultName(first.value, place)) ?? "";
  return parts?.map((part) => ({
    name: [callee.text, name, part].join("_"),
    expression: typedPlaceholder(span, "dynamic"),
  }));
}

function partOf(whole: BoundCall, at: number, type: BoundCall["type"]): BoundExpression {
  const { kernel, entry } = whole;
  const own = entry.columnKernels?.[at];
  if (own !== undefined) return { ...whole, type, kernel: own };
  // The kernel of such a call returns its cells as an array; see `ScalarEntry.columns`.
  const part = (...args: never[]) => (kernel(...args) as readonly BoundCellPart[] | null)?.[at] ?? null;
  return { ...whole, type, kernel: part, part: { whole, at } };
}

type BoundCellPart = ReturnType<BoundCall["kernel"]>;

interface Naming {
  readonly span: BoundOutput["span"];
  readonly place: Place;
}

function declareSeveral(
  names: NamedExpression["names"],
  parts: readonly NamedPart[] | undefined,
  expression: BoundExpression,
  list: OutputList,
  { span, place }: Naming,
): void {
  if (parts === undefined && (expression.isTypeOpen || expression.kind === "column")) {
    for (const { text } of names) list.declare(text, openConstant(expression.span), span);
    return;
  }
  const count = parts?.length ?? 1;
  if (names.length > count) {
    place.session.report(notSeveralColumns(spanIn(place.session, span), names.length, count));
  }
  (parts ?? [{ name: "", expression }]).forEach((part, at) => {
    const name = names[at];
    if (name !== undefined) list.declare(name.text, part.expression, span);
    else list.addPart(part.name, part.expression, span);
  });
}

/** The aggregate list over the rows of `input`. `keys` are names of plain columns among the group keys. */
export function bindAggregates(
  items: readonly NamedExpression[],
  input: Place,
  taken: readonly string[],
  keys: readonly BoundOutput[] = [],
): BoundAggregateList {
  const aggregates: BoundAggregate[] = [];
  const collector = { input, aggregates, columns: [], keys: keys.length === 0 ? taken : plainKeys(keys) };
  const place: Place = { ...input, columns: [], isOpen: false, aggregates: collector };
  const list = new OutputList(place, "aggregate", taken, keys);
  for (const item of items) bindAggregateItem(item, list, place);
  const isOpen = input.isOpen && items.some(({ value }) => takesAllColumns(value));
  return { aggregates, outputs: list.outputs, isOpen };
}

/** Names of the group keys that are columns as they are; `*` leaves those out. */
function plainKeys(keys: readonly BoundOutput[]): string[] {
  return keys.flatMap(({ expression }) => (expression.kind === "column" ? [expression.name] : []));
}

function bindAggregateItem({ names, value, span }: NamedExpression, list: OutputList, place: Place): void {
  const columns = value.kind === "call" ? topLevelColumns(value, place) : undefined;
  const [name] = names;
  if (columns === undefined || columns.length === 0) {
    const expression = place.session.parts.expression(value, place);
    if (name !== undefined) list.declare(name.text, expression, span);
    else list.add(resultName(value, place) ?? list.defaultName(), expression, span);
    return;
  }
  if (names.length > columns.length) {
    place.session.report(notSeveralColumns(spanIn(place.session, span), names.length, columns.length));
  }
  columns.forEach((expression, at) => {
    const own = names[at];
    if (own !== undefined) list.declare(own.text, expression, span);
    else list.add(ownName(expression, value, place) ?? list.defaultName(), expression, span);
  });
}

function topLevelColumns(call: Expression, place: Place): readonly BoundExpression[] | undefined {
  if (call.kind !== "call" || !place.session.parts.isAggregate(call, place)) return undefined;
  return bindAggregateColumns(call, place);
}

/** Columns of calls with several come with names; others are called after the call. */
function ownName(expression: BoundExpression, value: Expression, place: Place): string | undefined {
  if (expression.kind === "column" && expression.name !== "") return expression.name;
  return resultName(value, place);
}
