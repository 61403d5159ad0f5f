/** Turns the parser's exceptions into diagnostics. */
import type { IRecognitionException, IToken } from "chevrotain";
import type { Diagnostic } from "../text/diagnostic.js";
import { tokenSpan } from "./cst.js";
import { keywordAsName, unexpectedEnd, unexpectedToken, unknownOperator } from "./diagnostics.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";

export function syntaxDiagnostic(
  error: IRecognitionException,
  text: string,
  operators: OperatorSyntaxTable,
): Diagnostic {
  const { token, context } = error;
  const expected = error.message === "" ? [] : error.message.split("\n");
  const rule = context.ruleStack.at(-1) ?? "";
  if (token.tokenType.name === "EOF") {
    return unexpectedEnd(expected, { start: text.trimEnd().length, end: text.trimEnd().length });
  }
  const span = tokenSpan(token);
  if (rule === "tabularOperator" && /^[a-z]/i.test(token.image)) {
    return unknownOperator(token.image, operators.byKind.keys(), span);
  }
  if (rule === "operand" && isKeyword(token)) return keywordAsName(token.image, span);
  return unexpectedToken(`\`${shorten(token.image)}\``, expected, span);
}

function isKeyword(token: IToken): boolean {
  return /^[A-Za-z]/.test(token.image) && token.tokenType.name !== "Identifier";
}

function shorten(image: string): string {
  const line = image.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
