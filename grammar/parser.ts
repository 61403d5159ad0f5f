/**
 * The grammar of KQL: rules only, no meaning, named for the construct they read. It stands in three files, each a class
 * on top of the other since the rules call each other: expressions, tabular operators, and here pipelines and
 * statements.
 */
import { tokenMatcher } from "chevrotain";
import type { Alternatives, ParserOptions, Rule } from "./expression-rules.js";
import { kw } from "./keyword-tokens.js";
import { OperatorRules } from "./operator-rules.js";
import {
  AnyWord,
  Assign,
  CloseBrace,
  CloseBracket,
  CloseParen,
  Colon,
  Comma,
  Directive,
  Dot,
  NameToken,
  OpenBrace,
  OpenBracket,
  OpenParen,
  Pipe,
  Semicolon,
} from "./tokens.js";

export class KqlParser extends OperatorRules {
  constructor(options: ParserOptions) {
    super(options);
    this.performSelfAnalysis();
  }

  // Gates

  /** Tells `declare pattern` from a table that is called `declare`. */
  private isWordNext(): boolean {
    return tokenMatcher(this.LA(2), NameToken);
  }

  /** Tells `let x = 1` from a table that is called `let`. */
  private isNameNext(): boolean {
    const next = this.LA(2);
    return tokenMatcher(next, AnyWord) || next.tokenType === OpenBracket;
  }

  /** `(a:long) {`, `() {`, `view () {`; anything else in parentheses is an expression. */
  private isFunctionAhead(): boolean {
    const first = this.LA(1).tokenType === kw.view ? 2 : 1;
    if (this.LA(first).tokenType !== OpenParen) return false;
    const inside = this.LA(first + 1).tokenType;
    if (inside === CloseParen) return true;
    const afterName = inside === OpenBracket ? first + 4 : first + 2;
    return this.LA(afterName).tokenType === Colon;
  }

  // Statements

  readonly query: Rule = this.RULE("query", () => {
    this.MANY(() => this.CONSUME(Directive));
    this.SUBRULE(this.statements);
  });

  /** What may follow where reading was given up: the rest of a pipeline, and further statements. */
  readonly continuation: Rule = this.RULE("continuation", () => {
    this.MANY(() => {
      this.CONSUME(Pipe);
      this.SUBRULE(this.tabularOperator);
    });
    this.MANY1(() => {
      this.CONSUME(Semicolon);
      this.OPTION(() => this.SUBRULE(this.statement));
    });
  });

  protected readonly statements: Rule = this.RULE("statements", () => {
    this.OPTION(() => this.SUBRULE(this.statement));
    this.MANY(() => {
      this.CONSUME(Semicolon);
      this.OPTION1(() => this.SUBRULE1(this.statement));
    });
  });

  protected readonly statement: Rule = this.RULE("statement", () => {
    this.OR([
      { GATE: () => this.isNameNext(), ALT: () => this.SUBRULE(this.letStatement) },
      { ALT: () => this.SUBRULE(this.setStatement) },
      { GATE: () => this.isWordNext(), ALT: () => this.SUBRULE(this.declareStatement) },
      { GATE: () => this.isWordNext(), ALT: () => this.SUBRULE(this.aliasStatement) },
      { GATE: () => this.isWordNext(), ALT: () => this.SUBRULE(this.restrictStatement) },
      { ALT: () => this.SUBRULE(this.pipeline) },
    ]);
  });

  protected readonly letStatement: Rule = this.RULE("letStatement", () => {
    this.CONSUME(kw.let);
    this.SUBRULE(this.name);
    this.CONSUME(Assign);
    this.OR([
      { GATE: () => this.isFunctionAhead(), ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.pipeline) },
    ]);
  });

  protected readonly functionDeclaration: Rule = this.RULE("functionDeclaration", () => {
    this.OPTION(() => this.CONSUME(kw.view));
    this.SUBRULE(this.parameterList);
    this.CONSUME(OpenBrace);
    this.SUBRULE(this.statements);
    this.CONSUME(CloseBrace);
  });

  protected readonly parameterList: Rule = this.RULE("parameterList", () => {
    this.CONSUME(OpenParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.functionParameter) });
    this.CONSUME(CloseParen);
  });

  protected readonly functionParameter: Rule = this.RULE("functionParameter", () => {
    this.SUBRULE(this.declaredName);
    this.CONSUME(Colon);
    this.OR([{ ALT: () => this.SUBRULE(this.rowSchema) }, { ALT: () => this.CONSUME(AnyWord) }]);
    this.OPTION(() => {
      this.CONSUME(Assign);
      this.SUBRULE(this.constant);
    });
  });

  protected readonly setStatement: Rule = this.RULE("setStatement", () => {
    this.CONSUME(kw.set);
    this.SUBRULE(this.declaredName);
    this.OPTION(() => {
      this.CONSUME(Assign);
      this.SUBRULE(this.expression);
    });
  });

  protected readonly declareStatement: Rule = this.RULE("declareStatement", () => {
    this.CONSUME(kw.declare);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.queryParameters);
          this.SUBRULE(this.parameterList);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.pattern);
          this.SUBRULE(this.declaredName);
          this.OPTION(() => this.SUBRULE(this.patternBody));
        },
      },
    ]);
  });

  protected readonly patternBody: Rule = this.RULE("patternBody", () => {
    this.CONSUME(Assign);
    this.SUBRULE(this.parameterList);
    this.OPTION(() => {
      this.CONSUME(OpenBracket);
      this.SUBRULE(this.functionParameter);
      this.CONSUME(CloseBracket);
    });
    this.CONSUME(OpenBrace);
    this.MANY(() => this.SUBRULE(this.patternMatch));
    this.CONSUME(CloseBrace);
  });

  protected readonly patternMatch: Rule = this.RULE("patternMatch", () => {
    this.SUBRULE(this.callArguments);
    this.OPTION(() => {
      this.CONSUME(Dot);
      this.SUBRULE(this.bracketedName);
    });
    this.CONSUME(Assign);
    this.CONSUME(OpenBrace);
    this.SUBRULE(this.statements);
    this.CONSUME(CloseBrace);
    this.OPTION1(() => this.CONSUME(Semicolon));
  });

  protected readonly aliasStatement: Rule = this.RULE("aliasStatement", () => {
    this.CONSUME(kw.alias);
    this.CONSUME(kw.database);
    this.SUBRULE(this.declaredName);
    this.CONSUME(Assign);
    this.SUBRULE(this.expression);
  });

  protected readonly restrictStatement: Rule = this.RULE("restrictStatement", () => {
    this.CONSUME(kw.restrict);
    this.CONSUME(kw.access);
    this.CONSUME(kw.to);
    this.CONSUME(OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.tableReference) });
    this.CONSUME(CloseParen);
    this.OPTION(() => this.SUBRULE(this.withProperties));
  });

  // Pipelines

  protected readonly pipeline: Rule = this.RULE("pipeline", () => {
    this.OR([
      { GATE: () => this.isSourceOperatorAhead(), ALT: () => this.SUBRULE(this.sourceOperator) },
      { ALT: () => this.SUBRULE(this.expression) },
    ]);
    this.MANY(() => {
      this.CONSUME(Pipe);
      this.SUBRULE(this.tabularOperator);
    });
  });

  /** Operators that need no input. */
  private sourceAlternatives: Alternatives | undefined;
  protected readonly sourceOperator: Rule = this.RULE("sourceOperator", () => {
    this.sourceAlternatives ??= [
      { ALT: () => this.SUBRULE(this.evaluateOperator) },
      { ALT: () => this.SUBRULE(this.findOperator) },
      { ALT: () => this.SUBRULE(this.macroExpandOperator) },
      { ALT: () => this.SUBRULE(this.printOperator) },
      { ALT: () => this.SUBRULE(this.rangeOperator) },
      { ALT: () => this.SUBRULE(this.searchOperator) },
      { ALT: () => this.SUBRULE(this.unionOperator) },
    ];
    this.OR(this.sourceAlternatives);
  });

  private tabularAlternatives: Alternatives | undefined;
  protected readonly tabularOperator: Rule = this.RULE("tabularOperator", () => {
    this.tabularAlternatives ??= [
      { ALT: () => this.SUBRULE(this.asOperator) },
      { ALT: () => this.SUBRULE(this.assertSchemaOperator) },
      { ALT: () => this.SUBRULE(this.consumeOperator) },
      { ALT: () => this.SUBRULE(this.countOperator) },
      { ALT: () => this.SUBRULE(this.distinctOperator) },
      { ALT: () => this.SUBRULE(this.evaluateOperator) },
      { ALT: () => this.SUBRULE(this.extendOperator) },
      { ALT: () => this.SUBRULE(this.facetOperator) },
      { ALT: () => this.SUBRULE(this.findOperator) },
      { ALT: () => this.SUBRULE(this.forkOperator) },
      { ALT: () => this.SUBRULE(this.getschemaOperator) },
      { ALT: () => this.SUBRULE(this.graphMarkComponentsOperator) },
      { ALT: () => this.SUBRULE(this.graphMatchOperator) },
      { ALT: () => this.SUBRULE(this.graphShortestPathsOperator) },
      { ALT: () => this.SUBRULE(this.graphToTableOperator) },
      { ALT: () => this.SUBRULE(this.graphWhereEdgesOperator) },
      { ALT: () => this.SUBRULE(this.graphWhereNodesOperator) },
      { ALT: () => this.SUBRULE(this.invokeOperator) },
      { ALT: () => this.SUBRULE(this.joinOperator) },
      { ALT: () => this.SUBRULE(this.lookupOperator) },
      { ALT: () => this.SUBRULE(this.macroExpandOperator) },
      { ALT: () => this.SUBRULE(this.makeGraphOperator) },
      { ALT: () => this.SUBRULE(this.makeSeriesOperator) },
      { ALT: () => this.SUBRULE(this.mvApplyOperator) },
      { ALT: () => this.SUBRULE(this.mvExpandOperator) },
      { ALT: () => this.SUBRULE(this.parseOperator) },
      { ALT: () => this.SUBRULE(this.parseKvOperator) },
      { ALT: () => this.SUBRULE(this.parseWhereOperator) },
      { ALT: () => this.SUBRULE(this.partitionOperator) },
      { ALT: () => this.SUBRULE(this.printOperator) },
      { ALT: () => this.SUBRULE(this.projectOperator) },
      { ALT: () => this.SUBRULE(this.projectAwayOperator) },
      { ALT: () => this.SUBRULE(this.projectByNamesOperator) },
      { ALT: () => this.SUBRULE(this.projectKeepOperator) },
      { ALT: () => this.SUBRULE(this.projectRenameOperator) },
      { ALT: () => this.SUBRULE(this.projectReorderOperator) },
      { ALT: () => this.SUBRULE(this.rangeOperator) },
      { ALT: () => this.SUBRULE(this.reduceOperator) },
      { ALT: () => this.SUBRULE(this.renderOperator) },
      { ALT: () => this.SUBRULE(this.sampleOperator) },
      { ALT: () => this.SUBRULE(this.sampleDistinctOperator) },
      { ALT: () => this.SUBRULE(this.scanOperator) },
      { ALT: () => this.SUBRULE(this.searchOperator) },
      { ALT: () => this.SUBRULE(this.serializeOperator) },
      { ALT: () => this.SUBRULE(this.sortOperator) },
      { ALT: () => this.SUBRULE(this.summarizeOperator) },
      { ALT: () => this.SUBRULE(this.takeOperator) },
      { ALT: () => this.SUBRULE(this.topOperator) },
      { ALT: () => this.SUBRULE(this.topHittersOperator) },
      { ALT: () => this.SUBRULE(this.topNestedOperator) },
      { ALT: () => this.SUBRULE(this.unionOperator) },
      { ALT: () => this.SUBRULE(this.whereOperator) },
    ];
    this.OR(this.tabularAlternatives);
  });

  /** Operators without a source, in `mv-apply ... on (...)` and the like. */
  protected readonly subPipeline: Rule = this.RULE("subPipeline", () => {
    this.CONSUME(OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: Pipe, DEF: () => this.SUBRULE(this.tabularOperator) });
    this.CONSUME(CloseParen);
  });
}
