import type { Diagnostic, Severity } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";
import type { Rule } from "../rule.js";
import type { QueryFacts, WildcardFact } from "./facts.js";

/** A check of a rule: what it is about, and how its findings come about. Codes are stable and never reused. */
export interface Lint {
  /** `deploy`: would the service take the rule. `logic`: does it do what it seems to. */
  readonly part: "deploy" | "logic";
  readonly level: Severity;
  /** One sentence: what is wrong when it finds something. */
  readonly summary: string;
  /** Why it matters and what to do; a few sentences for the documentation. */
  readonly why: string;
  /** Keys of a rule file with the fault, and without it. Run by the tests, shown by the documentation. */
  readonly bad: string;
  readonly good: string;
  readonly find: (subject: CheckSubject) => readonly Finding[];
}

/** What is checked. */
export interface CheckSubject {
  readonly rule: Rule;
  /** Absent when the query doesn't bind, or nothing is known of it. */
  readonly query: QueryFacts | undefined;
  /** `search *` and `union *`, which the service refuses. */
  readonly wildcards: readonly WildcardFact[];
}

export interface Finding {
  /** In the rule's file. */
  readonly span: Span;
  readonly message: string;
  readonly hints?: readonly string[];
  /** What to put in place of a part of the file, where that is safe. */
  readonly fix?: Fix;
  /** Less grave than the lint's level, such as a missing schedule of a hunting query. */
  readonly level?: Severity;
}

export interface Fix {
  readonly span: Span;
  readonly text: string;
}

/** A finding as a diagnostic, with the fix where there is one. */
export interface CheckDiagnostic extends Diagnostic {
  readonly fix?: Fix;
}

export type LintTable = Readonly<Record<string, Lint>>;

/** All findings of some lints in a rule, in file order. */
export function runLints(lints: LintTable, subject: CheckSubject): readonly CheckDiagnostic[] {
  const found = Object.entries(lints).flatMap(([code, lint]) =>
    lint.find(subject).map((finding) => diagnosticOf(code, lint, finding)),
  );
  return distinct(found).sort((a, b) => a.span.start - b.span.start);
}

/** A function that is called twice is bound twice, and found wanting twice in one place. */
function distinct(found: readonly CheckDiagnostic[]): CheckDiagnostic[] {
  const keyOf = ({ code, span, message }: CheckDiagnostic) => `${code} ${span.start} ${span.end} ${message}`;
  return [...new Map(found.map((finding) => [keyOf(finding), finding])).values()];
}

function diagnosticOf(code: string, lint: Lint, finding: Finding): CheckDiagnostic {
  const { span, message, hints = [], fix, level = lint.level } = finding;
  const diagnostic: CheckDiagnostic = { code, severity: level, span, message, hints };
  return fix === undefined ? diagnostic : { ...diagnostic, fix };
}
