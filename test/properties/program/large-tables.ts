/** Tables of many rows and of many distinct values, and ways in which such come to the engine. */

import { renamedTable } from "../../../src/engine/loaded-table.js";
import { Workspace } from "../../../src/engine/workspace.js";
import { printDatetime } from "../../../src/types/datetime.js";
import { printJson } from "../../../src/types/json.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import { decimalOf, printReal } from "../../../src/types/numbers.js";
import { printTimespan } from "../../../src/types/timespan.js";
import type { Cell, DynamicValue } from "../../../src/types/value.js";
import { loadText } from "../../engine/load/load-text.js";
import { valuesOf } from "./cells.js";
import { type Choice, pick, times } from "./choice.js";
import { limits } from "./outcome.js";
import { columnsOfTable, type RandomTable, tableNames } from "./tables.js";

/** Random numbers that cost little; they do not shrink. */
function seeded(choice: Choice): Choice {
  let state = choice.below(2 ** 31);
  return {
    below(bound) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    },
  };
}

/** One of a thousand cells of a type, near one another or far apart. */
const manifold: Readonly<Record<KqlType, (n: number, isFar: boolean) => Cell>> = {
  bool: (n) => n % 2 === 0,
  int: (n, isFar) => (isFar ? (n - 500) * 4_000_000 : n - 500),
  long: (n, isFar) => (isFar ? BigInt(n - 500) * 18_000_000_000_000_000n : n - 500),
  real: (n, isFar) => (isFar ? (n - 500) * 10 ** ((n % 600) - 300) : (n - 500) / 8),
  decimal: (n) => decimalOf((n - 500) / 8),
  string: (n, isFar) => (isFar ? `${n % 7} Näme-${n}.${n % 3}@x` : `u${n}`),
  datetime: (n, isFar) => (n - 500) * (isFar ? 864_000_000_000_000 : 36_000_000_000),
  timespan: (n, isFar) => (n - 500) * (isFar ? 864_000_000_000_000 : 10_000_000),
  guid: (n) => `74be27de-1e4e-49d9-b579-${String(n).padStart(12, "0")}`,
  dynamic: (n, isFar) =>
    isFar ? { a: n, b: `x${n % 40}`, c: { b: [n % 3, n % 5] } } : n % 3 === 0 ? `t${n}` : [n, n % 4],
};

/** What a file holds as it is: no times inside dynamic values, which are text there, and no empty text, which is null. */
const isPlain = (cell: Cell, type: KqlType): boolean =>
  type !== "dynamic" || (cell !== "" && !printJson(cell as DynamicValue).includes("T00:00:00"));

/** Each column has a few odd values, and mostly one of 1 to 1000 others. */
export function largeTables(choice: Choice, size: number): RandomTable[] {
  const random = seeded(choice);
  return tableNames.map((name) => {
    const columns = columnsOfTable(name);
    const makers = columns.map(({ type }) => {
      const odd = times(1 + random.below(4), () => pick(random, valuesOf(type))).filter(({ cell }) =>
        isPlain(cell, type),
      );
      const oddShare = pick(random, [0, 0, 5, 50, 100]);
      const distinct = pick(random, [1, 3, 20, 300, 1000]);
      const isFar = random.below(2) === 0;
      return () =>
        odd.length > 0 && random.below(100) < oddShare
          ? pick(random, odd)
          : { literal: "", cell: manifold[type](random.below(distinct), isFar) };
    });
    const count = name === "T" ? size : random.below(Math.min(size, 40));
    return { name, columns, rows: times(count, () => makers.map((make) => make())) };
  });
}

/** A cell as the text of a JSON value; undefined for one that is left out. */
function jsonOf(type: KqlType, cell: Cell): string | undefined {
  if (cell === null) return undefined;
  switch (type) {
    case "real":
      return Number.isFinite(cell) ? printReal(cell as number) : JSON.stringify(printReal(cell as number));
    case "decimal":
      return JSON.stringify(String(cell));
    case "datetime":
      return JSON.stringify(printDatetime(cell as number));
    case "timespan":
      return JSON.stringify(printTimespan(cell as number));
    case "dynamic":
      return printJson(cell as DynamicValue);
    case "string":
    case "guid":
      return JSON.stringify(cell);
    default:
      return String(cell);
  }
}

function jsonLine({ columns }: RandomTable, row: RandomTable["rows"][number]): string {
  const slots = columns.flatMap(({ name, type }, at) => {
    const text = jsonOf(type, row[at].cell);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${slots.join(",")}}`;
}

/** Tables as a JSON file gives them. */
export function fileWorkspace(tables: readonly RandomTable[]): Workspace {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z", limits });
  for (const table of tables) {
    const text = table.rows.map((row) => jsonLine(table, row)).join("\n");
    workspace.addLoadedTable(renamedTable(loadText(text, { known: table.columns }), table.name));
  }
  return workspace;
}

/** Tables as JavaScript objects give them. */
export function objectWorkspace(tables: readonly RandomTable[]): Workspace {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z", limits });
  for (const { name, columns, rows } of tables) {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((column, at) => [column.name, objectOf(column.type, row[at].cell)])),
    );
    const schema = Object.fromEntries(columns.map((column) => [column.name, column.type]));
    workspace.addTable(name, objects, { schema });
  }
  return workspace;
}

function objectOf(type: KqlType, cell: Cell): unknown {
  if (cell === null) return null;
  switch (type) {
    case "decimal":
      return String(cell);
    case "datetime":
      return printDatetime(cell as number);
    case "timespan":
      return printTimespan(cell as number);
    default:
      return cell;
  }
}
