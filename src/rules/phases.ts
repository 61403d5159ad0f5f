import { KqlError } from "../text/errors.js";
import { inexactPhases, tooManyPhases } from "./diagnostics.js";
import type { Evaluation, Evaluations } from "./evaluations.js";
import type { Rule } from "./rule.js";
import { countRuns } from "./schedule.js";
import {
  checkedRange,
  makeEvaluations,
  type SimulationInput,
  simulateFrom,
  type Timeline,
} from "./simulate.js";
import { fires } from "./trigger.js";

/** Starts of the schedule, as a half-open range of ticks after `from`. */
export interface PhaseRange {
  readonly from: number;
  readonly to: number;
}

/** What happens at some phases of the schedule, the same at all of them but for the times of the runs. */
export interface PhaseOutcome {
  readonly phases: readonly PhaseRange[];
  /** Share of all phases, between 0 and 1. */
  readonly share: number;
  /** The timeline at the first of the phases. */
  readonly timeline: Timeline;
}

/** Steps of the sweep: phases that differ, times runs. */
const maxSteps = 5_000_000;

/**
 * Every distinct outcome over the starts of the schedule in `[from, from + frequency)`, commonest first. Exact, not
 * sampled: as the start moves, a run's result changes only where a row enters or leaves its window, or a comparison
 * with the clock turns over; between two such places one start stands for all.
 * @throws KqlError (`RULE320`, `RULE322`) when the query depends on the clock in a way that can't be followed, or
 * there are too many places.
 */
export function simulatePhases(input: SimulationInput): readonly PhaseOutcome[] {
  const { rule } = input;
  const from = checkedRange(input);
  const place = { start: rule.span.start, end: rule.span.start };
  if (input.dependence.isFree) throw new KqlError([inexactPhases(place)], rule.source);
  const evaluations = makeEvaluations(input, { isForward: false });
  const starts = phaseStarts(rule, from, Number(input.to), evaluations);
  const steps = starts.length * countRuns(from, Number(input.to), rule.frequencyTicks);
  if (steps > maxSteps) throw new KqlError([tooManyPhases(place, starts.length)], rule.source);
  return gatherOutcomes(input, evaluations, { from, starts });
}

/** Offsets at which the outcome may change, from 0 on, sorted. */
function phaseStarts(rule: Rule, from: number, to: number, evaluations: Evaluations): Float64Array {
  const { frequencyTicks } = rule;
  const found = new Set<number>([0, (to - from) % frequencyTicks]);
  for (const at of evaluations.breakpoints) found.add((at - from) % frequencyTicks);
  return Float64Array.from(found).sort();
}

interface Sweep {
  readonly from: number;
  readonly starts: Float64Array;
}

interface OutcomeDraft {
  readonly phases: PhaseRange[];
  readonly timeline: Timeline;
}

function gatherOutcomes(
  input: SimulationInput,
  evaluations: Evaluations,
  { from, starts }: Sweep,
): PhaseOutcome[] {
  const { frequencyTicks } = input.rule;
  const drafts = new Map<string, OutcomeDraft>();
  const keyByRuns = new Map<string, string>();
  const contents = new ContentIds();
  starts.forEach((start, index) => {
    const phase = { from: start, to: index + 1 < starts.length ? starts[index + 1] : frequencyTicks };
    const runsKey = resultsKey(input, evaluations, contents, from + start);
    const key = keyByRuns.get(runsKey);
    const draft = key === undefined ? undefined : drafts.get(key);
    if (draft !== undefined) addPhase(draft, phase);
    else {
      const timeline = simulateFrom(input, evaluations, from + start);
      const outcome = outcomeKey(timeline);
      keyByRuns.set(runsKey, outcome);
      const same = drafts.get(outcome);
      if (same === undefined) drafts.set(outcome, { phases: [phase], timeline });
      else addPhase(same, phase);
    }
  });
  const shareOf = (draft: OutcomeDraft) =>
    draft.phases.reduce((sum, { from, to }) => sum + to - from, 0) / frequencyTicks;
  return [...drafts.values()]
    .map((draft) => ({ ...draft, share: shareOf(draft) }))
    .sort((a, b) => b.share - a.share);
}

/** Neighbouring phases with the same outcome are one range. */
function addPhase(draft: OutcomeDraft, phase: PhaseRange): void {
  const last = draft.phases[draft.phases.length - 1];
  if (last.to === phase.from) draft.phases[draft.phases.length - 1] = { from: last.from, to: phase.to };
  else draft.phases.push(phase);
}

/** The results of all runs that would fire, by content; quiet runs only count their place where suppression needs it. */
function resultsKey(
  { rule, to }: SimulationInput,
  evaluations: Evaluations,
  contents: ContentIds,
  start: number,
): string {
  const ids: string[] = [];
  const count = countRuns(start, Number(to), rule.frequencyTicks);
  for (let index = 0; index < count; index++) {
    const evaluation = evaluations.at(start + index * rule.frequencyTicks);
    const { failure, result } = evaluation;
    if (failure !== undefined || fires(rule.trigger, result.rows.length)) {
      ids.push(`${index}:${contents.idOf(evaluation)}`);
    }
  }
  return ids.join(" ");
}

/** Numbers for results: the same for the same content. */
class ContentIds {
  private readonly byEvaluation = new WeakMap<Evaluation, number>();
  private readonly byText = new Map<string, number>();

  idOf(evaluation: Evaluation): number {
    const known = this.byEvaluation.get(evaluation);
    if (known !== undefined) return known;
    const { failure, result } = evaluation;
    const text = textOf(failure === undefined ? [result.columns, result.rows] : failure);
    const id = this.byText.get(text) ?? this.byText.size;
    this.byText.set(text, id);
    this.byEvaluation.set(evaluation, id);
    return id;
  }
}

const textOf = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));

/** What people would call the outcome: the alerts in order and the incidents, whenever they came. */
function outcomeKey(timeline: Timeline): string {
  const alerts = timeline.alerts.map(({ alert, run, repeats }) => [
    alert.title,
    alert.description,
    alert.severity,
    alert.tactics,
    alert.techniques,
    alert.entities,
    alert.customDetails,
    timeline.runs[run].result.rows,
    repeats,
  ]);
  const failed = timeline.runs.filter((run) => run.status === "failed").length;
  const incidents = timeline.incidents.map(({ alerts: ids, status }) => [ids.length, status]);
  return textOf([alerts, failed, incidents]);
}
