import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";

const workspace = new Workspace({ limits: { maxMemoryBytes: 20_000_000 } });
/** About 40 MB of texts, every other row. */
const rows =
  'range x from 1 to 80000 step 1 | extend s = iff(x % 2 == 0, strcat(x, strrep("ab", 500)), tostring(x))';

function codeOf(query: string): string {
  try {
    workspace.query(query);
  } catch (error) {
    if (error instanceof KqlError) return error.diagnostics[0].code;
    throw error;
  }
  return "runs";
}

test.each([
  ["lists of texts", "make_list(s)"],
  ["lists of arrays of texts", "make_list(pack_array(s))"],
  ["lists of bags of texts", 'make_list(bag_pack("k", s))'],
  ["sets of texts", "make_set(s)"],
  ["sets of arrays of texts", "make_set(pack_array(s))"],
  ["bags of texts", "make_bag(bag_pack(tostring(x), s))"],
  ["counts of distinct texts", "count_distinct(s)"],
])("%s are bounded in memory, whatever rows the large texts are in", (_claim, call) => {
  expect(codeOf(`${rows} | summarize ${call}`)).toBe("KQL305");
});

test("short texts stay within the same bound", () => {
  expect(codeOf("range x from 1 to 80000 step 1 | summarize make_list(tostring(x))")).toBe("runs");
});

test("values that share their parts are counted in bounded time", () => {
  const nested = Array.from(
    { length: 3 },
    () => "| extend d = pack_array(d, d, d, d, d, d, d, d, d, d)",
  ).join(" ");
  const query = `range x from 1 to 20000 step 1 | extend d = range(x, x + 99, 1) ${nested} | summarize make_list(bag_pack("d", d))`;
  const start = performance.now();
  codeOf(query);
  expect(performance.now() - start).toBeLessThan(20_000);
});
