/**
 * Which signatures and null positions of functions the tables of cases in this folder reach. Cases are found in the
 * text of the test files: expressions and queries in literals, and rows `["name", [arguments], expected]`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printSignature } from "../../src/bind/overload.js";
import type { FunctionEntry, Parameter, ParameterType, Signature } from "../../src/functions/entry.js";
import { parameterAt } from "../../src/functions/parameter-at.js";
import { namedAggregate, namedScalar, namedWindow } from "../../src/functions/registry.js";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import type { Expression } from "../../src/syntax/ast.js";
import { parseQuery } from "../../src/syntax/parse.js";
import { evaluate } from "./evaluate.js";
import { nullRows } from "./null-rows.js";

/** An argument as a case gives it; the type is undefined where it depends on rows. */
interface GivenArgument {
  readonly type: string | undefined;
  readonly isNull: boolean;
}

interface GivenCall {
  readonly name: string;
  readonly args: readonly GivenArgument[];
}

const folder = import.meta.dirname;
/** These hold no cases of their own, or run the examples of the entries. */
const withoutCases = new Set(["examples.test.ts", "coverage.test.ts"]);

function testFiles(): string[] {
  return [folder, join(folder, "../semantics")].flatMap((place) =>
    readdirSync(place)
      .filter((file) => file.endsWith(".test.ts") && !withoutCases.has(file))
      .map((file) => readFileSync(join(place, file), "utf8")),
  );
}

const literalPattern = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gs;

/** The texts of a file's literals; `${name}` is filled in where it is a constant text of the file. */
function literalsIn(file: string): string[] {
  const constants = new Map<string, string>();
  for (const [, name, literal] of file.matchAll(/^const (\w+) =\s+((["'`]).*?\3);$/gms)) {
    constants.set(name, fillIn(unquote(literal), constants));
  }
  return Array.from(file.matchAll(literalPattern), ([literal]) => fillIn(unquote(literal), constants));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(u\{?([\da-fA-F]+)\}?|.)/gs, (_, one: string, code?: string) =>
      code === undefined ? (escapes[one] ?? one) : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}

function fillIn(text: string, constants: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => constants.get(name) ?? whole);
}

/** Rows of a table whose function and arguments stand apart, as one expression each. */
function rowsIn(file: string): string[] {
  const rows = file.matchAll(/\["(\w+)", \[(.*)\], .*\],$/gm);
  return Array.from(rows, ([, name, list]) => {
    const args = Array.from(splitArguments(list), argumentText);
    return `${name}(${args.join(", ")})`;
  });
}

/** The parts of a list at its commas, but for those in brackets and literals. */
function splitArguments(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const [piece] of list.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|./gs)) {
    if ("([{".includes(piece)) depth++;
    if (")]}".includes(piece)) depth--;
    if (piece === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += piece;
  }
  return part.trim() === "" ? parts : [...parts, part.trim()];
}

function argumentText(source: string): string {
  const nullType = /^nullOf\("(\w+)"\)$/.exec(source)?.[1];
  if (nullType === "string") return '""';
  if (nullType !== undefined) return `${nullType}(null)`;
  if (source.startsWith("[")) return `dynamic(${source})`;
  return source.replace(/^(-?\d+)n$/, "$1");
}

/** Every call and every operator with its operands, at all depths of a text that parses. */
function callsIn(text: string, hasNullRows: boolean): GivenCall[] {
  for (const query of [`print it = ${text}`, text]) {
    const { query: parsed, diagnostics } = parseQuery(query, operatorSyntax);
    if (diagnostics.length === 0) return collect(parsed, { text: query, hasNullRows }, []);
  }
  return [];
}

interface CaseText {
  readonly text: string;
  /** Whether the rows that the columns belong to have nulls. */
  readonly hasNullRows: boolean;
}

function collect(node: unknown, from: CaseText, found: GivenCall[]): GivenCall[] {
  if (typeof node !== "object" || node === null) return found;
  if ("kind" in node) {
    const call = callOf(node as Expression, from); // other nodes have other kinds
    if (call !== undefined) found.push(call);
  }
  for (const part of Object.values(node)) collect(part, from, found);
  return found;
}

function callOf(node: Expression, { text, hasNullRows }: CaseText): GivenCall | undefined {
  const given = (parts: readonly { readonly span: Expression["span"] }[]) =>
    parts.map(({ span }) => {
      const argument = argumentOf(text.slice(span.start, span.end));
      return argument.type === undefined && hasNullRows ? { ...argument, isNull: true } : argument;
    });
  switch (node.kind) {
    case "call":
      return { name: node.callee.text, args: given(node.args.map(({ value }) => value)) };
    case "binary":
      return { name: node.operator, args: given([node.left, node.right]) };
    case "unary":
      return { name: "negate", args: given([node.operand]) };
    case "in":
      return { name: node.operator, args: given([node.left, ...node.right]) };
    default:
      return undefined;
  }
}

const known = new Map<string, GivenArgument>();

function argumentOf(text: string): GivenArgument {
  let argument = known.get(text);
  if (argument === undefined) {
    argument = evaluated(text);
    known.set(text, argument);
  }
  return argument;
}

function evaluated(text: string): GivenArgument {
  try {
    const { type, value } = evaluate(text);
    return { type, isNull: value === null || value === "" };
  } catch {
    return { type: undefined, isNull: false }; // columns and such, which only the query knows
  }
}

const classes: Readonly<Record<string, readonly string[]>> = {
  numeric: ["int", "long", "real", "decimal"],
  summable: ["int", "long", "real", "decimal", "timespan"],
  index: ["int", "long"],
  long: ["int", "long"],
  real: ["int", "long", "real"],
  decimal: ["int", "long", "real", "decimal"],
};

function fits(wanted: ParameterType, type: string | undefined): boolean {
  if (type === undefined || type === "dynamic" || wanted === type) return true;
  if (typeof wanted === "object") return wanted.some((one) => one === type);
  return ["any", "text", "same", "ordered"].includes(wanted) || classes[wanted]?.includes(type) === true;
}

function matches(signature: Signature, args: readonly GivenArgument[]): boolean {
  const { length } = args;
  if (length < signature.minCount || length > signature.maxCount) return false;
  return args.every(({ type }, at) => fits(parameterAt(signature, at, length)?.type ?? "any", type));
}

/** Calls of all test files, by the entry's own name. */
export function givenCalls(): ReadonlyMap<string, readonly GivenCall[]> {
  const calls = new Map<string, GivenCall[]>();
  const cases = testFiles().flatMap((file) => {
    const hasNullRows = /datatable[^`]*\(null\)|allTypes|\bsummarize\(/.test(file);
    return [...literalsIn(file), ...rowsIn(file)].map((text) => ({ text, hasNullRows }));
  });
  for (const [text] of nullRows) cases.push({ text, hasNullRows: text.includes("datatable") });
  for (const { text, hasNullRows } of cases) {
    for (const call of callsIn(text, hasNullRows)) {
      const named = namedAggregate(call.name) ?? namedScalar(call.name) ?? namedWindow(call.name);
      for (const name of new Set([named?.name, namedScalar(call.name)?.name])) {
        if (name !== undefined) calls.set(name, [...(calls.get(name) ?? []), call]);
      }
    }
  }
  return calls;
}

/** Texts that pick a way or a unit: an empty one is a mistake. */
const modes = new Set(["format", "from", "kind", "method", "parser", "timezone", "to", "trend", "type"]);

/** Parameters that no case need give a null, by function: what the engine makes of one is not known. */
const unknownNulls: Readonly<Record<string, readonly string[]>> = {
  countof: ["search"],
  extract_all: ["groups"],
  has_all: ["items"],
  has_any: ["items"],
  hash_xxhash64: ["divisor"],
  ipv4_is_in_any_range: ["ranges"],
  ipv6_is_in_any_range: ["ranges"],
  // The binder gives it names of columns and their values.
  pack_all: ["key", "value"],
  parse_user_agent: ["userAgent", "parts"],
  percentile_tdigest: ["percentile"],
  percentiles_array_tdigest: ["percentile", "percentiles"],
  percentrank_tdigest: ["value"],
  rand: ["n"],
  rank_tdigest: ["value"],
  replace_strings: ["rewrites"],
  series_decompose_forecast: ["points"],
  set_has_element: ["value"],
  split: ["delimiter"],
  zip: ["array"],
};

function mayBeNull(name: string, { name: parameter, isConstant, isOptional }: Parameter): boolean {
  if (isConstant || modes.has(parameter) || unknownNulls[name]?.includes(parameter)) return false;
  // The reference does not say what a null option of a series function does.
  return !(name.startsWith("series_") && isOptional);
}

/** Guids have no order, and dynamic values are ordered beside numbers alone: the binder refuses other signatures. */
function isRefused(name: string, { parameters }: Signature): boolean {
  if (!["<", "<=", ">", ">="].includes(name)) return false;
  const types: readonly string[] = parameters.flatMap(({ type }) => type);
  const isNumeric = types.some((type) => classes.numeric.includes(type));
  return types.includes("guid") || (types.includes("dynamic") && !isNumeric);
}

/** What the calls leave out: signatures, and nulls at the parameters of each that may be null. */
export function gapsOf(
  name: string,
  { signatures }: Pick<FunctionEntry, "signatures">,
  calls: readonly GivenCall[],
): string[] {
  return signatures.flatMap((signature) => {
    if (isRefused(name, signature)) return [];
    const title = printSignature(name, signature);
    const fitting = calls.filter(({ args }) => matches(signature, args));
    if (fitting.length === 0) return [`${title}: no case`];
    const reached = (parameter: Parameter) =>
      fitting.some(({ args }) =>
        args.some(({ isNull }, at) => isNull && parameterAt(signature, at, args.length) === parameter),
      );
    return signature.parameters
      .filter((parameter) => mayBeNull(name, parameter) && !reached(parameter))
      .map((parameter) => `${title}: no null as ${parameter.name}`);
  });
}
