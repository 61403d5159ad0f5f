import type { StoredFunction } from "../bind/catalog.js";
import { operatorSyntax } from "../operators/syntax-table.js";
import { parseQuery } from "../syntax/parse.js";
import { KqlError } from "../text/errors.js";
import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";

/**
 * Reads a stored function: `(x:string) { body }`, or a bare body, which is a function without parameters.
 * @throws KqlError when the text does not parse; positions are those of the text as given.
 */
export function parseStoredFunction(
  name: string,
  text: string,
  fileName = `function ${name}`,
): StoredFunction {
  const declaration = declarationText(name, text);
  const source: SourceText = { name: fileName, text: declaration };
  const { query, diagnostics } = parseQuery(declaration, operatorSyntax);
  if (diagnostics.length > 0) {
    const offset = declaration.indexOf(text);
    throw new KqlError(
      diagnostics.map((diagnostic) => ({ ...diagnostic, span: moved(diagnostic.span, offset, text.length) })),
      { name: fileName, text },
    );
  }
  const [statement] = query.statements;
  if (statement?.kind !== "let-function") {
    const span = { start: 0, end: declaration.length };
    const message = `\`${name}\` is not a function: expected \`(parameters) { body }\` or a query`;
    throw new KqlError([{ code: "KQL090", severity: "error", span, message, hints: [] }], source);
  }
  return { name, declaration: statement.declaration, source };
}

/** A place in the declaration as one of the text that it was made of. */
function moved({ start, end }: Span, offset: number, length: number): Span {
  const inside = (at: number) => Math.min(Math.max(at - offset, 0), length);
  return { start: inside(start), end: inside(end) };
}

/** A parameter list in front makes a function; anything else is a body. */
function declarationText(name: string, text: string): string {
  const isDeclaration = /^\s*(?:\/\/[^\n]*\n\s*)*(?:view\s*)?\((?:[^()]|\([^()]*\))*\)\s*\{/.test(text);
  return isDeclaration ? `let ['${name}'] = ${text}` : `let ['${name}'] = () {\n${text}\n}`;
}
