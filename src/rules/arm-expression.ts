import type { ConfigMap, ConfigScalar } from "./config-node.js";
import { textUnder, valueUnder } from "./config-node.js";
import { fileOffset, mapScalar, type TextMap, type TextSegment } from "./text-map.js";

/** What expressions of one template may refer to. */
export interface TemplateScope {
  readonly text: string;
  readonly parameters: ConfigMap | undefined;
  readonly variables: ConfigMap | undefined;
  /** Characters that parameters and variables may still put into texts: bounds variables made of variables. */
  readonly budget: { left: number };
}

const maxCharacters = 2_000_000;

/** Stands for a part that only the deployment knows; texts of rules never hold it. */
const unknownMark = "\u0000";

/**
 * A text of a template with its expression worked out as far as it is constant: `[concat('a', variables('b'))]`.
 * Parts that need the deployment are listed in `unresolved`, and the text keeps what is known around them.
 */
export function resolveText(node: ConfigScalar, scope: TemplateScope): ConfigScalar {
  if (typeof node.value !== "string") return node;
  const text = node.value;
  if (text.startsWith("[[")) return withPieces(node, [{ text: text.slice(1), at: 1 }], scope);
  if (!text.startsWith("[") || !text.endsWith("]")) return node;
  const parser = new ExpressionParser(text, 1, scope, 0);
  const pieces = parser.parseAll(text.length - 1);
  // Not an expression after all, such as a query that starts with a bracketed name: it stands for itself.
  return pieces === undefined ? node : withPieces(node, pieces, scope, parser.unresolved);
}

/** The last segment of a resource name, whatever stands before it. */
export function lastSegment(text: string): string | undefined {
  const segment = text.slice(text.lastIndexOf("/") + 1);
  return segment === "" || segment.includes(unknownMark) ? undefined : segment;
}

/** A piece of the result; `at` is where it stands in the expression, if it does character by character. */
interface Piece {
  readonly text: string;
  readonly at: number | undefined;
}

function withPieces(
  node: ConfigScalar,
  pieces: readonly Piece[],
  scope: TemplateScope,
  unresolved: readonly string[] = [],
): ConfigScalar {
  const text = pieces.map((piece) => piece.text).join("");
  const inner = mapScalar(node.text, scope.text, node.span, node.style);
  const resolved = { ...node, value: text, text, map: mapPieces(pieces, inner) };
  return unresolved.length === 0 ? resolved : { ...resolved, unresolved };
}

function mapPieces(pieces: readonly Piece[], inner: TextMap): TextMap {
  const segments: TextSegment[] = [];
  let at = 0;
  for (const piece of pieces) {
    const start = piece.at ?? 0;
    const breaks = inner.segments.filter((s) => s.at > start && s.at < start + piece.text.length);
    if (piece.text !== "") segments.push({ at, from: fileOffset(inner, start) });
    if (piece.at !== undefined) {
      for (const segment of breaks) segments.push({ at: at + segment.at - start, from: segment.from });
    }
    at += piece.text.length;
  }
  return {
    segments: segments.length === 0 ? [{ at: 0, from: inner.end }] : segments,
    end: inner.end,
    length: at,
  };
}

const maxDepth = 20;

/** Recursive descent over one expression; `undefined` wherever the text isn't one. */
class ExpressionParser {
  readonly unresolved: string[] = [];

  constructor(
    private readonly text: string,
    private at: number,
    private readonly scope: TemplateScope,
    private readonly depth: number,
  ) {}

  parseAll(end: number): readonly Piece[] | undefined {
    const pieces = this.parseValue(0);
    this.skipBlank();
    return this.at === end ? pieces : undefined;
  }

  private parseValue(depth: number): readonly Piece[] | undefined {
    this.skipBlank();
    const start = this.at;
    if (depth + this.depth > maxDepth) return undefined;
    if (this.text[this.at] === "'") return this.parseLiteral();
    const number = /^-?\d+/.exec(this.text.slice(this.at, this.at + 20));
    if (number !== null) {
      this.at += number[0].length;
      return [{ text: number[0], at: start }];
    }
    return this.parseCall(start, depth);
  }

  private parseLiteral(): readonly Piece[] | undefined {
    const pieces: Piece[] = [];
    let from = ++this.at;
    for (;;) {
      const quote = this.text.indexOf("'", this.at);
      if (quote === -1) return undefined;
      const doubled = this.text[quote + 1] === "'";
      pieces.push({ text: this.text.slice(from, doubled ? quote + 1 : quote), at: from });
      this.at = doubled ? quote + 2 : quote + 1;
      from = this.at;
      if (!doubled) return pieces;
    }
  }

  private parseCall(start: number, depth: number): readonly Piece[] | undefined {
    const name = /^[A-Za-z_][\w.]*/.exec(this.text.slice(this.at, this.at + 100))?.[0];
    if (name === undefined) return undefined;
    this.at += name.length;
    const args = this.parseArguments(depth);
    if (args === undefined) return undefined;
    const hasMember = this.skipMembers();
    const known = hasMember ? undefined : this.call(name.toLowerCase(), args);
    if (known !== undefined) return known;
    this.unresolved.push(this.text.slice(start, this.at));
    return [{ text: unknownMark, at: undefined }];
  }

  private parseArguments(depth: number): (readonly Piece[])[] | undefined {
    const args: (readonly Piece[])[] = [];
    if (!this.tryTake("(")) return undefined;
    while (!this.tryTake(")")) {
      if (args.length > 0 && !this.tryTake(",")) return undefined;
      const value = this.parseValue(depth + 1);
      if (value === undefined) return undefined;
      args.push(value);
    }
    return args;
  }

  /** `.name` and `[0]` behind a call: values inside objects aren't followed. */
  private skipMembers(): boolean {
    const members = /^(?:\.\w+|\[[^[\]]*\])+/.exec(this.text.slice(this.at, this.at + 200));
    if (members !== null) this.at += members[0].length;
    return members !== null;
  }

  private call(name: string, args: readonly (readonly Piece[])[]): readonly Piece[] | undefined {
    if (name === "concat") return args.flat();
    if (!this.isKnown(args)) return undefined;
    const texts = args.map((pieces) => pieces.map((piece) => piece.text).join(""));
    if (name === "parameters") return this.lookUp(this.scope.parameters, texts[0], "defaultValue");
    if (name === "variables") return this.lookUp(this.scope.variables, texts[0]);
    const result = textFunctions.get(name)?.(texts);
    return result === undefined ? undefined : [{ text: result, at: undefined }];
  }

  private isKnown(args: readonly (readonly Piece[])[]): boolean {
    return !args.flat().some((piece) => piece.text.includes(unknownMark));
  }

  private lookUp(map: ConfigMap | undefined, name: string, inside?: string): readonly Piece[] | undefined {
    const found = map?.entries.find((entry) => entry.key.toLowerCase() === name?.toLowerCase())?.value;
    const value = inside !== undefined && found?.kind === "map" ? valueUnder(found, inside) : found;
    if (value?.kind !== "scalar" || value.value === null || value.text === "") return undefined;
    const text = value.text;
    this.scope.budget.left -= text.length + 1;
    if (this.scope.budget.left < 0) return undefined;
    if (!text.startsWith("[") || text.startsWith("[[")) return [{ text, at: undefined }];
    const parser = new ExpressionParser(text, 1, this.scope, this.depth + 1);
    const pieces = parser.parseAll(text.length - 1);
    if (pieces === undefined || parser.unresolved.length > 0) return undefined;
    return pieces.map((piece) => ({ text: piece.text, at: undefined }));
  }

  private skipBlank(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }

  private tryTake(character: string): boolean {
    this.skipBlank();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }
}

const textFunctions: ReadonlyMap<string, (texts: readonly string[]) => string | undefined> = new Map([
  ["tolower", ([text]: readonly string[]) => text?.toLowerCase()],
  ["toupper", ([text]: readonly string[]) => text?.toUpperCase()],
  ["trim", ([text]: readonly string[]) => text?.trim()],
  ["string", ([text]: readonly string[]) => text],
  ["replace", replaceText],
  ["format", formatText],
]);

function replaceText([text, from, to]: readonly string[]): string | undefined {
  if (to === undefined || from === "" || text.length * to.length > maxCharacters) return undefined;
  return text.replaceAll(from, to);
}

function formatText([format, ...values]: readonly string[]): string | undefined {
  if (format === undefined) return undefined;
  const complete = [...format.matchAll(/\{(\d+)\}/g)].every(
    (match) => values[Number(match[1])] !== undefined,
  );
  return complete ? format.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)]) : undefined;
}

/** Parameters and variables of a template object. */
export function scopeOf(text: string, template: ConfigMap): TemplateScope {
  const parameters = valueUnder(template, "parameters");
  const variables = valueUnder(template, "variables");
  return {
    text,
    parameters: parameters?.kind === "map" ? parameters : undefined,
    variables: variables?.kind === "map" ? variables : undefined,
    budget: { left: maxCharacters },
  };
}

/** True for text that names one of the resource types that hold analytics rules. */
export function isRuleType(resource: ConfigMap): boolean {
  return /\/alertRule(?:s|Templates)$/i.test(textUnder(resource, "type") ?? "");
}
