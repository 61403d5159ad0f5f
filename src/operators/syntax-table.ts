/** The syntax of all tabular operators, as the parser and the printer take it. */
import { type OperatorSyntaxTable, operatorSyntaxTable } from "../syntax/operator-syntax.js";
import { asSyntax } from "./as.js";
import { assertSchemaSyntax } from "./assert-schema.js";
import { consumeSyntax } from "./consume.js";
import { countSyntax } from "./count.js";
import { distinctSyntax } from "./distinct.js";
import { evaluateSyntax } from "./evaluate.js";
import { extendSyntax } from "./extend.js";
import { facetSyntax } from "./facet.js";
import { findSyntax } from "./find.js";
import { forkSyntax } from "./fork.js";
import { getschemaSyntax } from "./getschema.js";
import { graphMarkComponentsSyntax } from "./graph-mark-components.js";
import { graphMatchSyntax } from "./graph-match.js";
import { graphShortestPathsSyntax } from "./graph-shortest-paths.js";
import { graphToTableSyntax } from "./graph-to-table.js";
import { graphWhereEdgesSyntax } from "./graph-where-edges.js";
import { graphWhereNodesSyntax } from "./graph-where-nodes.js";
import { invokeSyntax } from "./invoke.js";
import { joinSyntax } from "./join.js";
import { lookupSyntax } from "./lookup.js";
import { macroExpandSyntax } from "./macro-expand.js";
import { makeGraphSyntax } from "./make-graph.js";
import { makeSeriesSyntax } from "./make-series.js";
import { mvApplySyntax } from "./mv-apply.js";
import { mvExpandSyntax } from "./mv-expand.js";
import { parseSyntax } from "./parse.js";
import { parseKvSyntax } from "./parse-kv.js";
import { parseWhereSyntax } from "./parse-where.js";
import { partitionSyntax } from "./partition.js";
import { printSyntax } from "./print.js";
import { projectSyntax } from "./project.js";
import { projectAwaySyntax } from "./project-away.js";
import { projectByNamesSyntax } from "./project-by-names.js";
import { projectKeepSyntax } from "./project-keep.js";
import { projectRenameSyntax } from "./project-rename.js";
import { projectReorderSyntax } from "./project-reorder.js";
import { rangeSyntax } from "./range.js";
import { reduceSyntax } from "./reduce.js";
import { renderSyntax } from "./render.js";
import { sampleSyntax } from "./sample.js";
import { sampleDistinctSyntax } from "./sample-distinct.js";
import { scanSyntax } from "./scan.js";
import { searchSyntax } from "./search.js";
import { serializeSyntax } from "./serialize.js";
import { sortSyntax } from "./sort.js";
import { summarizeSyntax } from "./summarize.js";
import { takeSyntax } from "./take.js";
import { topSyntax } from "./top.js";
import { topHittersSyntax } from "./top-hitters.js";
import { topNestedSyntax } from "./top-nested.js";
import { unionSyntax } from "./union.js";
import { whereSyntax } from "./where.js";

export const operatorSyntax: OperatorSyntaxTable = operatorSyntaxTable([
  asSyntax,
  assertSchemaSyntax,
  consumeSyntax,
  countSyntax,
  distinctSyntax,
  evaluateSyntax,
  extendSyntax,
  facetSyntax,
  findSyntax,
  forkSyntax,
  getschemaSyntax,
  graphMarkComponentsSyntax,
  graphMatchSyntax,
  graphShortestPathsSyntax,
  graphToTableSyntax,
  graphWhereEdgesSyntax,
  graphWhereNodesSyntax,
  invokeSyntax,
  joinSyntax,
  lookupSyntax,
  macroExpandSyntax,
  makeGraphSyntax,
  makeSeriesSyntax,
  mvApplySyntax,
  mvExpandSyntax,
  parseKvSyntax,
  parseWhereSyntax,
  parseSyntax,
  partitionSyntax,
  printSyntax,
  projectAwaySyntax,
  projectByNamesSyntax,
  projectKeepSyntax,
  projectRenameSyntax,
  projectReorderSyntax,
  projectSyntax,
  rangeSyntax,
  reduceSyntax,
  renderSyntax,
  sampleDistinctSyntax,
  sampleSyntax,
  scanSyntax,
  searchSyntax,
  serializeSyntax,
  sortSyntax,
  summarizeSyntax,
  takeSyntax,
  topHittersSyntax,
  topNestedSyntax,
  topSyntax,
  unionSyntax,
  whereSyntax,
]);
