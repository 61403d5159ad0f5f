/** The byte loader against `JSON.parse` and the reader of outside values. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberAt } from "../../../src/exec/member.js";
import { ImportFailure, importCell } from "../../../src/types/import.js";
import { parseJson, printJson } from "../../../src/types/json.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import type { Cell, DynamicValue } from "../../../src/types/value.js";
import { cellsOf, type StoredVector, type Vector } from "../../../src/vector/vector.js";
import { loadText } from "./load-text.js";

const types: readonly KqlType[] = [
  "string",
  "dynamic",
  "long",
  "int",
  "real",
  "bool",
  "datetime",
  "timespan",
  "guid",
  "decimal",
];

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom(
    "",
    " ",
    "true",
    "0",
    "-0",
    "007",
    "12",
    "1.50",
    "-3.25",
    "9007199254740993",
    "9223372036854775808",
    "0x1F",
    "2026-04-06T12:00:00Z",
    "2026-04-06 12:00:00.1234567",
    "2026-02-30T00:00:00Z",
    "1601-01-01T00:00:00Z",
    "4/6/2026",
    "1.02:03:04",
    "90s",
    "74be27de-1e4e-49d9-b579-fe0b331d3642",
    "74BE27DE-1E4E-49D9-B579-FE0B331D3642",
    '{"a": 1}',
    '[1.0, "x"]',
    "  [1]  ",
    "{broken",
    '"quoted"',
    "C:\\temp\\x",
    "line\nbreak\ttab",
    "\ud800",
    "\u00e9\u{1f600}",
  ),
);

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1.5, 0.1, 1e21, 123456789012345, 1e-7),
);

const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 5, arbitrary: scalars },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.dictionary(texts, tie("value"), { maxKeys: 4 }) },
  ),
})).value;

const blanks = fc.constantFrom("", "", "", " ", "\t", "  ");

/** JSON text of a value, with escapes and blanks that `JSON.stringify` would not write. */
function spell(value: unknown, choose: (choices: number) => number): string {
  const gap = (): string => ["", "", "", " ", "\t "][choose(5)];
  if (typeof value === "string") return spellText(value, choose);
  if (Array.isArray(value))
    return `[${gap()}${value.map((item) => spell(item, choose)).join(`${gap()},${gap()}`)}${gap()}]`;
  if (typeof value === "object" && value !== null) {
    const slots = Object.entries(value).map(
      ([key, slot]) => `${spellText(key, choose)}${gap()}:${gap()}${spell(slot, choose)}`,
    );
    return `{${gap()}${slots.join(`${gap()},${gap()}`)}${gap()}}`;
  }
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function spellText(text: string, choose: (choices: number) => number): string {
  const quoted = JSON.stringify(text);
  if (choose(4) > 0) return quoted;
  return quoted.replace(/[a-z/](?![^\\]*$)/g, (letter, at: number) =>
    quoted[at - 1] === "\\" ||
    quoted.slice(0, at).endsWith("\\u") ||
    /\\u[0-9a-f]{0,3}$/.test(quoted.slice(0, at))
      ? letter
      : letter === "/"
        ? "\\/"
        : choose(3) === 0
          ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`
          : letter,
  );
}

/** Draws that depend on nothing but the seed. */
function chooser(seed: number): (choices: number) => number {
  let state = seed >>> 0;
  return (choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % choices;
  };
}

/** What the cell should be: `JSON.parse` rounds whole numbers and forgets that 1.0 is no long, so those are read exactly. */
function expected(spelled: string, type: KqlType): Cell {
  const plain: unknown = JSON.parse(spelled);
  const isLarge = Number.isInteger(plain) && !Number.isSafeInteger(plain) && /^-?\d+$/.test(spelled);
  const isExact = type === "dynamic" || typeof plain === "object";
  const cell = importCell(isExact ? parseJson(spelled) : isLarge ? BigInt(spelled) : plain, type);
  return cell instanceof ImportFailure ? (type === "string" ? "" : null) : cell;
}

/** Cells as text, so that -0, NaN and decimals compare by what they are. */
function shown(cell: Cell, type: KqlType): string {
  if (cell === null) return "null";
  if (type === "dynamic") return `${typeof cell} ${printJson(cell as DynamicValue)}`;
  if (typeof cell === "number") return Object.is(cell, -0) ? "-0" : String(cell);
  return typeof cell === "string" ? JSON.stringify(cell) : String(cell);
}

describe("the loader of JSON lines", () => {
  it.each(types)("reads cells of type %s as JSON.parse and importCell do", (type) => {
    const rows = fc.array(fc.tuple(values, fc.nat()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, blanks, (drawn, blank) => {
        const spelled = drawn.map(([value, seed]) => spell(value, chooser(seed)));
        const lines = spelled.map((x) => `${blank}{"a":1,${blank}"x"${blank}:${x}${blank}}`);
        const text = lines.join("\n");
        const table = loadText(text, { known: [{ name: "x", type }], lenient: true });
        const cells = cellsOf(table.column(0));
        const wanted = spelled.map((x) => expected(x, type));
        expect(cells.map((cell) => shown(cell, type))).toEqual(wanted.map((cell) => shown(cell, type)));
      }),
      { numRuns: 300 },
    );
  });

  it("reads paths as steps into the parsed value", () => {
    const step = fc.oneof(fc.constantFrom("a", "b", "é", 'q"', "__proto__"), fc.integer({ min: -1, max: 2 }));
    const keys = fc.constantFrom("a", "b", "é", 'q"', "__proto__");
    const trees = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        { weight: 2, arbitrary: scalars },
        { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
        { weight: 4, arbitrary: fc.dictionary(keys, tie("value"), { maxKeys: 4 }) },
      ),
    })).value;
    const rows = fc.array(fc.tuple(trees, fc.nat()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.array(step, { minLength: 1, maxLength: 3 }), (drawn, path) => {
        const text = drawn.map(([value, seed]) => `{"x":${spell(value, chooser(seed))}}`).join("\n");
        const table = loadText(text, { known: [{ name: "x", type: "dynamic" }], lenient: true });
        const vector = table.column(0);
        if (vector.encoding !== "stored") return;
        const wanted = cellsOf(vector).map((cell) => shown(memberAt(cell, path), "dynamic"));
        // Twice, for the second time everything has been looked up.
        for (let time = 0; time < 2; time++) {
          const found = pathOf(vector, path);
          expect(cellsOf(found).map((cell) => shown(cell, "dynamic"))).toEqual(wanted);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("takes the last of repeated keys, inside dynamic values too", () => {
    const text = '{"x":{"a":{"b":1},"a":{"c":2}},"n":1,"n":2}';
    const table = loadText(text, {
      known: [
        { name: "x", type: "dynamic" },
        { name: "n", type: "long" },
      ],
    });
    const vector = table.column(0);
    expect(cellsOf(vector)).toEqual([{ a: { c: 2 } }]);
    expect(cellsOf(table.column(1))).toEqual([2]);
    if (vector.encoding !== "stored") throw new Error("a dynamic column is stored");
    expect(cellsOf(pathOf(vector, ["a", "b"]))).toEqual([null]);
    expect(cellsOf(pathOf(vector, ["a", "c"]))).toEqual([2]);
  });
});

function pathOf({ store, rows, length }: StoredVector, path: readonly (string | number)[]): Vector {
  if (store.path === undefined) throw new Error("a column of JSON finds paths");
  return store.path(path, rows, length);
}
