/**
 * Rules of the tabular operators, one or a few each, in alphabetical order. An operator is added here, to the list in
 * `parser.ts`, and in a file of `src/operators/`.
 */
import { ExpressionRules, type Rule } from "./expression-rules.js";
import { kw } from "./keyword-tokens.js";
import {
  AnyWord,
  Assign,
  CloseBrace,
  CloseBracket,
  CloseParen,
  Colon,
  Comma,
  DotDot,
  FatArrow,
  Greater,
  Less,
  LongLiteral,
  Minus,
  OpenBrace,
  OpenBracket,
  OpenParen,
  Semicolon,
  SeriesIn,
  Star,
  StringToken,
} from "./tokens.js";

export abstract class OperatorRules extends ExpressionRules {
  protected abstract readonly statements: Rule;
  protected abstract readonly parameterList: Rule;
  protected abstract readonly subPipeline: Rule;

  protected readonly asOperator: Rule = this.RULE("asOperator", () => {
    this.CONSUME(kw.as);
    this.MANY(() => this.SUBRULE(this.hint));
    this.SUBRULE(this.name);
  });

  protected readonly assertSchemaOperator: Rule = this.RULE("assertSchemaOperator", () => {
    this.CONSUME(kw.assertSchema);
    this.SUBRULE(this.rowSchema);
  });

  protected readonly consumeOperator: Rule = this.RULE("consumeOperator", () => {
    this.CONSUME(kw.consume);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
  });

  protected readonly countOperator: Rule = this.RULE("countOperator", () => {
    this.CONSUME(kw.count);
    this.OPTION(() => {
      this.CONSUME(kw.as);
      this.SUBRULE(this.name);
    });
  });

  protected readonly distinctOperator: Rule = this.RULE("distinctOperator", () => {
    this.CONSUME(kw.distinct);
    this.MANY(() => this.SUBRULE(this.hint));
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly evaluateOperator: Rule = this.RULE("evaluateOperator", () => {
    this.CONSUME(kw.evaluate);
    this.MANY(() => this.SUBRULE(this.hint));
    this.SUBRULE(this.operand);
    this.OPTION(() => {
      this.CONSUME(Colon);
      this.SUBRULE(this.rowSchema);
    });
  });

  protected readonly extendOperator: Rule = this.RULE("extendOperator", () => {
    this.CONSUME(kw.extend);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly facetOperator: Rule = this.RULE("facetOperator", () => {
    this.CONSUME(kw.facet);
    this.CONSUME(kw.by);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
    this.OPTION(() => {
      this.CONSUME(kw.with);
      this.OR([
        { ALT: () => this.SUBRULE(this.subPipeline) },
        { ALT: () => this.SUBRULE(this.tabularOperator) },
      ]);
    });
  });

  protected readonly findOperator: Rule = this.RULE("findOperator", () => {
    this.CONSUME(kw.find);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.OR([
      {
        ALT: () => {
          this.SUBRULE(this.tableList);
          this.CONSUME(kw.where);
        },
      },
      { ALT: () => this.OPTION(() => this.CONSUME1(kw.where)) },
    ]);
    this.SUBRULE(this.expression);
    this.OPTION2(() => {
      this.OR1([
        {
          ALT: () => {
            this.CONSUME(kw.project);
            this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.findColumn) });
          },
        },
        { ALT: () => this.CONSUME(kw.projectSmart) },
        {
          ALT: () => {
            this.CONSUME(kw.projectAway);
            this.AT_LEAST_ONE_SEP1({ SEP: Comma, DEF: () => this.SUBRULE1(this.wildcardColumn) });
          },
        },
      ]);
    });
  });

  protected readonly findColumn: Rule = this.RULE("findColumn", () => {
    this.SUBRULE(this.operand);
    this.OPTION(() => {
      this.CONSUME(Colon);
      this.CONSUME(AnyWord);
    });
  });

  protected readonly forkOperator: Rule = this.RULE("forkOperator", () => {
    this.CONSUME(kw.fork);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.forkBranch));
  });

  protected readonly forkBranch: Rule = this.RULE("forkBranch", () => {
    this.OPTION(() => {
      this.SUBRULE(this.name);
      this.CONSUME(Assign);
    });
    this.SUBRULE(this.subPipeline);
  });

  protected readonly getschemaOperator: Rule = this.RULE("getschemaOperator", () => {
    this.CONSUME(kw.getschema);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
  });

  protected readonly graphMarkComponentsOperator: Rule = this.RULE("graphMarkComponentsOperator", () => {
    this.CONSUME(kw.graphMarkComponents);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
  });

  protected readonly graphMatchOperator: Rule = this.RULE("graphMatchOperator", () => {
    this.CONSUME(kw.graphMatch);
    this.SUBRULE(this.graphQuery);
  });

  protected readonly graphShortestPathsOperator: Rule = this.RULE("graphShortestPathsOperator", () => {
    this.CONSUME(kw.graphShortestPaths);
    this.SUBRULE(this.graphQuery);
  });

  protected readonly graphQuery: Rule = this.RULE("graphQuery", () => {
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.graphPattern) });
    this.OPTION(() => {
      this.CONSUME(kw.where);
      this.SUBRULE(this.expression);
    });
    this.OPTION1(() => {
      this.CONSUME(kw.project);
      this.AT_LEAST_ONE_SEP1({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
    });
  });

  protected readonly graphPattern: Rule = this.RULE("graphPattern", () => {
    this.SUBRULE(this.graphNode);
    this.MANY(() => {
      this.SUBRULE(this.graphEdge);
      this.SUBRULE1(this.graphNode);
    });
  });

  protected readonly graphNode: Rule = this.RULE("graphNode", () => {
    this.CONSUME(OpenParen);
    this.OPTION(() => this.SUBRULE(this.name));
    this.CONSUME(CloseParen);
  });

  /** `-->`, `<--`, `--`, `-[e]->`, `<-[e*1..3]-`, `-[e]-`. */
  protected readonly graphEdge: Rule = this.RULE("graphEdge", () => {
    this.OPTION(() => this.CONSUME(Less));
    this.CONSUME(Minus);
    this.OPTION1(() => {
      this.CONSUME(OpenBracket);
      this.OPTION2(() => this.SUBRULE(this.name));
      this.OPTION3(() => {
        this.CONSUME(Star);
        this.CONSUME(LongLiteral, { LABEL: "low" });
        this.CONSUME(DotDot);
        this.CONSUME1(LongLiteral, { LABEL: "high" });
      });
      this.CONSUME(CloseBracket);
    });
    this.CONSUME1(Minus);
    this.OPTION4(() => this.CONSUME(Greater));
  });

  protected readonly graphToTableOperator: Rule = this.RULE("graphToTableOperator", () => {
    this.CONSUME(kw.graphToTable);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.graphOutput) });
  });

  protected readonly graphOutput: Rule = this.RULE("graphOutput", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.nodes) }, { ALT: () => this.CONSUME(kw.edges) }]);
    this.OPTION(() => {
      this.CONSUME(kw.as);
      this.SUBRULE(this.name);
    });
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
  });

  protected readonly graphWhereEdgesOperator: Rule = this.RULE("graphWhereEdgesOperator", () => {
    this.CONSUME(kw.graphWhereEdges);
    this.SUBRULE(this.expression);
  });

  protected readonly graphWhereNodesOperator: Rule = this.RULE("graphWhereNodesOperator", () => {
    this.CONSUME(kw.graphWhereNodes);
    this.SUBRULE(this.expression);
  });

  protected readonly invokeOperator: Rule = this.RULE("invokeOperator", () => {
    this.CONSUME(kw.invoke);
    this.SUBRULE(this.operand);
  });

  protected readonly joinOperator: Rule = this.RULE("joinOperator", () => {
    this.CONSUME(kw.join);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.SUBRULE(this.tableReference);
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.on);
            this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.where);
            this.SUBRULE1(this.expression, { LABEL: "condition" });
          },
        },
      ]);
    });
  });

  protected readonly lookupOperator: Rule = this.RULE("lookupOperator", () => {
    this.CONSUME(kw.lookup);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.SUBRULE(this.tableReference);
    this.CONSUME(kw.on);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
  });

  protected readonly macroExpandOperator: Rule = this.RULE("macroExpandOperator", () => {
    this.CONSUME(kw.macroExpand);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.SUBRULE(this.operand);
    this.CONSUME(kw.as);
    this.SUBRULE(this.name);
    this.CONSUME(OpenParen);
    this.SUBRULE(this.statements);
    this.CONSUME(CloseParen);
  });

  protected readonly makeGraphOperator: Rule = this.RULE("makeGraphOperator", () => {
    this.CONSUME(kw.makeGraph);
    this.SUBRULE(this.name, { LABEL: "source" });
    this.CONSUME(Minus);
    this.CONSUME1(Minus);
    this.OPTION(() => this.CONSUME(Greater));
    this.SUBRULE1(this.name, { LABEL: "target" });
    this.OPTION1(() => {
      this.CONSUME(kw.with);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.graphTable) });
    });
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.OPTION2(() => {
      this.CONSUME(kw.partitionedBy);
      this.SUBRULE2(this.name, { LABEL: "partition" });
      this.SUBRULE(this.subPipeline);
    });
  });

  protected readonly graphTable: Rule = this.RULE("graphTable", () => {
    this.SUBRULE(this.tableReference);
    this.CONSUME(kw.on);
    this.SUBRULE(this.name);
  });

  protected readonly makeSeriesOperator: Rule = this.RULE("makeSeriesOperator", () => {
    this.CONSUME(kw.makeSeries);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.kindOrHint) });
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.seriesAggregate) });
    this.CONSUME(kw.on);
    this.SUBRULE(this.namedExpression, { LABEL: "axis" });
    this.OR([
      {
        ALT: () => {
          this.OPTION(() => {
            this.CONSUME(kw.from);
            this.SUBRULE(this.expression, { LABEL: "from" });
          });
          this.OPTION1(() => {
            this.CONSUME(kw.to);
            this.SUBRULE1(this.expression, { LABEL: "to" });
          });
          this.CONSUME(kw.step);
          this.SUBRULE2(this.expression, { LABEL: "step" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(SeriesIn);
          this.CONSUME(kw.range);
          this.SUBRULE(this.callArguments);
        },
      },
    ]);
    this.OPTION2(() => {
      this.CONSUME(kw.by);
      this.AT_LEAST_ONE_SEP1({ SEP: Comma, DEF: () => this.SUBRULE1(this.namedExpression, { LABEL: "by" }) });
    });
  });

  protected readonly seriesAggregate: Rule = this.RULE("seriesAggregate", () => {
    this.SUBRULE(this.namedExpression);
    this.OPTION(() => {
      this.CONSUME(kw.default);
      this.CONSUME(Assign);
      this.SUBRULE(this.expression);
    });
  });

  protected readonly mvApplyOperator: Rule = this.RULE("mvApplyOperator", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.mvApply) }, { ALT: () => this.CONSUME(kw.mvapply) }]);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.expandParameter) });
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expandedColumn) });
    this.OPTION(() => this.SUBRULE(this.rowLimit));
    this.CONSUME(kw.on);
    this.SUBRULE(this.subPipeline);
  });

  protected readonly mvExpandOperator: Rule = this.RULE("mvExpandOperator", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.mvExpand) }, { ALT: () => this.CONSUME(kw.mvexpand) }]);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.expandParameter) });
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expandedColumn) });
    this.OPTION(() => this.SUBRULE(this.rowLimit));
  });

  protected readonly expandedColumn: Rule = this.RULE("expandedColumn", () => {
    this.SUBRULE(this.namedExpression);
    this.OPTION(() => {
      this.CONSUME(kw.to);
      this.SUBRULE(this.typeofExpression);
    });
  });

  protected readonly rowLimit: Rule = this.RULE("rowLimit", () => {
    this.CONSUME(kw.limit);
    this.SUBRULE(this.expression);
  });

  protected readonly parseOperator: Rule = this.RULE("parseOperator", () => {
    this.CONSUME(kw.parse);
    this.SUBRULE(this.parseTail);
  });

  protected readonly parseWhereOperator: Rule = this.RULE("parseWhereOperator", () => {
    this.CONSUME(kw.parseWhere);
    this.SUBRULE(this.parseTail);
  });

  protected readonly parseTail: Rule = this.RULE("parseTail", () => {
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.SUBRULE(this.expression);
    this.CONSUME(kw.with);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.parsePart));
  });

  protected readonly parsePart: Rule = this.RULE("parsePart", () => {
    this.OR([
      { ALT: () => this.CONSUME(Star) },
      { ALT: () => this.CONSUME(StringToken) },
      {
        ALT: () => {
          this.SUBRULE(this.declaredName);
          this.OPTION(() => {
            this.CONSUME(Colon);
            this.CONSUME(AnyWord);
          });
        },
      },
    ]);
  });

  protected readonly parseKvOperator: Rule = this.RULE("parseKvOperator", () => {
    this.CONSUME(kw.parseKv);
    this.SUBRULE(this.expression);
    this.CONSUME(kw.as);
    this.SUBRULE(this.rowSchema);
    this.OPTION(() => this.SUBRULE(this.withProperties));
  });

  protected readonly partitionOperator: Rule = this.RULE("partitionOperator", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.partition);
          this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
          this.CONSUME(kw.by);
        },
      },
      { ALT: () => this.CONSUME(kw.partitionby) },
    ]);
    this.SUBRULE(this.namePath);
    this.OR1([
      { ALT: () => this.SUBRULE(this.subPipeline) },
      {
        ALT: () => {
          this.CONSUME(OpenBrace);
          this.SUBRULE(this.pipeline);
          this.CONSUME(CloseBrace);
        },
      },
    ]);
  });

  protected readonly printOperator: Rule = this.RULE("printOperator", () => {
    this.CONSUME(kw.print);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly projectOperator: Rule = this.RULE("projectOperator", () => {
    this.CONSUME(kw.project);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly projectAwayOperator: Rule = this.RULE("projectAwayOperator", () => {
    this.CONSUME(kw.projectAway);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.wildcardColumn) });
  });

  protected readonly projectByNamesOperator: Rule = this.RULE("projectByNamesOperator", () => {
    this.CONSUME(kw.projectByNames);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.columnByName) });
  });

  protected readonly columnByName: Rule = this.RULE("columnByName", () => {
    this.OR([
      {
        GATE: () => this.LA(2).tokenType === OpenParen,
        ALT: () => this.SUBRULE(this.operand),
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.wildcardColumn) },
      { ALT: () => this.CONSUME(StringToken) },
    ]);
  });

  protected readonly projectKeepOperator: Rule = this.RULE("projectKeepOperator", () => {
    this.CONSUME(kw.projectKeep);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.wildcardColumn) });
  });

  protected readonly projectRenameOperator: Rule = this.RULE("projectRenameOperator", () => {
    this.CONSUME(kw.projectRename);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly projectReorderOperator: Rule = this.RULE("projectReorderOperator", () => {
    this.CONSUME(kw.projectReorder);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.reorderedColumn) });
  });

  protected readonly reorderedColumn: Rule = this.RULE("reorderedColumn", () => {
    this.SUBRULE(this.wildcardColumn);
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(kw.asc) },
        { ALT: () => this.CONSUME(kw.desc) },
        { ALT: () => this.CONSUME(kw.grannyAsc) },
        { ALT: () => this.CONSUME(kw.grannyDesc) },
      ]);
    });
  });

  protected readonly rangeOperator: Rule = this.RULE("rangeOperator", () => {
    this.CONSUME(kw.range);
    this.SUBRULE(this.name);
    this.CONSUME(kw.from);
    this.SUBRULE(this.expression, { LABEL: "from" });
    this.CONSUME(kw.to);
    this.SUBRULE1(this.expression, { LABEL: "to" });
    this.CONSUME(kw.step);
    this.SUBRULE2(this.expression, { LABEL: "step" });
  });

  protected readonly reduceOperator: Rule = this.RULE("reduceOperator", () => {
    this.CONSUME(kw.reduce);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.CONSUME(kw.by);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(kw.with);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.property) });
    });
  });

  protected readonly renderOperator: Rule = this.RULE("renderOperator", () => {
    this.CONSUME(kw.render);
    this.CONSUME(AnyWord);
    this.OPTION(() => {
      this.CONSUME(kw.by);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.name) });
    });
    this.OPTION1(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.withProperties), IGNORE_AMBIGUITIES: true },
        { ALT: () => this.AT_LEAST_ONE(() => this.SUBRULE(this.parameter)) },
      ]);
    });
  });

  protected readonly sampleOperator: Rule = this.RULE("sampleOperator", () => {
    this.CONSUME(kw.sample);
    this.SUBRULE(this.expression);
  });

  protected readonly sampleDistinctOperator: Rule = this.RULE("sampleDistinctOperator", () => {
    this.CONSUME(kw.sampleDistinct);
    this.SUBRULE(this.expression, { LABEL: "count" });
    this.CONSUME(kw.of);
    this.SUBRULE1(this.expression);
  });

  protected readonly scanOperator: Rule = this.RULE("scanOperator", () => {
    this.CONSUME(kw.scan);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.OPTION(() => {
      this.CONSUME(kw.order);
      this.CONSUME(kw.by);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.sortKey) });
    });
    this.OPTION1(() => {
      this.CONSUME(kw.partition);
      this.CONSUME1(kw.by);
      this.AT_LEAST_ONE_SEP1({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
    });
    this.OPTION2(() => {
      this.CONSUME(kw.declare);
      this.SUBRULE(this.parameterList);
    });
    this.CONSUME(kw.with);
    this.CONSUME(OpenParen);
    this.MANY1(() => {
      this.SUBRULE(this.scanStep);
      this.CONSUME(Semicolon);
    });
    this.CONSUME(CloseParen);
  });

  protected readonly scanStep: Rule = this.RULE("scanStep", () => {
    this.CONSUME(kw.step);
    this.SUBRULE(this.name);
    this.OPTION(() => this.CONSUME(kw.optional));
    this.OPTION1(() => {
      this.CONSUME(kw.output);
      this.CONSUME(Assign);
      this.CONSUME(AnyWord);
    });
    this.CONSUME(Colon);
    this.SUBRULE(this.expression);
    this.OPTION2(() => {
      this.CONSUME(FatArrow);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
    });
  });

  protected readonly searchOperator: Rule = this.RULE("searchOperator", () => {
    this.CONSUME(kw.search);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.OPTION(() => this.SUBRULE(this.tableList));
    this.SUBRULE(this.expression);
  });

  protected readonly serializeOperator: Rule = this.RULE("serializeOperator", () => {
    this.CONSUME(kw.serialize);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
  });

  protected readonly sortOperator: Rule = this.RULE("sortOperator", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.sort) }, { ALT: () => this.CONSUME(kw.order) }]);
    this.MANY(() => this.SUBRULE(this.hint));
    this.CONSUME(kw.by);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.sortKey) });
  });

  protected readonly sortKey: Rule = this.RULE("sortKey", () => {
    this.SUBRULE(this.namedExpression);
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(kw.asc) }, { ALT: () => this.CONSUME(kw.desc) }]);
    });
    this.OPTION1(() => {
      this.CONSUME(kw.nulls);
      this.OR1([{ ALT: () => this.CONSUME(kw.first) }, { ALT: () => this.CONSUME(kw.last) }]);
    });
  });

  protected readonly summarizeOperator: Rule = this.RULE("summarizeOperator", () => {
    this.CONSUME(kw.summarize);
    this.MANY(() => this.SUBRULE(this.hint));
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
    this.OPTION(() => {
      this.CONSUME(kw.by);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE1(this.namedExpression, { LABEL: "by" }) });
    });
  });

  protected readonly takeOperator: Rule = this.RULE("takeOperator", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.take) }, { ALT: () => this.CONSUME(kw.limit) }]);
    this.SUBRULE(this.expression);
  });

  protected readonly topOperator: Rule = this.RULE("topOperator", () => {
    this.CONSUME(kw.top);
    this.MANY(() => this.SUBRULE(this.hint));
    this.SUBRULE(this.expression);
    this.CONSUME(kw.by);
    this.SUBRULE(this.sortKey);
  });

  protected readonly topHittersOperator: Rule = this.RULE("topHittersOperator", () => {
    this.CONSUME(kw.topHitters);
    this.SUBRULE(this.expression, { LABEL: "count" });
    this.CONSUME(kw.of);
    this.SUBRULE1(this.namedExpression, { LABEL: "value" });
    this.OPTION(() => {
      this.CONSUME(kw.by);
      this.SUBRULE2(this.namedExpression, { LABEL: "by" });
    });
  });

  protected readonly topNestedOperator: Rule = this.RULE("topNestedOperator", () => {
    this.SUBRULE(this.topNestedClause);
    this.MANY(() => {
      this.CONSUME(Comma);
      this.SUBRULE1(this.topNestedClause);
    });
  });

  protected readonly topNestedClause: Rule = this.RULE("topNestedClause", () => {
    this.CONSUME(kw.topNested);
    this.OPTION(() => this.SUBRULE(this.expression, { LABEL: "count" }));
    this.CONSUME(kw.of);
    this.SUBRULE(this.namedExpression, { LABEL: "value" });
    this.OPTION1(() => {
      this.CONSUME(kw.with);
      this.CONSUME(kw.others);
      this.CONSUME(Assign);
      this.SUBRULE1(this.expression, { LABEL: "others" });
    });
    this.CONSUME(kw.by);
    this.SUBRULE1(this.namedExpression, { LABEL: "aggregate" });
    this.OPTION2(() => {
      this.OR([{ ALT: () => this.CONSUME(kw.asc) }, { ALT: () => this.CONSUME(kw.desc) }]);
    });
  });

  protected readonly unionOperator: Rule = this.RULE("unionOperator", () => {
    this.CONSUME(kw.union);
    this.MANY({ GATE: () => this.isAssignNext(), DEF: () => this.SUBRULE(this.parameter) });
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.tableReference) });
  });

  protected readonly whereOperator: Rule = this.RULE("whereOperator", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.where) }, { ALT: () => this.CONSUME(kw.filter) }]);
    this.SUBRULE(this.namedExpression);
  });
}
