/**
 * Rules for names, literals and expressions. Binary expressions are one flat rule; `syntax/` puts them in order of
 * precedence. Looser than the language, and checked when lowered: what may stand left of `=`, commas in parentheses,
 * where `*` may stand.
 *
 * The grammar looks one token ahead; where that is not enough a gate looks at the next one.
 */
import { type CstNode, CstParser, type IParserConfig, type ParserMethod, tokenMatcher } from "chevrotain";
import { kw } from "./keyword-tokens.js";
import { createLookahead } from "./lookahead.js";
import {
  AnyWord,
  Assign,
  allTokens,
  BetweenOperator,
  BinaryOperator,
  CloseBrace,
  CloseBracket,
  CloseParen,
  Colon,
  Comma,
  DeclaredName,
  Dot,
  DotDot,
  HintName,
  InOperator,
  Literal,
  LongLiteral,
  Minus,
  NameToken,
  OpenBrace,
  OpenBracket,
  OpenParen,
  Pipe,
  Plus,
  Star,
  StringToken,
} from "./tokens.js";

export type Rule = ParserMethod<[], CstNode>;
/** Alternatives are made once per parser: building them anew in every call costs a third of the speed. */
export type Alternatives = { ALT: () => unknown; GATE?: () => boolean }[];

/** How strictly the grammar itself is checked, and what the messages of its exceptions are. */
export interface ParserOptions extends Pick<IParserConfig, "errorMessageProvider"> {
  /** Reads on behind errors. Preparing for that takes a good part of the time in which a parser is made. */
  readonly recoveryEnabled: boolean;
  /** Checks the grammar itself, with Chevrotain's own lookahead; slow, for tests. */
  readonly isChecked?: boolean;
}

export abstract class ExpressionRules extends CstParser {
  protected abstract readonly sourceOperator: Rule;
  protected abstract readonly tabularOperator: Rule;
  protected abstract readonly pipeline: Rule;

  constructor({ isChecked = false, ...options }: ParserOptions) {
    super(allTokens, {
      ...options,
      skipValidations: !isChecked,
      ...(isChecked ? {} : { lookaheadStrategy: createLookahead(() => this.LA_FAST(1)) }),
      nodeLocationTracking: "onlyOffset",
      maxLookahead: 1,
    });
  }

  // Gates

  protected isAssignNext(): boolean {
    return this.LA(2).tokenType === Assign;
  }

  /** `T*`: the next token follows the last one with nothing between. */
  private isAdjacent(): boolean {
    return this.LA(1).startOffset === (this.LA(0).endOffset ?? Number.NaN) + 1;
  }

  /** `print x`, `range x from`: not the function `range(1, 2)` and not a column that is called `range`. */
  protected isSourceOperatorAhead(): boolean {
    const type = this.LA(1).tokenType;
    if (type !== kw.range && type !== kw.evaluate) return true;
    const next = this.LA(2);
    return tokenMatcher(next, NameToken) || next.tokenType === HintName;
  }

  /** A word that is no name, alone: `legend=last`. */
  private isBareWordAhead(): boolean {
    const after = this.LA(2).tokenType;
    return (after === Comma || after === CloseParen) && !tokenMatcher(this.LA(1), NameToken);
  }

  // Names

  protected readonly name: Rule = this.RULE("name", () => {
    this.OR([{ ALT: () => this.CONSUME(NameToken) }, { ALT: () => this.SUBRULE(this.bracketedName) }]);
  });

  protected readonly declaredName: Rule = this.RULE("declaredName", () => {
    this.OR([{ ALT: () => this.CONSUME(DeclaredName) }, { ALT: () => this.SUBRULE(this.bracketedName) }]);
  });

  protected readonly bracketedName: Rule = this.RULE("bracketedName", () => {
    this.CONSUME(OpenBracket);
    this.CONSUME(StringToken);
    this.CONSUME(CloseBracket);
  });

  /** `T`, `T*`, `*_CL`, `*`. */
  protected readonly wildcardName: Rule = this.RULE("wildcardName", () => {
    this.OR([{ ALT: () => this.CONSUME(NameToken) }, { ALT: () => this.CONSUME(Star) }]);
    this.MANY({
      GATE: () => this.isAdjacent(),
      DEF: () => {
        this.OR1([
          { ALT: () => this.CONSUME1(NameToken) },
          { ALT: () => this.CONSUME1(Star) },
          { ALT: () => this.CONSUME1(LongLiteral) },
        ]);
      },
    });
  });

  protected readonly wildcardColumn: Rule = this.RULE("wildcardColumn", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.wildcardName) },
      { ALT: () => this.SUBRULE(this.bracketedName) },
    ]);
  });

  /** What `union`, `join` and `find in (...)` read: `T*`, `(T | ...)`, `f(1)`, `database("d").T`. */
  protected readonly tableReference: Rule = this.RULE("tableReference", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.parenthesized) },
      { ALT: () => this.SUBRULE(this.datatableExpression) },
      { ALT: () => this.SUBRULE(this.externaldataExpression) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: Dot, DEF: () => this.SUBRULE(this.tablePart) }) },
    ]);
  });

  protected readonly tablePart: Rule = this.RULE("tablePart", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.wildcardName) },
      { ALT: () => this.SUBRULE(this.bracketedName) },
    ]);
    this.OPTION(() => this.SUBRULE(this.callArguments));
  });

  /** `a`, `a.b`: a path that a parenthesis may follow without making a call. */
  protected readonly namePath: Rule = this.RULE("namePath", () => {
    this.AT_LEAST_ONE_SEP({ SEP: Dot, DEF: () => this.SUBRULE(this.name) });
  });

  protected readonly tableList: Rule = this.RULE("tableList", () => {
    this.CONSUME(kw.in);
    this.CONSUME(OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.tableReference) });
    this.CONSUME(CloseParen);
  });

  // Types and schemas

  protected readonly columnDeclaration: Rule = this.RULE("columnDeclaration", () => {
    this.SUBRULE(this.declaredName);
    this.CONSUME(Colon);
    this.CONSUME(AnyWord);
  });

  protected readonly rowSchema: Rule = this.RULE("rowSchema", () => {
    this.CONSUME(OpenParen);
    this.MANY_SEP({
      SEP: Comma,
      DEF: () => {
        this.OR([{ ALT: () => this.SUBRULE(this.columnDeclaration) }, { ALT: () => this.CONSUME(Star) }]);
      },
    });
    this.CONSUME(CloseParen);
  });

  /** `typeof(long)`, `typeof(a:string, *)`. */
  protected readonly typeofExpression: Rule = this.RULE("typeofExpression", () => {
    this.CONSUME(kw.typeof);
    this.CONSUME(OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.typeofItem) });
    this.CONSUME(CloseParen);
  });

  private readonly typeofItem: Rule = this.RULE("typeofItem", () => {
    this.OR([
      { ALT: () => this.CONSUME(Star) },
      {
        GATE: () => this.LA(2).tokenType !== Colon,
        ALT: () => this.CONSUME(AnyWord),
      },
      { ALT: () => this.SUBRULE(this.columnDeclaration) },
    ]);
  });

  // Parameters and properties

  /** `kind=inner`, `hint.strategy=broadcast`. */
  protected readonly parameter: Rule = this.RULE("parameter", () => {
    this.OR([{ ALT: () => this.CONSUME(AnyWord) }, { ALT: () => this.CONSUME(HintName) }]);
    this.SUBRULE(this.parameterValue);
  });

  protected readonly hint: Rule = this.RULE("hint", () => {
    this.CONSUME(HintName);
    this.SUBRULE(this.parameterValue);
  });

  protected readonly kindOrHint: Rule = this.RULE("kindOrHint", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.kind) }, { ALT: () => this.CONSUME(HintName) }]);
    this.SUBRULE(this.parameterValue);
  });

  protected readonly expandParameter: Rule = this.RULE("expandParameter", () => {
    this.OR([
      { ALT: () => this.CONSUME(kw.kind) },
      { ALT: () => this.CONSUME(kw.bagexpansion) },
      { ALT: () => this.CONSUME(kw.withItemIndex) },
      { ALT: () => this.CONSUME(HintName) },
    ]);
    this.SUBRULE(this.parameterValue);
  });

  protected readonly parameterValue: Rule = this.RULE("parameterValue", () => {
    this.CONSUME(Assign);
    this.OR([
      { ALT: () => this.SUBRULE(this.constant), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.CONSUME1(AnyWord, { LABEL: "word" }) },
      { ALT: () => this.SUBRULE(this.bracketedName) },
    ]);
  });

  protected readonly withProperties: Rule = this.RULE("withProperties", () => {
    this.CONSUME(kw.with);
    this.CONSUME(OpenParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.property) });
    this.CONSUME(CloseParen);
  });

  /** `a=b`; an item without a name is a further value of the one before it: `ycolumns=a, b`. */
  protected readonly property: Rule = this.RULE("property", () => {
    this.OPTION({
      GATE: () => this.isAssignNext(),
      DEF: () => {
        this.CONSUME(AnyWord);
        this.CONSUME(Assign);
      },
    });
    this.OR([
      { GATE: () => this.isBareWordAhead(), ALT: () => this.CONSUME1(AnyWord, { LABEL: "word" }) },
      { ALT: () => this.SUBRULE(this.expression) },
    ]);
  });

  // Expressions

  /** `a`, `a = b`, `(a, b) = f(x)`. */
  protected readonly namedExpression: Rule = this.RULE("namedExpression", () => {
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(Assign);
      this.SUBRULE1(this.expression, { LABEL: "value" });
    });
  });

  private operatorAlternatives: Alternatives | undefined;
  protected readonly expression: Rule = this.RULE("expression", () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.operatorAlternatives ??= [
        {
          ALT: () => {
            this.CONSUME(BinaryOperator);
            this.SUBRULE1(this.operand);
          },
        },
        {
          ALT: () => {
            this.CONSUME(InOperator);
            this.SUBRULE(this.inList);
          },
        },
        {
          ALT: () => {
            this.CONSUME(BetweenOperator);
            this.SUBRULE(this.betweenRange);
          },
        },
      ];
      this.OR(this.operatorAlternatives);
    });
  });

  /** A literal or a pipeline after `in` and the like. */
  private readonly inList: Rule = this.RULE("inList", () => {
    this.SUBRULE(this.parenthesized);
  });

  private readonly betweenRange: Rule = this.RULE("betweenRange", () => {
    this.CONSUME(OpenParen);
    this.SUBRULE(this.expression);
    this.CONSUME(DotDot);
    this.SUBRULE1(this.expression);
    this.CONSUME(CloseParen);
  });

  private primaryAlternatives: Alternatives | undefined;
  protected readonly operand: Rule = this.RULE("operand", () => {
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(Minus) }, { ALT: () => this.CONSUME(Plus) }]);
    });
    this.primaryAlternatives ??= [
      {
        ALT: () => {
          this.CONSUME(NameToken);
          this.OPTION1(() => this.SUBRULE(this.callArguments));
        },
      },
      { ALT: () => this.CONSUME(Literal) },
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(StringToken)) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
      {
        ALT: () => {
          this.SUBRULE(this.bracketedName);
          this.OPTION2(() => this.SUBRULE1(this.callArguments));
        },
      },
      { ALT: () => this.CONSUME(Star) },
      { ALT: () => this.SUBRULE(this.dynamicExpression) },
      { ALT: () => this.SUBRULE(this.typeofExpression) },
      { ALT: () => this.SUBRULE(this.pipelineCall) },
      { ALT: () => this.SUBRULE(this.datatableExpression) },
      { ALT: () => this.SUBRULE(this.externaldataExpression) },
      { ALT: () => this.SUBRULE(this.entityGroupExpression) },
    ];
    this.OR1(this.primaryAlternatives);
    this.MANY(() => {
      this.OR2([
        { ALT: () => this.SUBRULE(this.memberAccess, { LABEL: "postfix" }) },
        { ALT: () => this.SUBRULE(this.indexAccess, { LABEL: "postfix" }) },
      ]);
    });
  });

  /** `.b`, `.f(x)`, `.["b"]`, `.[0]`. */
  private readonly memberAccess: Rule = this.RULE("memberAccess", () => {
    this.CONSUME(Dot);
    this.OR([{ ALT: () => this.CONSUME(NameToken) }, { ALT: () => this.SUBRULE(this.indexAccess) }]);
    this.OPTION(() => this.SUBRULE(this.callArguments));
  });

  private readonly indexAccess: Rule = this.RULE("indexAccess", () => {
    this.CONSUME(OpenBracket);
    this.SUBRULE(this.expression);
    this.CONSUME(CloseBracket);
  });

  protected readonly callArguments: Rule = this.RULE("callArguments", () => {
    this.CONSUME(OpenParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.namedExpression) });
    this.CONSUME(CloseParen);
  });

  /** Calls whose argument is a pipeline. */
  private readonly pipelineCall: Rule = this.RULE("pipelineCall", () => {
    this.OR([
      { ALT: () => this.CONSUME(kw.toscalar) },
      { ALT: () => this.CONSUME(kw.materialize) },
      { ALT: () => this.CONSUME(kw.totable) },
    ]);
    this.CONSUME(OpenParen);
    this.SUBRULE(this.pipeline);
    this.CONSUME(CloseParen);
  });

  /** `(a)`, `(T | where x)`, and the lists of `in (...)` and `(a, b) = f(x)`. */
  protected readonly parenthesized: Rule = this.RULE("parenthesized", () => {
    this.CONSUME(OpenParen);
    this.OR([
      { GATE: () => this.isSourceOperatorAhead(), ALT: () => this.SUBRULE(this.sourceOperator) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) }) },
    ]);
    this.MANY(() => {
      this.CONSUME(Pipe);
      this.SUBRULE(this.tabularOperator);
    });
    this.CONSUME(CloseParen);
  });

  protected readonly datatableExpression: Rule = this.RULE("datatableExpression", () => {
    this.CONSUME(kw.datatable);
    this.SUBRULE(this.rowSchema);
    this.CONSUME(OpenBracket);
    this.OPTION(() => {
      this.SUBRULE(this.constant);
      this.MANY({
        GATE: () => this.LA(2).tokenType !== CloseBracket,
        DEF: () => {
          this.CONSUME(Comma);
          this.SUBRULE1(this.constant);
        },
      });
      this.OPTION1(() => this.CONSUME1(Comma));
    });
    this.CONSUME(CloseBracket);
  });

  protected readonly externaldataExpression: Rule = this.RULE("externaldataExpression", () => {
    this.OR([{ ALT: () => this.CONSUME(kw.externaldata) }, { ALT: () => this.CONSUME(kw.externalData) }]);
    this.SUBRULE(this.rowSchema);
    this.CONSUME(OpenBracket);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.operand) });
    this.CONSUME(CloseBracket);
    this.OPTION(() => this.SUBRULE(this.withProperties));
  });

  private readonly entityGroupExpression: Rule = this.RULE("entityGroupExpression", () => {
    this.CONSUME(kw.entityGroup);
    this.CONSUME(OpenBracket);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.operand) });
    this.CONSUME(CloseBracket);
  });

  // Constants

  /** What a cell of `datatable` may hold. */
  protected readonly constant: Rule = this.RULE("constant", () => {
    this.OR([
      {
        ALT: () => {
          this.OPTION(() => {
            this.OR1([{ ALT: () => this.CONSUME(Minus) }, { ALT: () => this.CONSUME(Plus) }]);
          });
          this.CONSUME(Literal);
        },
      },
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(StringToken)) },
      { ALT: () => this.SUBRULE(this.dynamicExpression) },
    ]);
  });

  protected readonly dynamicExpression: Rule = this.RULE("dynamicExpression", () => {
    this.CONSUME(kw.dynamic);
    this.CONSUME(OpenParen);
    this.SUBRULE(this.jsonValue);
    this.CONSUME(CloseParen);
  });

  private jsonAlternatives: Alternatives | undefined;
  private readonly jsonValue: Rule = this.RULE("jsonValue", () => {
    this.jsonAlternatives ??= [
      { ALT: () => this.SUBRULE(this.constant) },
      { ALT: () => this.CONSUME(kw.null) },
      { ALT: () => this.SUBRULE(this.jsonArray) },
      { ALT: () => this.SUBRULE(this.jsonObject) },
    ];
    this.OR(this.jsonAlternatives);
  });

  private readonly jsonArray: Rule = this.RULE("jsonArray", () => {
    this.CONSUME(OpenBracket);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.jsonValue) });
    this.CONSUME(CloseBracket);
  });

  private readonly jsonObject: Rule = this.RULE("jsonObject", () => {
    this.CONSUME(OpenBrace);
    this.MANY_SEP({
      SEP: Comma,
      DEF: () => {
        this.CONSUME(StringToken);
        this.CONSUME(Colon);
        this.SUBRULE(this.jsonValue);
      },
    });
    this.CONSUME(CloseBrace);
  });
}
