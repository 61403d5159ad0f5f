/** Which source columns a rule's query reads, and what it compares them with. */
import type { BoundCall, BoundExpression, BoundQuery } from "../../bind/bound.js";
import { Workspace } from "../../engine/workspace.js";
import { partsOf } from "../../exec/expression-traits.js";
import type { DetectionRule } from "../../rules/detection-rule.js";
import {
  type ColumnInfo,
  type ColumnOrigin,
  expressionInfo,
  expressionOrigin,
} from "../../rules/plan/column-origin.js";
import { isWhere, partsOfOperator } from "../../rules/plan/operator-shapes.js";
import { visitPlan } from "../../rules/plan/visit-plan.js";
import { builtinTable } from "../../schemas/schemas.js";
import { KqlError } from "../../text/errors.js";
import { exportCell } from "../../types/export.js";
import type { KqlType } from "../../types/kql-type.js";
import { isDynamicArray } from "../../types/value.js";

export interface ColumnUse {
  readonly column: string;
  /** Path into a dynamic column; empty for the column itself. */
  readonly path: readonly (string | number)[];
  readonly type: KqlType;
  /** A `where` depends on it. */
  readonly isFiltered: boolean;
  /** Literals that values from here are compared with, as they would stand in a row. */
  readonly literals: readonly unknown[];
}

export interface TableUse {
  readonly table: string;
  readonly uses: readonly ColumnUse[];
}

export interface RuleUses {
  readonly tables: readonly TableUse[];
  /** The largest whole number that an aggregate is compared with: about as many rows are needed. 0: none. */
  readonly largestCount: number;
}

/** Comparisons whose right sides, put into the column, make them true. */
const matchingOperators = new Set(
  "== =~ in in~ has has_cs has_any has_all hasprefix hassuffix contains contains_cs startswith startswith_cs endswith endswith_cs".split(
    " ",
  ),
);

/** Comparisons that a number on either side of the literal decides. */
const orderOperators = new Set(["<", "<=", ">", ">="]);

const uses = new WeakMap<DetectionRule, RuleUses>();

/** @throws KqlError when the rule's query does not bind. */
export function usesOfRule(detection: DetectionRule): RuleUses {
  let known = uses.get(detection);
  if (known === undefined) {
    known = readUses(detection);
    uses.set(detection, known);
  }
  return known;
}

function readUses({ rule }: DetectionRule): RuleUses {
  const bound = new Workspace().bind(rule.query.text, rule.source.name);
  const errors = bound.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new KqlError(errors, bound.source);
  return usesOfQuery(bound.query);
}

/** By plan, which the cases of a test file share. */
const usesOfPlans = new WeakMap<BoundQuery, RuleUses>();

/** As `usesOfRule`, of a bound query. */
export function usesOfQuery(query: BoundQuery): RuleUses {
  let uses = usesOfPlans.get(query);
  if (uses === undefined) {
    uses = collectUses(query);
    usesOfPlans.set(query, uses);
  }
  return uses;
}

function collectUses({ results }: BoundQuery): RuleUses {
  const collector = new UseCollector();
  visitPlan(results, {
    source: (source) => {
      if (source.kind === "scan") collector.table(source.table);
    },
    operator: ({ operator, input }) => {
      collector.isInFilter = isWhere(operator);
      for (const expression of partsOfOperator(operator).expressions) collector.expression(expression, input);
    },
  });
  return { tables: collector.result(), largestCount: collector.largestCount };
}

interface FoundUse {
  readonly use: Omit<ColumnUse, "literals" | "isFiltered">;
  readonly literals: Set<unknown>;
  isFiltered: boolean;
}

class UseCollector {
  isInFilter = false;
  largestCount = 0;
  private readonly tables = new Map<string, Map<string, FoundUse>>();

  table(name: string): void {
    if (!this.tables.has(name)) this.tables.set(name, new Map());
  }

  expression(expression: BoundExpression, columns: readonly ColumnInfo[]): void {
    const origin = expressionOrigin(expression, columns);
    if (origin !== undefined) this.add(origin, []);
    if (expression.kind === "call" && matchingOperators.has(expression.name))
      this.comparison(expression, columns, literalsOf);
    if (expression.kind === "call" && orderOperators.has(expression.name))
      this.comparison(expression, columns, numbersAround);
    for (const part of partsOf(expression)) this.expression(part, columns);
  }

  private comparison(
    { args: [left, ...right] }: BoundCall,
    columns: readonly ColumnInfo[],
    valuesOf: (literal: BoundExpression) => readonly unknown[],
  ): void {
    if (left === undefined) return;
    const { origin, aggregate } = expressionInfo(left, columns);
    if (origin !== undefined) this.add(origin, right.flatMap(valuesOf));
    if (aggregate === undefined) return;
    for (const literal of right.flatMap(literalsOf))
      if (Number.isSafeInteger(literal)) this.largestCount = Math.max(this.largestCount, Number(literal));
  }

  private add(origin: ColumnOrigin, literals: readonly unknown[]): void {
    // What an aggregate makes of a column says nothing about its values.
    if (origin.through.some((name) => !plainFunctions.has(name))) return;
    this.table(origin.table);
    const columns = this.tables.get(origin.table);
    const key = JSON.stringify([origin.column, origin.path]);
    const type = origin.path.length > 0 ? "dynamic" : typeOfColumn(origin);
    const use = { column: origin.column, path: origin.path, type };
    const known: FoundUse = columns?.get(key) ?? { use, literals: new Set(), isFiltered: false };
    known.isFiltered ||= this.isInFilter;
    for (const literal of literals) known.literals.add(literal);
    columns?.set(key, known);
  }

  result(): TableUse[] {
    return [...this.tables].map(([table, columns]) => ({
      table,
      uses: withoutContainers(
        [...columns.values()].map(({ use, literals, isFiltered }) => ({
          ...use,
          isFiltered,
          literals: [...literals],
        })),
      ),
    }));
  }
}

/** Functions after which a value still is what the rule compares. */
const plainFunctions = new Set(["tostring", "tolower", "toupper", "trim", "toint", "tolong"]);

/** `InitiatedBy` is made by its parts when the rule reads parts of it. */
function withoutContainers(list: readonly ColumnUse[]): ColumnUse[] {
  return list.filter(
    (use) =>
      !list.some(
        (other) =>
          other.column === use.column &&
          other.path.length > use.path.length &&
          use.path.every((step, at) => other.path[at] === step),
      ),
  );
}

function typeOfColumn({ table, column }: ColumnOrigin): KqlType {
  return builtinTable(table)?.columns.find(({ name }) => name === column)?.type ?? "string";
}

/** A whole number and its neighbours: one of them is on either side of any boundary. */
function numbersAround(expression: BoundExpression): unknown[] {
  const [literal] = literalsOf(expression);
  return typeof literal === "number" && Number.isInteger(literal) ? [literal - 1, literal, literal + 1] : [];
}

function literalsOf(expression: BoundExpression): unknown[] {
  if (expression.kind !== "constant" || expression.value === null) return [];
  if (isDynamicArray(expression.value)) return expression.value.map((item) => exportCell(item, "dynamic"));
  return [exportCell(expression.value, expression.type)];
}
