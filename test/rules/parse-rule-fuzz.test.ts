import fc from "fast-check";
import { expect, it } from "vitest";
import { exampleRule } from "../../src/rules/check/example-rule.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { fileOffset } from "../../src/rules/text-map.js";
import { renderDiagnostic } from "../../src/text/render-diagnostic.js";

const yaml = exampleRule(
  'alertDetailsOverride:\n  alertDisplayNameFormat: "{{Caller}} \\u00e9"\ncustomDetails: {A: Caller}',
);
const json = JSON.stringify({
  parameters: { p: { defaultValue: "x" } },
  resources: [
    {
      type: "Microsoft.SecurityInsights/alertRules",
      kind: "Scheduled",
      name: "[concat(parameters('p'), '/', 'id')]",
      properties: {
        displayName: "[concat('a', parameters('p'))]",
        query: "T\n| take 1",
        queryPeriod: "PT1H",
        tactics: ["Impact"],
      },
    },
  ],
});
const kql = '// kqlunit: name="x, y", queryPeriod=1d, tactics=[Impact], entity.IP.Address=Ip\nT | take 1\n';

const pieces = [
  "'",
  '"',
  "[",
  "]",
  "{",
  "}",
  ":",
  "- ",
  "\n",
  "\t",
  " ",
  "|",
  ">",
  "&a ",
  "*a",
  "#",
  ",",
  "\\",
  "\uFEFF",
  "\r\n",
  "---\n",
  "!!",
  "%",
  "[concat(",
  "//",
  "\u0000",
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 12 }),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
});

function edited(text: string, edits: readonly { at: number; cut: number; insert: string }[]): string {
  return edits.reduce((current, { at, cut, insert }) => {
    const start = Math.floor(at * current.length);
    return current.slice(0, start) + insert + current.slice(start + cut);
  }, text);
}

it("a damaged file gives diagnostics inside the file, never an exception", () => {
  const start = fc.constantFrom(
    { fileName: "a.yaml", text: yaml },
    { fileName: "a.json", text: json },
    { fileName: "a.kql", text: kql },
    { fileName: "stdin", text: yaml },
  );
  fc.assert(
    fc.property(start, fc.array(edit, { minLength: 1, maxLength: 6 }), ({ fileName, text }, edits) => {
      const damaged = edited(text, edits);
      const { rules, diagnostics, source } = parseRule(damaged, { fileName });
      for (const diagnostic of diagnostics) {
        expect(diagnostic.span.start).toBeGreaterThanOrEqual(0);
        expect(diagnostic.span.start).toBeLessThanOrEqual(damaged.length);
        expect(renderDiagnostic(diagnostic, source)).toContain(diagnostic.code);
      }
      for (const { query } of rules) {
        for (let offset = 0; offset <= query.text.length; offset++) {
          expect(fileOffset(query.map, offset)).toBeLessThanOrEqual(damaged.length);
        }
      }
      if (rules.length === 0) expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
