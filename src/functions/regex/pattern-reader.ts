import { badPattern } from "../diagnostics.js";
import type { KernelError } from "../kernel-error.js";

/** A place in a pattern, moved forward by the parse functions. */
export class PatternReader {
  at = 0;

  constructor(readonly pattern: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  /** The next code point; empty at the end. */
  peek(): string {
    const code = this.pattern.codePointAt(this.at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  next(): string {
    const char = this.peek();
    if (char === "") throw this.problem("it ends too early");
    this.at += char.length;
    return char;
  }

  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Matches a sticky expression here and goes past it. */
  match(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at;
    const match = form.exec(this.pattern);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }

  /** White space and comments of verbose mode. */
  skipVerbose(): boolean {
    return this.match(/(?:\s|#[^\n]*(?:\n|$))+/y) !== undefined;
  }

  problem(text: string): KernelError {
    return badPattern(this.pattern, `${text} (at character ${this.at + 1})`);
  }
}
