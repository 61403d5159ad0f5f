import type { Diagnostic } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";

export function suppressionWithoutReason(span: Span): Diagnostic {
  return {
    code: "RULE240",
    severity: "error",
    span,
    message: "a finding is silenced without a reason",
    hints: ["write `kqlunit-ignore RULE206: why this is fine here`"],
  };
}

export function unusedSuppression(span: Span, code: string): Diagnostic {
  return {
    code: "RULE241",
    severity: "warning",
    span,
    message: `\`${code}\` isn't found here, so there is nothing to silence`,
    hints: ["remove the comment"],
  };
}
