/**
 * Operators that look into a text: `has`, `contains`, `startswith`, `=~`, `matches regex`, ... A dynamic operand is
 * read as its `tostring()`; an absent one is the empty text, so the operators are total.
 */
import { cellToText, dynamicToText } from "../../types/text.js";
import type { DynamicValue } from "../../types/value.js";
import { tooManyGroups } from "../diagnostics.js";
import { type ScalarEntry, scalarFamily, signature, type VectorKernel } from "../entry.js";
import { compileRegex, maxGroups } from "../regex/regex.js";
import { phraseMatcher } from "../terms.js";
import { foldCase } from "../text-case.js";
import { compareTexts, inAnyCase } from "./text-equality.js";

/** What is asked of a text, with everything that depends on the right side alone already done. */
type Test = (left: string) => boolean;

interface TextOperator {
  readonly summary: string;
  readonly page: string;
  readonly prepare: (right: string) => Test;
  readonly examples: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
}

const operands = { left: ["string", "dynamic"], right: ["string", "dynamic"] } as const;

function textOperator({ prepare, ...facts }: TextOperator): ScalarEntry {
  return {
    ...facts,
    signatures: [signature(operands, "bool")],
    nulls: "custom",
    kernel: (left: DynamicValue, right: DynamicValue) => prepare(dynamicToText(right))(dynamicToText(left)),
    keepsConstants: true,
    specialize: ([, { constant, type }]) => {
      if (constant === undefined) {
        return (left: DynamicValue, right: DynamicValue) =>
          prepare(dynamicToText(right))(dynamicToText(left));
      }
      const test = prepare(cellToText(constant.value, type));
      return (left: DynamicValue) => test(dynamicToText(left));
    },
  };
}

function not(prepare: TextOperator["prepare"]): TextOperator["prepare"] {
  return (right) => {
    const test = prepare(right);
    return (left) => !test(left);
  };
}

/** The same test on lower-cased texts. */
function ignoringCase(prepare: TextOperator["prepare"]): TextOperator["prepare"] {
  return (right) => {
    const test = prepare(foldCase(right));
    return (left) => test(foldCase(left));
  };
}

const has = (right: string): Test => phraseMatcher(right, "whole");
const hasPrefix = (right: string): Test => phraseMatcher(right, "prefix");
const hasSuffix = (right: string): Test => phraseMatcher(right, "suffix");
const contains =
  (right: string): Test =>
  (left) =>
    left.includes(right);
const startsWith =
  (right: string): Test =>
  (left) =>
    left.startsWith(right);
const endsWith =
  (right: string): Test =>
  (left) =>
    left.endsWith(right);

// Folding keeps the length, so only as much of the left side is folded as can matter.

function startsWithAnyCase(right: string): Test {
  const start = foldCase(right);
  return (left) => left.length >= start.length && foldCase(left.slice(0, start.length)) === start;
}

function endsWithAnyCase(right: string): Test {
  const end = foldCase(right);
  return (left) => left.length >= end.length && foldCase(left.slice(left.length - end.length)) === end;
}

function equalsAnyCase(right: string): Test {
  const text = foldCase(right);
  return (left) => left.length === text.length && foldCase(left) === text;
}

/** Two columns of texts. */
function anyCaseLoop(whenEqual: boolean): VectorKernel {
  return ([left, right], { run }) =>
    left.type === "string" && right?.type === "string"
      ? compareTexts(inAnyCase, left, right, run, whenEqual)
      : undefined;
}

function matchesRegex(right: string): Test {
  const regex = compileRegex(right);
  if (regex.groupCount > maxGroups) throw tooManyGroups(right, maxGroups);
  return (left) => regex.test(left);
}

export const textOperators = scalarFamily({
  has: textOperator({
    summary: "Whether a text has a term or phrase, in any letter case.",
    page: "has-operator",
    prepare: ignoringCase(has),
    examples: { '"North America" has "america"': "true", '"North America" has "amer"': "false" },
  }),
  "!has": textOperator({
    summary: "Whether a text does not have a term or phrase, in any letter case.",
    page: "not-has-operator",
    prepare: not(ignoringCase(has)),
    examples: { '"North America" !has "amer"': "true" },
  }),
  has_cs: textOperator({
    summary: "Whether a text has a term or phrase.",
    page: "has-cs-operator",
    prepare: has,
    examples: { '"North America" has_cs "America"': "true", '"North America" has_cs "america"': "false" },
  }),
  "!has_cs": textOperator({
    summary: "Whether a text does not have a term or phrase.",
    page: "not-has-cs-operator",
    prepare: not(has),
    examples: { '"North America" !has_cs "america"': "true" },
  }),
  hasprefix: textOperator({
    summary: "Whether a term of a text starts with another text, in any letter case.",
    page: "hasprefix-operator",
    prepare: ignoringCase(hasPrefix),
    examples: { '"North America" hasprefix "ame"': "true", '"North America" hasprefix "mer"': "false" },
  }),
  "!hasprefix": textOperator({
    summary: "Whether no term of a text starts with another text, in any letter case.",
    page: "not-hasprefix-operator",
    prepare: not(ignoringCase(hasPrefix)),
    examples: { '"North America" !hasprefix "mer"': "true" },
  }),
  hasprefix_cs: textOperator({
    summary: "Whether a term of a text starts with another text.",
    page: "hasprefix-cs-operator",
    prepare: hasPrefix,
    examples: { '"North America" hasprefix_cs "Ame"': "true" },
  }),
  "!hasprefix_cs": textOperator({
    summary: "Whether no term of a text starts with another text.",
    page: "not-hasprefix-cs-operator",
    prepare: not(hasPrefix),
    examples: { '"North America" !hasprefix_cs "CA"': "true" },
  }),
  hassuffix: textOperator({
    summary: "Whether a term of a text ends with another text, in any letter case.",
    page: "hassuffix-operator",
    prepare: ignoringCase(hasSuffix),
    examples: { '"the end." hassuffix "END"': "true", '"ending" hassuffix "end"': "false" },
  }),
  "!hassuffix": textOperator({
    summary: "Whether no term of a text ends with another text, in any letter case.",
    page: "not-hassuffix-operator",
    prepare: not(ignoringCase(hasSuffix)),
    examples: { '"North America" !hassuffix "americ"': "true" },
  }),
  hassuffix_cs: textOperator({
    summary: "Whether a term of a text ends with another text.",
    page: "hassuffix-cs-operator",
    prepare: hasSuffix,
    examples: { '"North America" hassuffix_cs "ica"': "true" },
  }),
  "!hassuffix_cs": textOperator({
    summary: "Whether no term of a text ends with another text.",
    page: "not-hassuffix-cs-operator",
    prepare: not(hasSuffix),
    examples: { '"North America" !hassuffix_cs "icA"': "true" },
  }),
  contains: textOperator({
    summary: "Whether a text holds another, in any letter case.",
    page: "contains-operator",
    prepare: ignoringCase(contains),
    examples: { '"FabriKam" contains "BRik"': "true" },
  }),
  "!contains": textOperator({
    summary: "Whether a text does not hold another, in any letter case.",
    page: "not-contains-operator",
    prepare: not(ignoringCase(contains)),
    examples: { '"Fabrikam" !contains "xyz"': "true" },
    aliases: ["notcontains"],
  }),
  contains_cs: textOperator({
    summary: "Whether a text holds another.",
    page: "contains-cs-operator",
    prepare: contains,
    examples: { '"FabriKam" contains_cs "Kam"': "true" },
    aliases: ["containscs"],
  }),
  "!contains_cs": textOperator({
    summary: "Whether a text does not hold another.",
    page: "not-contains-cs-operator",
    prepare: not(contains),
    examples: { '"Fabrikam" !contains_cs "Kam"': "true" },
    aliases: ["notcontainscs"],
  }),
  startswith: textOperator({
    summary: "Whether a text starts with another, in any letter case.",
    page: "startswith-operator",
    prepare: startsWithAnyCase,
    examples: { '"Fabrikam" startswith "fab"': "true" },
  }),
  "!startswith": textOperator({
    summary: "Whether a text does not start with another, in any letter case.",
    page: "not-startswith-operator",
    prepare: not(startsWithAnyCase),
    examples: { '"Fabrikam" !startswith "kam"': "true" },
  }),
  startswith_cs: textOperator({
    summary: "Whether a text starts with another.",
    page: "startswith-cs-operator",
    prepare: startsWith,
    examples: { '"Fabrikam" startswith_cs "Fab"': "true" },
  }),
  "!startswith_cs": textOperator({
    summary: "Whether a text does not start with another.",
    page: "not-startswith-cs-operator",
    prepare: not(startsWith),
    examples: { '"Fabrikam" !startswith_cs "fab"': "true" },
  }),
  endswith: textOperator({
    summary: "Whether a text ends with another, in any letter case.",
    page: "endswith-operator",
    prepare: endsWithAnyCase,
    examples: { '"Fabrikam" endswith "Kam"': "true" },
  }),
  "!endswith": textOperator({
    summary: "Whether a text does not end with another, in any letter case.",
    page: "not-endswith-operator",
    prepare: not(endsWithAnyCase),
    examples: { '"Fabrikam" !endswith "brik"': "true" },
  }),
  endswith_cs: textOperator({
    summary: "Whether a text ends with another.",
    page: "endswith-cs-operator",
    prepare: endsWith,
    examples: { '"Fabrikam" endswith_cs "kam"': "true" },
  }),
  "!endswith_cs": textOperator({
    summary: "Whether a text does not end with another.",
    page: "not-endswith-cs-operator",
    prepare: not(endsWith),
    examples: { '"Fabrikam" !endswith_cs "Kam"': "true" },
  }),
  "=~": {
    ...textOperator({
      summary: "Whether two texts are equal in any letter case.",
      page: "equals-operator",
      prepare: equalsAnyCase,
      examples: { '"abc" =~ "ABC"': "true", '"straße" =~ "STRASSE"': "false" },
    }),
    vectorKernel: anyCaseLoop(true),
  },
  "!~": {
    ...textOperator({
      summary: "Whether two texts differ in more than letter case.",
      page: "not-equals-operator",
      prepare: not(equalsAnyCase),
      examples: { '"aBc" !~ "xyz"': "true" },
    }),
    vectorKernel: anyCaseLoop(false),
  },
  "matches regex": textOperator({
    summary: "Whether a regular expression matches somewhere in a text.",
    page: "matches-regex-operator",
    prepare: matchesRegex,
    examples: { '"Fabrikam" matches regex "b.*k"': "true" },
  }),
});
