/** All tabular operators, for the drivers of binder and executor. */
import { as } from "./as.js";
import { assertSchema } from "./assert-schema.js";
import { consume } from "./consume.js";
import { count } from "./count.js";
import { datatable } from "./datatable.js";
import { distinct } from "./distinct.js";
import { evaluate } from "./evaluate.js";
import { extend } from "./extend.js";
import { facet } from "./facet.js";
import { find } from "./find.js";
import { fork } from "./fork.js";
import { getschema } from "./getschema.js";
import { graphMarkComponents } from "./graph-mark-components.js";
import { graphMatch } from "./graph-match.js";
import { graphShortestPaths } from "./graph-shortest-paths.js";
import { graphToTable } from "./graph-to-table.js";
import { invoke } from "./invoke.js";
import { join } from "./join.js";
import { lookup } from "./lookup.js";
import { makeGraph } from "./make-graph.js";
import { makeSeries } from "./make-series.js";
import { mvApply } from "./mv-apply.js";
import { mvExpand } from "./mv-expand.js";
import type { AnyOperator } from "./operator.js";
import { parse } from "./parse.js";
import { parseKv } from "./parse-kv.js";
import { parseWhere } from "./parse-where.js";
import { partition } from "./partition.js";
import { print } from "./print.js";
import { project } from "./project.js";
import { projectAway } from "./project-away.js";
import { projectByNames } from "./project-by-names.js";
import { projectKeep } from "./project-keep.js";
import { projectRename } from "./project-rename.js";
import { projectReorder } from "./project-reorder.js";
import { range } from "./range.js";
import { reduce } from "./reduce.js";
import { render } from "./render.js";
import { sample } from "./sample.js";
import { sampleDistinct } from "./sample-distinct.js";
import { scan } from "./scan.js";
import { search } from "./search.js";
import { serialize } from "./serialize.js";
import { sort } from "./sort.js";
import { summarize } from "./summarize.js";
import { take } from "./take.js";
import { top } from "./top.js";
import { topHitters } from "./top-hitters.js";
import { topNested } from "./top-nested.js";
import { union } from "./union.js";
import { where } from "./where.js";

export const operators: readonly AnyOperator[] = [
  as,
  assertSchema,
  consume,
  count,
  datatable,
  distinct,
  evaluate,
  extend,
  facet,
  find,
  fork,
  getschema,
  graphMarkComponents,
  graphMatch,
  graphShortestPaths,
  graphToTable,
  invoke,
  join,
  lookup,
  makeGraph,
  makeSeries,
  mvApply,
  mvExpand,
  parse,
  parseKv,
  parseWhere,
  partition,
  print,
  project,
  projectAway,
  projectByNames,
  projectKeep,
  projectRename,
  projectReorder,
  range,
  reduce,
  render,
  sample,
  sampleDistinct,
  scan,
  search,
  serialize,
  sort,
  summarize,
  take,
  top,
  topHitters,
  topNested,
  union,
  where,
];

export const operatorTable: ReadonlyMap<string, AnyOperator> = new Map(
  operators.map((operator) => [operator.kind, operator]),
);
