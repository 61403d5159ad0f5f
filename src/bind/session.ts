/** What the parts of the binder share while one query is bound, and where an expression stands. */
import type {
  CallExpression,
  Expression,
  FunctionDeclaration,
  OperatorNode,
  Pipeline,
} from "../syntax/ast.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import type { Cell } from "../types/value.js";
import type { BindContext, BoundShape } from "./bind-context.js";
import type {
  BoundAggregate,
  BoundExpression,
  BoundPipeline,
  Column,
  OpenResolver,
  RelationType,
} from "./bound.js";
import type { Catalog } from "./catalog.js";
import { tooDeep, tooLarge } from "./diagnostics.js";
import type { InputList, Scope } from "./scope.js";

/** A table that an operator gives a name, and the operator that makes it in place of that one. */
export interface NamedTable {
  readonly name: string;
  readonly operator: OperatorNode;
}

/** What the binder needs of an operator: its part of `AnyOperator`. */
export interface OperatorBinder {
  readonly kind: string;
  readonly bind: (
    node: { readonly kind: string; readonly span: Span; readonly keyword: Span },
    context: BindContext,
  ) => BoundShape;
  /** Whether it takes no rows, and so stands first only. */
  readonly isSource: (node: OperatorNode) => boolean;
  /** Takes a graph; other operators take tables. */
  readonly takesGraph: boolean;
  /** The tables that it gives as the last operator of a query: for each, the operators in its place. */
  readonly tables?: (node: OperatorNode) => readonly (readonly OperatorNode[])[];
  /** The tables that later statements see, in place of a result. */
  readonly namedTables: (node: OperatorNode) => readonly NamedTable[];
}

/** The parts of the binder that call one another, handed down so that no file imports in a circle. */
export interface Parts {
  expression(expression: Expression, place: Place): BoundExpression;
  /** A call, with all the columns that it yields. */
  call(call: CallExpression, place: Place): BoundExpression;
  /** Whether a call in an aggregate list is one of an aggregate. */
  isAggregate(call: CallExpression, place: Place): boolean;
  pipeline(value: Pipeline | Expression, start: PipelineStart): BoundPipeline;
  /** Operators over rows that are handed in. */
  nested(operators: readonly OperatorNode[], input: RelationType, start: PipelineStart): BoundPipeline;
}

/** Where a pipeline is bound. */
export interface PipelineStart {
  readonly session: Session;
  readonly scope: Scope;
  /** Set for sub-queries over rows that are handed in. */
  readonly given?: RelationType;
}

export interface Session {
  readonly catalog: Catalog;
  readonly operators: ReadonlyMap<string, OperatorBinder>;
  readonly source: SourceText;
  readonly parts: Parts;
  readonly options: Map<string, Cell | true>;
  readonly readsIngestionTime: boolean;
  /** While the rest of a pipeline is bound in a run. */
  readonly resolveOpen: OpenResolver | undefined;
  /** While the body of a stored function is bound: the place of its call, for all that has no place in the query. */
  readonly site: Span | undefined;
  report(diagnostic: Diagnostic): void;
  /** Functions whose bodies are being bound. */
  readonly calling: Set<FunctionDeclaration>;
  /** Functions of the query that are still to be checked as declared, with the scope that each is declared in. */
  readonly unchecked: Map<FunctionDeclaration, Scope>;
  /** Indexes of the columns read, by the columns of each scanned table. */
  readonly usedColumns: Map<readonly Column[], Set<number>>;
  readonly tables: Set<string>;
  readonly counts: SessionCounts;
}

export interface SessionCounts {
  /** Nesting of expressions, sub-queries and called functions at this moment. */
  depth: number;
  /** What the bodies of functions have cost so far, at each call anew: an expression is 1, an operator 10. */
  steps: number;
  /** Volatile calls bound so far. */
  volatile: number;
}

/** Takes the aggregates out of the expressions of an aggregate list; they count over its columns. */
export interface AggregateCollector {
  /** Where the arguments of the aggregates stand. */
  readonly input: Place;
  readonly aggregates: BoundAggregate[];
  /** Columns of all aggregates so far. */
  readonly columns: Column[];
  /** Names of the group keys, which `*` leaves out. */
  readonly keys: readonly string[];
}

/** Where an expression stands: what its names mean, and who takes its sub-queries. */
export interface Place {
  readonly session: Session;
  readonly scope: Scope;
  readonly columns: readonly Column[];
  readonly isOpen: boolean;
  /** Where `columns` are open: takes a name that is none of them in as one, for the rest of the pipeline; its index. */
  readonly infer?: (name: string) => number;
  readonly isSerialized: boolean;
  readonly inputs: InputList;
  /** Set inside the aggregate list of `summarize` and its like, outside of any aggregate. */
  readonly aggregates?: AggregateCollector;
}

/** Where a call stands. */
export interface CallSite {
  readonly session: Session;
  readonly span: Span;
  /** Of the name or the operator, for diagnostics. */
  readonly nameSpan: Span;
}

/** The span of a node, or of the call whose stored function it belongs to. */
export function spanIn(session: Session, span: Span): Span {
  return session.site ?? span;
}

const maxDepth = 600;
const maxSteps = 200_000;
export const operatorCost = 10;

/** Goes one level down; false, after a diagnostic, when that is too deep or the query too large. */
export function enter(session: Session, span: Span): boolean {
  const { counts } = session;
  addSteps(session, 1);
  if (counts.depth >= maxDepth || counts.steps > maxSteps) {
    const at = spanIn(session, span);
    session.report(counts.depth >= maxDepth ? tooDeep(at, maxDepth) : tooLarge(at, maxSteps));
    return false;
  }
  counts.depth++;
  return true;
}

/** The text of the query bounds itself; only functions that call functions can blow it up. */
export function addSteps({ calling, counts }: Session, cost: number): void {
  if (calling.size > 0) counts.steps += cost;
}

export function leave(session: Session): void {
  session.counts.depth--;
}
