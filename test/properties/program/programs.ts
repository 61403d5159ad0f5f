/** Random programs that bind: a source, then operators, each chosen for the columns that the one before leaves. */
import type { Column } from "../../../src/bind/bound.js";
import type { TableSchema } from "../../../src/engine/catalog.js";
import { compile } from "../../../src/engine/compile.js";
import { type Choice, chance, pick } from "./choice.js";
import type { Scope } from "./expressions.js";
import { generatedSource, operator, type ProgramOptions } from "./operators.js";
import { columnsOfTable, tableNames } from "./tables.js";

export const tableSchemas: Readonly<Record<string, TableSchema>> = Object.fromEntries(
  tableNames.map((name) => [name, Object.fromEntries(columnsOfTable(name).map((c) => [c.name, c.type]))]),
);

export interface Program {
  readonly text: string;
  /** What was tried and refused while binding, with the codes. */
  readonly refused: readonly (readonly [text: string, code: string])[];
}

/** Columns of the result; undefined when the text does not bind. */
function boundColumns(text: string): readonly Column[] | undefined {
  return compile(text, { schemas: tableSchemas }).columns;
}

export function program(choice: Choice, options: ProgramOptions = {}): Program {
  return grown(choice, options, 1 + choice.below(4), 2);
}

function grown(choice: Choice, options: ProgramOptions, length: number, depth: number): Program {
  let text = chance(choice, 10) ? generatedSource({ choice, columns: [] }) : pick(choice, tableNames);
  const refused: [string, string][] = [];
  const subquery = (): string =>
    grown(choice, options, choice.below(3), depth - 1).text.replaceAll("\n", " ");
  let columns = boundColumns(text) ?? [];
  for (let made = 0; made < length; made++) {
    for (let tries = 0; tries < 6; tries++) {
      const scope: Scope = { choice, columns, ...(depth > 1 ? { subquery } : {}) };
      const inner = { ...scope, operator: () => operator(scope, options) };
      const longer = `${text}\n| ${operator(inner, options)}`;
      const { diagnostics, columns: next } = compile(longer, { schemas: tableSchemas });
      if (next === undefined || next.length === 0) {
        refused.push([longer, diagnostics.find(({ severity }) => severity === "error")?.code ?? "none"]);
        continue;
      }
      text = longer;
      columns = next;
      break;
    }
  }
  return { text, refused };
}

/** The first of some texts for which the query made of it binds; else the one that surely does. */
export function binding(make: () => string, query: (text: string) => string, otherwise: string): string {
  for (let tries = 0; tries < 8; tries++) {
    const text = make();
    if (boundColumns(query(text)) !== undefined) return text;
  }
  return otherwise;
}
