/** What the cases of a test file run. */
import { diagnosticLine } from "../../report/diagnostic-line.js";
import { unreadableCodes } from "../../rules/diagnostics.js";
import { mistakesIn, parseRule } from "../../rules/parse-rule.js";
import type { Rule } from "../../rules/rule.js";
import type { QueryPlace } from "../../rules/run-rule.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import { reasonOf } from "../../text/errors.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import type { SourceText } from "../../text/source.js";
import { unreadableFile, unreadableFileCode } from "./diagnostics.js";
import type { TestFile } from "./test-file.js";
import type { TestHost } from "./test-host.js";
import type { FileResult } from "./test-result.js";

/** A rule, or a query. */
export interface Subject {
  readonly rule: Rule | undefined;
  readonly query: SourceText;
  /** Where the query stands in its file. */
  readonly place: QueryPlace;
}

type LoadedSubject =
  | { readonly subject: Subject; readonly errors?: undefined }
  | ({ readonly subject?: undefined } & FileProblems);

type FileProblems = Pick<FileResult, "errors" | "unreadable">;

/** What keeps a file from running, rendered. */
export function fileProblems(diagnostics: readonly Diagnostic[], source: SourceText): FileProblems {
  const errors = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, source));
  const first = diagnostics.find(({ code }) => unreadableCodes.has(code) || code === unreadableFileCode);
  return first === undefined ? { errors } : { errors, unreadable: diagnosticLine(first, source) };
}

/** Reads the rule that a test file names; the problem of a file that cannot be read is put in the test file. */
export function loadSubject({ source, subject }: TestFile, host: TestHost): LoadedSubject {
  if (subject.kind === "query")
    return {
      subject: {
        rule: undefined,
        query: { name: source.name, text: subject.text },
        place: { query: subject, source },
      },
    };
  let file: { name: string; text: string };
  try {
    file = host.readText(source.name, subject.path);
  } catch (error) {
    const problem = unreadableFile(subject.span, subject.path, reasonOf(error));
    return fileProblems([problem], source);
  }
  const parsed = parseRule(file.text, { fileName: file.name });
  const [rule] = parsed.rules;
  const mistakes = mistakesIn(parsed, parsed.rules.slice(0, 1));
  if (rule === undefined || mistakes.length > 0) return fileProblems(mistakes, parsed.source);
  return { subject: { rule, query: { name: file.name, text: rule.query.text }, place: rule } };
}
