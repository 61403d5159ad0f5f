/** Texts in small formats of their own: CSV records, versions, command lines, sizes. */
import { Decimal } from "decimal.js";
import { badArgument } from "../diagnostics.js";
import { scalarFamily, signature } from "../entry.js";

export const recordFunctions = scalarFamily({
  parse_csv: {
    summary: "The values of the first record of a text of comma-separated values, as an array.",
    page: "parse-csv-function",
    signatures: [signature({ text: "string" }, "dynamic")],
    nulls: "propagate",
    examples: { 'parse_csv(\'aa,"b,b","c ""d"""\')': 'dynamic(["aa", "b,b", "c \\"d\\""])' },
    kernel: parseCsv,
  },
  parse_version: {
    summary: "A version of up to four numbers as a decimal that sorts as versions do; null when it is none.",
    page: "parse-version-function",
    signatures: [signature({ version: "string" }, "decimal")],
    nulls: "propagate",
    examples: { 'parse_version("0.0.7.0")': "decimal(700000000)" },
    kernel: parseVersion,
  },
  parse_command_line: {
    summary: "The arguments of a command line, as an array, by the rules of Windows.",
    page: "parse-command-line-function",
    signatures: [signature({ commandLine: "text", parser: "string" }, "dynamic")],
    nulls: "propagate",
    examples: {
      'parse_command_line("echo \\"hello world!\\"", "windows")': 'dynamic(["echo", "hello world!"])',
    },
    kernel: parseCommandLine,
  },
});

/** Quotes enclose a value only where it begins with one. */
function parseCsv(text: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; ; at++) {
    const { value, end } = text[at] === '"' ? quotedValue(text, at + 1) : plainValue(text, at);
    values.push(value);
    at = end;
    if (text[at] !== ",") return values;
  }
}

interface CsvValue {
  readonly value: string;
  readonly end: number;
}

const plainForm = /[^,\r\n]*/y;

function plainValue(text: string, start: number): CsvValue {
  plainForm.lastIndex = start;
  const value = plainForm.exec(text)?.[0] ?? "";
  return { value, end: start + value.length };
}

function quotedValue(text: string, start: number): CsvValue {
  const parts: string[] = [];
  for (let at = start; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: parts.join("") + text.slice(at), end: text.length };
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') {
      // What stands between the closing quote and the comma belongs to the value too.
      const { value, end } = plainValue(text, quote + 1);
      return { value: parts.join("") + value, end };
    }
    parts.push('"');
    at = quote + 2;
  }
}

const versionForm = /^\d{1,8}(?:\.\d{1,8}){0,3}$/;

function parseVersion(version: string): Decimal | null {
  if (!versionForm.test(version)) return null;
  const digits = version.split(".").map((part) => part.padStart(8, "0"));
  return new Decimal(digits.join("").padEnd(32, "0"));
}

/**
 * Blanks part arguments outside of quotes. Backslashes count only before a quote: two are one, an odd one makes the quote
 * a character; a doubled quote inside of quotes is a quote.
 */
function parseCommandLine(line: string, parser: string): readonly string[] {
  if (parser.toLowerCase() !== "windows") throw badArgument("parser", "`windows`");
  const args: string[] = [];
  let arg: string | undefined;
  let isQuoted = false;
  for (const [token] of line.matchAll(/\\*"|[ \t]|\\+|[^\\" \t]+/g)) {
    if (!isQuoted && (token === " " || token === "\t")) {
      if (arg !== undefined) args.push(arg);
      arg = undefined;
    } else if (!token.endsWith('"')) arg = (arg ?? "") + token;
    else {
      const slashes = token.length - 1;
      arg = (arg ?? "") + "\\".repeat(slashes >> 1);
      if (slashes % 2 === 1) arg += '"';
      else isQuoted = !isQuoted;
    }
  }
  if (arg !== undefined) args.push(arg);
  return args;
}
