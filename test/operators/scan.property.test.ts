import fc from "fast-check";
import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { seed } from "../seed.js";

interface Row {
  readonly t: number;
  readonly e: string;
  readonly v: number;
}

interface Matched extends Row {
  readonly x: number;
}

/** What a step knows: the row that each step up to it has matched last. */
type State = readonly (Matched | undefined)[];

interface Condition {
  readonly text: string;
  readonly holds: (row: Row, state: State) => boolean;
}

interface Step {
  readonly condition: Condition;
  readonly isShown: boolean;
  /** The step whose `x` goes into this one's, with `v` added; none leaves `x` as declared. */
  readonly adds: number | undefined;
}

interface Shown {
  readonly row: Matched;
  readonly match: number;
}

const initial = 5;

const letter = fc.constantFrom("a", "b", "c");
const rows: fc.Arbitrary<readonly Row[]> = fc
  .array(fc.record({ e: letter, v: fc.nat(6) }), { maxLength: 14 })
  .map((cells) => cells.map((cell, t) => ({ ...cell, t })));

function conditionOf(at: number): fc.Arbitrary<Condition> {
  const of = (step: number, state: State): Matched | undefined => state[step];
  return fc.oneof(
    fc.constant<Condition>({ text: "true", holds: () => true }),
    letter.map((e): Condition => ({ text: `e == "${e}"`, holds: (row) => row.e === e })),
    letter.map((e): Condition => ({ text: `e != "${e}"`, holds: (row) => row.e !== e })),
    fc.nat(at).map(
      (step): Condition => ({
        text: `v > s${step}.v`,
        holds: (row, state) => row.v > (of(step, state)?.v ?? Number.POSITIVE_INFINITY),
      }),
    ),
    fc.tuple(fc.nat(at), fc.nat(3)).map(
      ([step, most]): Condition => ({
        text: `t - s${step}.t <= ${most}`,
        holds: (row, state) => row.t - (of(step, state)?.t ?? Number.NEGATIVE_INFINITY) <= most,
      }),
    ),
  );
}

function stepOf(at: number): fc.Arbitrary<Step> {
  return fc.record({
    condition: conditionOf(at),
    isShown: fc.boolean(),
    adds: fc.option(fc.nat(at), { nil: undefined }),
  });
}

const steps: fc.Arbitrary<readonly Step[]> = fc
  .integer({ min: 1, max: 3 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => stepOf(at))));

/** The page's own account of the matching: each row against each step, the last step first. */
function matchesOf(all: readonly Row[], list: readonly Step[]): readonly Shown[] {
  const sequences: ({ readonly match: number; readonly state: State } | undefined)[] = [];
  const shown: Shown[] = [];
  let count = 0;
  for (const row of all) {
    for (let at = list.length - 1; at >= 0; at--) {
      const { condition, isShown, adds } = list[at];
      const before = sequences[at - 1];
      const own = sequences[at];
      const isNext = before !== undefined && condition.holds(row, before.state);
      const state = isNext ? before.state : (own?.state ?? []);
      if (!isNext && ((own === undefined && at > 0) || !condition.holds(row, state))) continue;
      const match = isNext ? before.match : (own?.match ?? count++);
      const x = adds === undefined ? initial : (state[adds]?.x ?? initial) + row.v;
      const matched = { ...row, x };
      if (isNext) sequences[at - 1] = undefined;
      sequences[at] = { match, state: [...state.slice(0, at), matched] };
      if (isShown) shown.push({ row: matched, match });
    }
  }
  return shown;
}

function textOf(list: readonly Step[]): string {
  const parts = list.map(({ condition, isShown, adds }, at) => {
    const value = adds === undefined ? "" : ` => x = s${adds}.x + v`;
    return `step s${at} output=${isShown ? "all" : "none"}: ${condition.text}${value};`;
  });
  return `T | sort by t asc | scan with_match_id=m declare (x:long=${initial}) with (${parts.join(" ")})`;
}

test("scan matches as its page tells", () => {
  fc.assert(
    fc.property(rows, steps, (all, list) => {
      const workspace = new Workspace();
      workspace.addTable(
        "T",
        all.map((row) => ({ ...row })),
        { schema: { t: "long", e: "string", v: "long" } },
      );
      const expected = matchesOf(all, list).map(({ row, match }) => [row.t, row.e, row.v, row.x, match]);
      expect(workspace.query(textOf(list)).toArrays()).toEqual(expected);
    }),
    { seed, numRuns: 150 },
  );
});
