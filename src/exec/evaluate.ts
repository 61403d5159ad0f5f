/** Bound expressions over batches. One evaluator serves one run; it remembers results over dictionaries. */
import type {
  BoundCall,
  BoundConversion,
  BoundExpression,
  BoundListInput,
  BoundMember,
  CallPart,
} from "../bind/bound.js";
import type { Kernel, RunEnvironment, ScalarEntry } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import { scalarFunction } from "../functions/registry.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { InternalError, unreachable } from "../text/errors.js";
import type { Span } from "../text/span.js";
import { convertCell } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { Batch } from "../vector/batch.js";
import { flatten } from "../vector/gather.js";
import { MergedTexts } from "../vector/merged-texts.js";
import { TextPairs } from "../vector/text-pairs.js";
import { cellReader, cellsOf, constVector, type Vector, vectorOf } from "../vector/vector.js";
import { kernelFailure, tooMuchMemory } from "./diagnostics.js";
import { type DictionaryMemo, type LiftRun, liftKernel } from "./lift.js";
import { combineLogical } from "./logical.js";
import { memberAt, memberOf } from "./member.js";
import type { Relation } from "./run.js";
import type { LiftedCall } from "./run-kernel.js";
import type { TupleResults } from "./tuples.js";
import { widenVector } from "./widen.js";

/** What an evaluator needs of its run. */
export interface EvaluatorRun {
  readonly environment: RunEnvironment;
  /** Ends the run with a diagnostic. */
  fail(diagnostic: Diagnostic): never;
  /** Ends the run when its time is over; called every so many rows. */
  checkDeadline(span: Span): void;
  /** Bytes that a run may hold. */
  readonly maxMemoryBytes: number;
  /** Adds to the bytes held; true while within the limit. */
  holdBytes(bytes: number): boolean;
}

/** Calls that stand for conversions and paths, by their nodes: a plan is run many times. */
const prepared = new WeakMap<BoundExpression, LiftedCall>();

const noSpan: Span = { start: 0, end: 0 };

/** Is itself what the calls of a run share, whose tables are made when a call first asks for them. */
export class Evaluator implements LiftRun {
  readonly environment: RunEnvironment;
  readonly maxBytes: number;
  private madeMemo: DictionaryMemo | undefined;
  private madeTuples: Map<LiftedCall, TupleResults> | undefined;
  private madeTextPairs: TextPairs | undefined;
  private madeMergedTexts: MergedTexts | undefined;
  /** Calls that depend on rows of the run. */
  private listCalls: Map<BoundExpression, LiftedCall> | undefined;
  /** The last results of calls that yield several columns. */
  private wholeCalls: Map<BoundCall, WholeCall> | undefined;
  /** What is being worked out. */
  private current: BoundExpression | undefined;

  constructor(private readonly run: EvaluatorRun) {
    this.environment = run.environment;
    this.maxBytes = run.maxMemoryBytes;
  }

  get memo(): DictionaryMemo {
    this.madeMemo ??= new Map();
    return this.madeMemo;
  }

  get tuples(): Map<LiftedCall, TupleResults> {
    this.madeTuples ??= new Map();
    return this.madeTuples;
  }

  get textPairs(): TextPairs {
    this.madeTextPairs ??= new TextPairs((bytes) => this.hold(bytes));
    return this.madeTextPairs;
  }

  get mergedTexts(): MergedTexts {
    this.madeMergedTexts ??= new MergedTexts((bytes) => this.hold(bytes));
    return this.madeMergedTexts;
  }

  checkDeadline(): void {
    this.run.checkDeadline(this.current?.span ?? noSpan);
  }

  /** `inputs` are those of the operator that the expression belongs to. */
  evaluate(expression: BoundExpression, batch: Batch, inputs: readonly Relation[]): Vector {
    switch (expression.kind) {
      case "constant":
        return constVector(expression.type, expression.value, batch.length);
      case "column":
        return batch.column(expression.index);
      case "call":
        return this.call(expression, batch, inputs);
      case "logical":
        return combineLogical(
          expression.operator,
          this.evaluateAll(expression.operands, batch, inputs),
          batch.length,
        );
      case "member":
        return this.member(expression, batch, inputs);
      case "conversion":
        return this.conversion(expression, batch, inputs);
      case "window":
        return expression.entry.kernel(this.evaluateAll(expression.args, batch, inputs), {
          length: batch.length,
          type: expression.type,
          environment: this.environment,
        });
      case "scalar-input":
        return constVector(
          expression.type,
          firstCell(inputs[expression.input], expression.type),
          batch.length,
        );
      case "list-input":
        return this.listInput(expression, batch, inputs);
      default:
        return unreachable(expression);
    }
  }

  /** No closure: one in `evaluate` would cost each call of it an object for what it holds on to. */
  private evaluateAll(
    expressions: readonly BoundExpression[],
    batch: Batch,
    inputs: readonly Relation[],
    count = expressions.length,
  ): Vector[] {
    const vectors = new Array<Vector>(count);
    for (let at = 0; at < count; at++) vectors[at] = this.evaluate(expressions[at], batch, inputs);
    return vectors;
  }

  private call(call: BoundCall, batch: Batch, inputs: readonly Relation[]): Vector {
    if (comparesFolded(call) && call.entry.inAnyCase !== undefined)
      return this.callOverFolded(call.entry.inAnyCase, call, batch, inputs);
    const args = this.evaluateAll(call.args, batch, inputs, call.readCount);
    return call.part === undefined
      ? this.lift(call, call, args, batch.length)
      : this.callPart(call, call.part, args, batch.length);
  }

  /** Compares texts of dictionaries as they are, in place of making all of them in lower case. */
  private callOverFolded(
    operator: string,
    call: ComparisonOfFolded,
    batch: Batch,
    inputs: readonly Relation[],
  ): Vector {
    const { length } = batch;
    const [left, right] = call.args;
    const a = this.evaluate(left.args[0], batch, inputs);
    const b = this.evaluate(right.args[0], batch, inputs);
    if (a.encoding !== "dict" || b.encoding !== "dict") {
      const folded = [this.lift(left, left, [a], length), this.lift(right, right, [b], length)];
      return this.lift(call, call, folded, length);
    }
    let lifted = prepared.get(call);
    if (lifted === undefined) {
      lifted = anyCaseCall(operator, call);
      prepared.set(call, lifted);
    }
    return this.lift(call, lifted, [a, b], length);
  }

  /** One of several columns of a call, which is run once for those that are asked for with the same arguments. */
  private callPart(
    call: BoundCall,
    { whole, at }: CallPart,
    args: readonly Vector[],
    length: number,
  ): Vector {
    let known = this.wholeCalls?.get(whole);
    if (known === undefined || !areSame(known.args, args)) {
      known = { args, cells: this.lift(whole, whole, args, length) };
      this.wholeCalls ??= new Map();
      this.wholeCalls.set(whole, known);
    }
    const read = cellReader(known.cells);
    const cells = new Array<Cell>(length);
    for (let row = 0; row < length; row++) {
      const several = read(row);
      cells[row] = Array.isArray(several) ? (several[at] ?? null) : null;
    }
    return vectorOf(call.type, cells);
  }

  private lift(
    expression: BoundExpression,
    call: LiftedCall,
    args: readonly Vector[],
    length: number,
  ): Vector {
    this.current = expression;
    try {
      return liftKernel(call, args, length, this);
    } catch (error) {
      if (error instanceof KernelError) {
        this.run.fail(kernelFailure(error.code, error.message, expression.span));
      }
      throw error;
    }
  }

  private hold(bytes: number): void {
    if (!this.run.holdBytes(bytes)) this.failForSize();
  }

  failForSize(): never {
    const { current, run } = this;
    const name = current?.kind === "call" ? current.name : "a conversion";
    return run.fail(tooMuchMemory(name, run.maxMemoryBytes, current?.span ?? noSpan));
  }

  private failForPath(path: readonly (string | number)[], span: Span): never {
    return this.run.fail(tooMuchMemory(path.join("."), this.run.maxMemoryBytes, span));
  }

  private conversion(expression: BoundConversion, batch: Batch, inputs: readonly Relation[]): Vector {
    const operand = this.evaluate(expression.operand, batch, inputs);
    if (operand.type === expression.type) return operand;
    const widened = widenVector(operand, expression.type);
    if (widened !== undefined) return widened;
    let lifted = prepared.get(expression);
    if (lifted === undefined) {
      lifted = conversionCall(expression.operand.type, expression.type);
      prepared.set(expression, lifted);
    }
    return this.lift(expression, lifted, [operand], batch.length);
  }

  private member(expression: BoundMember, batch: Batch, inputs: readonly Relation[]): Vector {
    const base = this.evaluate(expression.base, batch, inputs);
    const { path } = expression;
    if (!isPlainPath(path)) return this.dynamicMember(base, expression, batch, inputs);
    if (base.encoding === "stored" && base.store.path !== undefined) {
      const found = base.store.path(path, base.rows, base.length);
      if (!this.run.holdBytes(0)) this.failForPath(path, expression.span);
      return found;
    }
    let lifted = prepared.get(expression);
    if (lifted === undefined) {
      lifted = pathCall(path);
      prepared.set(expression, lifted);
    }
    return this.lift(expression, lifted, [base], batch.length);
  }

  /** A path with a step that is computed row by row. */
  private dynamicMember(
    base: Vector,
    expression: BoundMember,
    batch: Batch,
    inputs: readonly Relation[],
  ): Vector {
    const steps = expression.path.map((step) =>
      typeof step === "object"
        ? this.evaluate(step, batch, inputs)
        : constVector(typeof step === "string" ? "string" : "long", step, batch.length),
    );
    let lifted = prepared.get(expression);
    if (lifted === undefined) {
      lifted = stepsCall();
      prepared.set(expression, lifted);
    }
    return this.lift(expression, lifted, [base, ...steps], batch.length);
  }

  private listInput(expression: BoundListInput, batch: Batch, inputs: readonly Relation[]): Vector {
    this.listCalls ??= new Map();
    let lifted = this.listCalls.get(expression);
    if (lifted === undefined) {
      lifted = listCall(expression, inputs[expression.input]);
      this.listCalls.set(expression, lifted);
    }
    const left = this.evaluate(expression.left, batch, inputs);
    return this.lift(expression, lifted, [left], batch.length);
  }
}

function isPlainPath(path: BoundMember["path"]): path is readonly (string | number)[] {
  for (let at = 0; at < path.length; at++) if (typeof path[at] === "object") return false;
  return true;
}

/** Whether two texts are compared that are both made lower-case. */
function comparesFolded(call: BoundCall): call is ComparisonOfFolded {
  const { args } = call;
  return args.length === 2 && isFolded(args[0]) && isFolded(args[1]);
}

function isFolded(expression: BoundExpression): expression is BoundCall {
  return expression.kind === "call" && expression.entry.foldsCase === true;
}

interface ComparisonOfFolded extends BoundCall {
  readonly args: readonly [BoundCall, BoundCall];
}

function firstCell(relation: Relation, type: KqlType): Cell {
  if (relation.rowCount === 0 || relation.columns.length === 0) return type === "string" ? "" : null;
  return cellReader(relation.batch.column(0))(0);
}

/** Arguments of a call, and the cells of all its columns, row by row. */
interface WholeCall {
  readonly args: readonly Vector[];
  readonly cells: Vector;
}

function areSame(some: readonly Vector[], others: readonly Vector[]): boolean {
  return some.every((one, at) => {
    const other = others[at];
    if (one === other) return true;
    return (
      one.encoding === "const" &&
      other.encoding === "const" &&
      one.value === other.value &&
      one.length === other.length
    );
  });
}

/** Entry of a call that the engine makes itself. */
function ownEntry(nulls: ScalarEntry["nulls"]): ScalarEntry {
  return { summary: "", page: "", signatures: [], nulls, examples: {} };
}

const ownPropagating = ownEntry("propagate");
const ownCustom = ownEntry("custom");

const noParameters: LiftedCall["signature"] = { parameters: [] };

function ownCall(entry: ScalarEntry, type: KqlType, kernel: Kernel): LiftedCall {
  return { entry, kernel, signature: noParameters, type };
}

function conversionCall(from: KqlType, to: KqlType): LiftedCall {
  return ownCall(ownCustom, to, (cell: Cell) => convertCell(cell, from, to));
}

function pathCall(path: readonly (string | number)[]): LiftedCall {
  return { ...ownCall(ownPropagating, "dynamic", (value: Cell) => memberAt(value, path)), isPart: true };
}

/** A path whose steps are arguments. */
function stepsCall(): LiftedCall {
  const kernel = (value: Cell, ...steps: Cell[]) =>
    steps.reduce<Cell>((part, step) => memberOf(part, step), value);
  return { ...ownCall(ownPropagating, "dynamic", kernel), isPart: true };
}

function anyCaseCall(operator: string, { type }: BoundCall): LiftedCall {
  const entry = scalarFunction(operator);
  const kernel = entry?.specialize?.([{ type: "string" }, { type: "string" }], type);
  if (entry === undefined || kernel === undefined)
    throw new InternalError(`there is no operator ${operator}`);
  return { entry, kernel, signature: noParameters, type };
}

/** `in`, `has_any` and the like with the cells of a column as constants of the list. */
function listCall({ operator, left, type }: BoundListInput, relation: Relation): LiftedCall {
  const entry = scalarFunction(operator);
  if (entry?.specialize === undefined) throw new InternalError(`operator ${operator} takes no list`);
  const column = relation.columns.length === 0 ? undefined : relation.batch.column(0);
  const items = column === undefined ? [] : cellsOf(flatten(column));
  const infos = items.map((value) => ({ type: column?.type ?? left.type, constant: { value } }));
  return ownCall(entry, type, entry.specialize([{ type: left.type }, ...infos], type));
}
