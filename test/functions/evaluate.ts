/** Evaluates expressions as the engine does: parsed, bound with overloads and folding, run over a batch of one row. */
import { bindCall, isAggregateHere } from "../../src/bind/call.js";
import { bindExpression } from "../../src/bind/expression.js";
import { bindNested, bindPipeline } from "../../src/bind/pipeline.js";
import { InputList, newScope } from "../../src/bind/scope.js";
import type { Session } from "../../src/bind/session.js";
import { seededRandom } from "../../src/engine/random.js";
import { Evaluator } from "../../src/exec/evaluate.js";
import { operatorSyntaxTable } from "../../src/syntax/operator-syntax.js";
import { parseQuery } from "../../src/syntax/parse.js";
import type { Diagnostic } from "../../src/text/diagnostic.js";
import { parseDatetime } from "../../src/types/datetime.js";
import { exportCell } from "../../src/types/export.js";
import type { KqlType } from "../../src/types/kql-type.js";
import type { Cell } from "../../src/types/value.js";
import { Batch } from "../../src/vector/batch.js";
import { cellAt } from "../../src/vector/vector.js";

export interface Evaluated {
  readonly type: KqlType;
  readonly cell: Cell;
}

/** The clock of these tests. */
export const now = "2026-04-06T12:00:00Z";

const syntax = operatorSyntaxTable([]);
const none = { table: () => undefined, function: () => undefined, watchlist: () => undefined };
const catalog = { ...none, tableNames: () => [], functionNames: () => [], watchlistNames: () => [] };
const parts = {
  expression: bindExpression,
  call: bindCall,
  isAggregate: isAggregateHere,
  pipeline: bindPipeline,
  nested: bindNested,
};

function sessionFor(text: string, report: (diagnostic: Diagnostic) => void): Session {
  return {
    catalog,
    operators: new Map(),
    source: { name: "query", text },
    parts,
    options: new Map(),
    readsIngestionTime: false,
    resolveOpen: undefined,
    site: undefined,
    report,
    usedColumns: new Map(),
    tables: new Set(),
    counts: { depth: 0, steps: 0, volatile: 0 },
  };
}

/** The value of an expression without columns. @throws Error with the code and message of its first mistake */
export function evaluate(expression: string): Evaluated {
  const text = `let it = ${expression};`;
  const { query, diagnostics } = parseQuery(text, syntax);
  const found = [...diagnostics];
  const [statement] = query.statements;
  if (statement?.kind !== "let") throw new Error(`${expression}: ${found[0]?.code} ${found[0]?.message}`);
  const session = sessionFor(text, (diagnostic) => found.push(diagnostic));
  const place = {
    session,
    scope: newScope(),
    columns: [],
    isOpen: false,
    isSerialized: false,
    inputs: new InputList(),
  };
  const bound = bindExpression(statement.value as never, place); // a let of the tests holds an expression
  const mistake = found.find(({ severity }) => severity === "error");
  if (mistake !== undefined) throw new Error(`${expression}: ${mistake.code} ${mistake.message}`);
  const fail = (diagnostic: Diagnostic): never => {
    throw new Error(`${expression}: ${diagnostic.code} ${diagnostic.message}`);
  };
  const environment = { now: parseDatetime(now) ?? 0, random: seededRandom(1), maxStringLength: 1_000_000 };
  const vector = new Evaluator({ environment, fail }).evaluate(bound, Batch.of(1, []), []);
  return { type: bound.type, cell: cellAt(vector, 0) };
}

/** The public form of an expression's value. */
export function resultOf(expression: string): unknown {
  const { type, cell } = evaluate(expression);
  return exportCell(cell, type);
}
