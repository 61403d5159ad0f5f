import type { Diagnostic } from "../text/diagnostic.js";
import type { ConfigEntry, ConfigNode, ConfigScalar } from "./config-node.js";
import { notJson, tooLarge } from "./diagnostics.js";

/** Templates nest resources a few levels deep; the limit keeps the reader's recursion bounded. */
const maxDepth = 200;

export type JsonResult =
  | { readonly ok: true; readonly node: ConfigNode }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/**
 * Reads JSON with the place of every value. As ARM templates may, the text can hold comments, strings over several
 * lines and a byte order mark.
 */
export function readJson(text: string): JsonResult {
  const reader = new JsonReader(text);
  try {
    return { ok: true, node: reader.readAll() };
  } catch (error) {
    if (error instanceof JsonProblem) return { ok: false, diagnostic: error.diagnostic };
    throw error;
  }
}

/** Leaves the recursion at the first mistake; never seen outside this file. */
class JsonProblem extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {
    if (text.startsWith("\uFEFF")) this.at = 1;
  }

  readAll(): ConfigNode {
    const node = this.readValue(0);
    this.skipBlank();
    if (this.at < this.text.length) this.fail("there is more after the end of the value");
    return node;
  }

  private readValue(depth: number): ConfigNode {
    if (depth > maxDepth) {
      const span = { start: this.at, end: this.at + 1 };
      throw new JsonProblem(tooLarge(span, "the JSON is nested too deeply", `${maxDepth} levels`));
    }
    this.skipBlank();
    const first = this.text[this.at];
    if (first === "{") return this.readMap(depth);
    if (first === "[") return this.readList(depth);
    if (first === '"') return this.readString();
    return this.readWord();
  }

  private readMap(depth: number): ConfigNode {
    const start = this.at++;
    const entries: ConfigEntry[] = [];
    while (!this.tryTake("}")) {
      if (entries.length > 0) this.take(",", "a comma or `}` is missing");
      if (this.tryTake("}")) break;
      this.skipBlank();
      if (this.text[this.at] !== '"') this.fail("a key in double quotes is missing");
      const key = this.readString();
      this.take(":", "a colon is missing after the key");
      entries.push({ key: key.text, keySpan: key.span, value: this.readValue(depth + 1) });
    }
    return { kind: "map", entries, span: { start, end: this.at } };
  }

  private readList(depth: number): ConfigNode {
    const start = this.at++;
    const items: ConfigNode[] = [];
    while (!this.tryTake("]")) {
      if (items.length > 0) this.take(",", "a comma or `]` is missing");
      if (this.tryTake("]")) break;
      items.push(this.readValue(depth + 1));
    }
    return { kind: "list", items, span: { start, end: this.at } };
  }

  private readString(): ConfigScalar {
    const start = this.at++;
    let value = "";
    let plainFrom = this.at;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) this.failAt(start, "a string isn't closed");
      if (character === '"') break;
      if (character === "\\") {
        value += this.text.slice(plainFrom, this.at) + this.readEscape();
        plainFrom = this.at;
      } else this.at++;
    }
    value += this.text.slice(plainFrom, this.at);
    this.at++;
    const span = { start, end: this.at };
    return { kind: "scalar", value, text: value, style: "double-quoted", span };
  }

  private readEscape(): string {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail("`\\u` needs four hex digits");
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = escapes.get(letter);
    if (plain === undefined) this.fail(`\`\\${letter}\` isn't an escape`);
    this.at += 2;
    return plain;
  }

  private readWord(): ConfigNode {
    const start = this.at;
    while (/[\w.+-]/.test(this.text[this.at] ?? "")) this.at++;
    const text = this.text.slice(start, this.at);
    const value = words.has(text) ? (words.get(text) ?? null) : this.readNumber(text, start);
    return { kind: "scalar", value, text, style: "plain", span: { start, end: this.at } };
  }

  private readNumber(text: string, start: number): number {
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
    return this.failAt(start, text === "" ? "a value is missing" : `\`${text.slice(0, 40)}\` isn't a value`);
  }

  private skipBlank(): void {
    for (;;) {
      while (/\s/.test(this.text[this.at] ?? "")) this.at++;
      const opener = this.text.slice(this.at, this.at + 2);
      if (opener !== "//" && opener !== "/*") return;
      const closer = opener === "//" ? "\n" : "*/";
      const end = this.text.indexOf(closer, this.at + 2);
      if (end === -1 && opener === "/*") this.fail("a comment isn't closed");
      this.at = end === -1 ? this.text.length : end + closer.length;
    }
  }

  private tryTake(character: string): boolean {
    this.skipBlank();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(character: string, problem: string): void {
    if (!this.tryTake(character)) this.fail(problem);
  }

  private fail(problem: string): never {
    return this.failAt(this.at, problem);
  }

  private failAt(start: number, problem: string): never {
    throw new JsonProblem(notJson({ start, end: Math.min(start + 1, this.text.length) }, problem));
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
