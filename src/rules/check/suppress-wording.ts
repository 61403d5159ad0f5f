import type { Diagnostic, Severity } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";

/** Codes of the comments that silence findings. */
export const suppressionCodes = {
  RULE240: ["error", "A finding is silenced without a reason"],
  RULE241: ["warning", "A comment silences nothing"],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

export type SuppressionCode = keyof typeof suppressionCodes;

export function suppressionWithoutReason(span: Span): Diagnostic {
  return {
    code: "RULE240",
    severity: suppressionCodes.RULE240[0],
    span,
    message: "a finding is silenced without a reason",
    hints: ["write `kqlunit-ignore RULE206: why this is fine here`"],
  };
}

export function unusedSuppression(span: Span, code: string): Diagnostic {
  return {
    code: "RULE241",
    severity: suppressionCodes.RULE241[0],
    span,
    message: `\`${code}\` isn't found here, so there is nothing to silence`,
    hints: ["remove the comment"],
  };
}
