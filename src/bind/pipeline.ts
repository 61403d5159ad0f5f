/**
 * The driver of pipelines. It looks operators up by kind, gives each its context, and joins what they return.
 *
 * Columns that only data can tell (`bag_unpack`) cut a pipeline: up to the cut it is a plan; what follows is bound for
 * its diagnostics with names left open, and bound again in the run, by `rest`, when the columns are there.
 */
import type { Expression, OperatorNode, Pipeline } from "../syntax/ast.js";
import { joinSpans } from "../text/span.js";
import type { BoundOperator, BoundPipeline, BoundSource, RelationType } from "./bound.js";
import { markMadeUsed, markUsed } from "./columns.js";
import { OperatorContext } from "./context.js";
import { notFirst, unsupportedOperator } from "./diagnostics.js";
import { tableOnly } from "./graph.js";
import { bindLater, closeHead, isProvisional, isUnsettled } from "./open.js";
import { declare, InputList, newScope, type Scope } from "./scope.js";
import { addSteps, enter, leave, operatorCost, type PipelineStart, type Session, spanIn } from "./session.js";
import { bindSource, emptyPipeline } from "./source.js";
import { isOperatorNode } from "./tabular.js";

const noColumns: RelationType = { columns: [], isSerialized: false, isOpen: false };

export function bindPipeline(value: Pipeline | Expression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  if (!enter(session, value.span)) return emptyPipeline(spanIn(session, value.span));
  const pipeline =
    value.kind === "pipeline" ? bindWhole(value, start) : bindSource(value, start, bindGenerator);
  leave(session);
  return pipeline;
}

function bindWhole(node: Pipeline, start: PipelineStart): BoundPipeline {
  const { source, operators } = node;
  const span = spanIn(start.session, node.span);
  if (isOperatorNode(source) && start.given !== undefined) {
    // A sub-query starts with its first operator; the rows that come in stand before it.
    return append(givenPipeline(start.given, span), [source, ...operators], start, span);
  }
  const head = bindHead(source, start);
  return operators.length === 0 ? { ...head, span } : append(head, operators, start, span);
}

function bindHead(source: Pipeline["source"], start: PipelineStart): BoundPipeline {
  if (isOperatorNode(source)) return bindGenerator(source, start);
  return bindSource(source, withoutGiven(start), bindGenerator);
}

function withoutGiven({ session, scope }: PipelineStart): PipelineStart {
  return { session, scope };
}

/** Operators over rows that are handed in. */
export function bindNested(
  operators: readonly OperatorNode[],
  input: RelationType,
  start: PipelineStart,
): BoundPipeline {
  const { session } = start;
  const [first] = operators;
  const last = operators.at(-1);
  const span = spanIn(
    session,
    first === undefined || last === undefined ? noSpan : joinSpans(first.span, last.span),
  );
  if (!enter(session, span)) return emptyPipeline(span);
  const pipeline = append(givenPipeline(input, span), operators, start, span);
  leave(session);
  return pipeline;
}

const noSpan = { start: 0, end: 0 };

function givenPipeline(output: RelationType, span: BoundPipeline["span"]): BoundPipeline {
  const source = { kind: "given", columns: output.columns, span } as const;
  return { kind: "bound-pipeline", source, operators: [], output, span };
}

/** Where a pipeline is cut: before the operator at an index, over the rows that come there. */
interface Cut {
  readonly at: number;
  readonly input: RelationType;
  readonly scope: Scope;
}

/** A pipeline while operators are added to it. */
interface Progress {
  source: BoundSource;
  operators: BoundOperator[];
  output: RelationType;
  scope: Scope;
  cut: Cut | undefined;
}

/** The pipeline goes on with the operators of some nodes. */
function append(
  start: BoundPipeline,
  nodes: readonly OperatorNode[],
  to: PipelineStart,
  span: BoundPipeline["span"],
): BoundPipeline {
  const { session, scope } = to;
  const head = closeHead(start, session);
  const { source, output } = head;
  const isWaiting = isProvisional(head) && (session.resolveOpen === undefined || isUnsettled(output));
  const cut: Cut | undefined = isWaiting ? { at: 0, input: output, scope } : undefined;
  const progress: Progress = { source, operators: [...head.operators], output, scope, cut };
  let inputName = tableName(head);
  for (const [at, node] of nodes.entries()) {
    // In a run what comes after a cut is bound when the run gets there.
    if (progress.cut !== undefined && session.resolveOpen !== undefined) break;
    addOperator(node, at, progress, session, inputName);
    inputName = nameGiven(node);
    if (inputName !== undefined) addName(inputName, node, progress, session);
  }
  return finish(progress, nodes, to, span);
}

function addOperator(
  node: OperatorNode,
  at: number,
  progress: Progress,
  session: Session,
  inputName: string | undefined,
): void {
  const { output: input, scope } = progress;
  if (session.operators.get(node.kind)?.isSource(node))
    session.report(notFirst(node.kind, spanIn(session, node.keyword)));
  const { operator, isWaiting } = bindOperator(node, { output: input, inputName }, scope, session);
  const { output } = operator;
  progress.output = output;
  if (isWaiting) progress.cut ??= { at, input, scope };
  if (progress.cut !== undefined) return;
  progress.operators.push(operator);
  if (isUnsettled(output)) progress.cut = { at: at + 1, input: output, scope };
}

/** `as Name`: the rows so far get a name that later operators see. */
function addName(name: string, node: OperatorNode, progress: Progress, session: Session): void {
  const { source, operators, output, cut } = progress;
  const span = spanIn(session, node.span);
  markMadeUsed(session, output.columns);
  progress.scope = newScope(progress.scope);
  if (cut !== undefined) {
    declare(progress.scope, name, { kind: "open-table", relation: output });
    return;
  }
  const pipeline: BoundPipeline = { kind: "bound-pipeline", source, operators, output, span };
  declare(progress.scope, name, { kind: "table", pipeline });
  progress.source = { kind: "shared", name, pipeline, span };
  progress.operators = [];
}

function finish(
  { source, operators, output, cut }: Progress,
  nodes: readonly OperatorNode[],
  to: PipelineStart,
  span: BoundPipeline["span"],
): BoundPipeline {
  const pipeline: BoundPipeline = { kind: "bound-pipeline", source, operators, output, span };
  markMadeUsed(to.session, (cut?.input ?? output).columns);
  if (cut === undefined) return pipeline;
  const isNamedLater = nodes.slice(cut.at).some((node) => nameGiven(node) !== undefined);
  const before = isNamedLater && source.kind !== "given" ? sharedPart(pipeline, cut) : pipeline;
  return { ...before, output, restInput: cut.input, rest: restOf(cut, nodes, before, to) };
}

/** The part before a cut as a shared one, so that a name given later may stand for rows that come from it. */
function sharedPart(pipeline: BoundPipeline, { input }: Cut): BoundPipeline {
  const { span } = pipeline;
  const part = { ...pipeline, output: input };
  return { ...part, source: { kind: "shared", name: "", pipeline: part, span }, operators: [] };
}

function restOf(
  { at, input, scope }: Cut,
  nodes: readonly OperatorNode[],
  before: BoundPipeline,
  to: PipelineStart,
): NonNullable<BoundPipeline["rest"]> {
  const { isSerialized } = input;
  const { span, source, operators } = before;
  return bindLater(to.session, (session, columns) => {
    const output = { columns, isSerialized, isOpen: false };
    const isShared = source.kind === "shared" && operators.length === 0;
    const start = isShared ? { ...before, output } : givenPipeline(output, span);
    return append(start, nodes.slice(at), { ...to, session, scope }, span);
  });
}

/** The name of `as Name`. */
function nameGiven(node: OperatorNode): string | undefined {
  if (node.kind !== "as" || !("name" in node)) return undefined;
  const { name } = node;
  return typeof name === "object" && name !== null && "text" in name ? String(name.text) : undefined;
}

/** Rows that come into an operator; named where they are a table, or have got a name just before. */
interface OperatorInput {
  readonly output: RelationType;
  readonly inputName?: string | undefined;
}

function tableName({ source, operators }: BoundPipeline): string | undefined {
  return source.kind === "scan" && operators.length === 0 ? source.table : undefined;
}

/** Operators that read no column but those that their expressions name, and pass the others on or drop them. */
const readsByName = new Set(
  [
    "as assert-schema consume count datatable distinct extend getschema join lookup make-series mv-expand parse",
    "parse-kv parse-where print project project-away project-by-names project-keep project-rename project-reorder",
    "range render sample sample-distinct serialize sort summarize take top top-hitters top-nested union where",
  ]
    .join(" ")
    .split(" "),
);

function markAllUsed(session: Session, relations: readonly RelationType[]): void {
  for (const { columns } of relations) for (const column of columns) markUsed(session, column);
}

interface BoundStep {
  readonly operator: BoundOperator;
  /** Its inputs have to be run before it can be bound for good. */
  readonly isWaiting: boolean;
}

function bindOperator(
  node: OperatorNode,
  { output: input, inputName }: OperatorInput,
  scope: Scope,
  session: Session,
): BoundStep {
  const span = spanIn(session, node.span);
  const keyword = spanIn(session, node.keyword);
  const inputs = new InputList();
  addSteps(session, operatorCost);
  const binder = session.operators.get(node.kind);
  if (binder === undefined) {
    session.report(unsupportedOperator(node.kind, keyword));
    const output = { ...input, isOpen: true };
    return { operator: { kind: node.kind, span, keyword, output, inputs: [] }, isWaiting: false };
  }
  const taken = binder.takesGraph ? input : tableOnly(input, node.keyword, session);
  const context = new OperatorContext(taken, inputs, { session, scope }, inputName);
  const shape = binder.bind(node, context);
  const operator = { ...shape, kind: node.kind, span, keyword, inputs: inputs.pipelines };
  if (!readsByName.has(node.kind))
    markAllUsed(session, [input, ...inputs.pipelines.map(({ output }) => output)]);
  const isWaiting =
    session.resolveOpen === undefined && (context.missesTable || inputs.pipelines.some(isProvisional));
  return { operator, isWaiting };
}

/** An operator without input as a source: `print`, `range`, `union`, `datatable`. */
function bindGenerator(node: OperatorNode, start: PipelineStart): BoundPipeline {
  const { session, scope } = start;
  const { operator, isWaiting } = bindOperator(node, { output: noColumns }, scope, session);
  const { output, span } = operator;
  if (isWaiting) {
    const rest = bindLater(session, (inner) => bindGenerator(node, { ...start, session: inner }));
    return { ...givenPipeline(noColumns, span), output, restInput: noColumns, rest };
  }
  return {
    kind: "bound-pipeline",
    source: { kind: "generator", operator, span },
    operators: [],
    output,
    span,
  };
}
