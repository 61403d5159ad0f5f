/**
 * Decisions of the parser by one token: a table by token type for each choice of the grammar, made when the choice is
 * first met. Chevrotain's own strategy does the same with any number of tokens, but prepares every choice when the
 * parser is made, which takes a tenth of a second with this many words that are names too; the tests check the grammar
 * with it.
 */
import {
  Alternation,
  type ILookaheadStrategy,
  type IOrAlt,
  type IProduction,
  type IToken,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from "chevrotain";

/** The tokens that a part of the grammar may begin with. */
interface First {
  readonly types: ReadonlySet<number>;
  /** It may also be empty. */
  readonly isNullable: boolean;
}

type FirstByRule = Map<Rule, First>;

/** `peek` gives the next token of the parser that the strategy serves. */
export function createLookahead(peek: () => IToken): ILookaheadStrategy {
  const known: FirstByRule = new Map();
  return {
    validate: () => [],
    buildLookaheadForAlternation: ({ rule, prodOccurrence, hasPredicates }) => {
      const choices = (): readonly First[] =>
        findProduction(rule.definition, isAlternation, prodOccurrence).definition.map((alternative) =>
          firstOfSequence(partsOf(alternative), known),
        );
      return hasPredicates ? gatedDecision(choices, peek) : plainDecision(choices, peek);
    },
    buildLookaheadForOptional: ({ rule, prodOccurrence, prodType }) => {
      const inside = (): ReadonlySet<number> => {
        const production = findProduction(rule.definition, optionalProductions[prodType], prodOccurrence);
        return firstOfSequence(production.definition, known).types;
      };
      return optionalDecision(inside, peek);
    },
  };
}

function optionalDecision(inside: () => ReadonlySet<number>, peek: () => IToken): () => boolean {
  let table: Uint8Array | undefined;
  return () => {
    table ??= tableOf(inside());
    return table[peek().tokenTypeIdx] === 1;
  };
}

/** Ones at the token types of a set; types beyond its end read as undefined, which is no one either. */
function tableOf(types: ReadonlySet<number>): Uint8Array {
  const table = new Uint8Array(Math.max(0, ...types) + 1);
  for (const type of types) table[type] = 1;
  return table;
}

function plainDecision(choices: () => readonly First[], peek: () => IToken): () => number | undefined {
  let table: (number | undefined)[] | undefined;
  let fallback: number | undefined;
  return () => {
    if (table === undefined) {
      const alternatives = choices();
      table = candidates(alternatives).map((list) => list?.[0]);
      fallback = emptyAlternative(alternatives);
    }
    return table[peek().tokenTypeIdx] ?? fallback;
  };
}

function gatedDecision(
  choices: () => readonly First[],
  peek: () => IToken,
): (alternatives?: IOrAlt<unknown>[]) => number | undefined {
  let table: (readonly number[] | undefined)[] | undefined;
  let fallback: number | undefined;
  return (gated = []) => {
    if (table === undefined) {
      const alternatives = choices();
      table = candidates(alternatives);
      fallback = emptyAlternative(alternatives);
    }
    const list = table[peek().tokenTypeIdx];
    return list?.find((choice) => gated[choice]?.GATE?.() !== false) ?? fallback;
  };
}

/** By token type, the alternatives that may begin with it, in order. */
function candidates(alternatives: readonly First[]): (readonly number[] | undefined)[] {
  const table: number[][] = [];
  alternatives.forEach(({ types }, choice) => {
    for (const type of types) {
      table[type] ??= [];
      table[type].push(choice);
    }
  });
  return Array.from(table);
}

function emptyAlternative(alternatives: readonly First[]): number | undefined {
  const choice = alternatives.findIndex(({ isNullable }) => isNullable);
  return choice === -1 ? undefined : choice;
}

const isAlternation = (production: IProduction): production is Alternation =>
  production instanceof Alternation;

const optionalProductions = {
  Option: (production: IProduction): production is Option => production instanceof Option,
  Repetition: (production: IProduction): production is Repetition => production instanceof Repetition,
  RepetitionMandatory: (production: IProduction): production is RepetitionMandatory =>
    production instanceof RepetitionMandatory,
  RepetitionMandatoryWithSeparator: (
    production: IProduction,
  ): production is RepetitionMandatoryWithSeparator => production instanceof RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator: (production: IProduction): production is RepetitionWithSeparator =>
    production instanceof RepetitionWithSeparator,
} as const;

/** The production of a kind with a certain number, anywhere inside. */
function findProduction<Kind extends IProduction & { idx: number }>(
  productions: readonly IProduction[],
  isKind: (production: IProduction) => production is Kind,
  index: number,
): Kind {
  const pending = [...productions];
  for (let production = pending.pop(); production !== undefined; production = pending.pop()) {
    if (isKind(production) && production.idx === index) return production;
    pending.push(...partsOf(production));
  }
  throw new Error("the grammar has no such production");
}

function partsOf(production: IProduction): readonly IProduction[] {
  if (production instanceof NonTerminal || production instanceof Terminal) return [];
  // All other productions hold a definition.
  return (production as IProduction & { definition: IProduction[] }).definition;
}

function firstOfSequence(productions: readonly IProduction[], known: FirstByRule): First {
  const types = new Set<number>();
  for (const production of productions) {
    const first = firstOf(production, known);
    for (const type of first.types) types.add(type);
    if (!first.isNullable) return { types, isNullable: false };
  }
  return { types, isNullable: true };
}

function firstOf(production: IProduction, known: FirstByRule): First {
  if (production instanceof Terminal) return { types: typesOf(production.terminalType), isNullable: false };
  if (production instanceof NonTerminal) return firstOfRule(production.referencedRule, known);
  if (production instanceof Alternation) return firstOfAlternation(production, known);
  const inside = firstOfSequence(partsOf(production), known);
  const isMandatory =
    production instanceof RepetitionMandatory || production instanceof RepetitionMandatoryWithSeparator;
  return { types: inside.types, isNullable: inside.isNullable || !isMandatory };
}

function firstOfAlternation(alternation: Alternation, known: FirstByRule): First {
  const firsts = alternation.definition.map((alternative) => firstOfSequence(partsOf(alternative), known));
  return {
    types: new Set(firsts.flatMap(({ types }) => [...types])),
    isNullable: firsts.some(({ isNullable }) => isNullable),
  };
}

function firstOfRule(rule: Rule, known: FirstByRule): First {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const first = firstOfSequence(rule.definition, known);
  known.set(rule, first);
  return first;
}

/** A type and, for a category, the types in it. */
function typesOf(type: TokenType): ReadonlySet<number> {
  return new Set([type.tokenTypeIdx ?? -1, ...(type.categoryMatches ?? [])]);
}
