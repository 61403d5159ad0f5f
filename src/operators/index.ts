/** All tabular operators, for the drivers of binder and executor. */
import { count } from "./count.js";
import { datatable } from "./datatable.js";
import { distinct } from "./distinct.js";
import { extend } from "./extend.js";
import type { AnyOperator } from "./operator.js";
import { print } from "./print.js";
import { project } from "./project.js";
import { serialize } from "./serialize.js";
import { sort } from "./sort.js";
import { summarize } from "./summarize.js";
import { take } from "./take.js";
import { top } from "./top.js";
import { where } from "./where.js";

export const operators: readonly AnyOperator[] = [
  count,
  datatable,
  distinct,
  extend,
  print,
  project,
  serialize,
  sort,
  summarize,
  take,
  top,
  where,
];

export const operatorTable: ReadonlyMap<string, AnyOperator> = new Map(
  operators.map((operator) => [operator.kind, operator]),
);
