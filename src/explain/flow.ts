/**
 * A recorded run as a list of places: sources and operators in the order in which rows pass them, each pipeline once
 * however many read it. A row of a place is an ordinal among the rows that the place emitted.
 */
import type { OperatorTrace, PipelineTrace, SourceTrace } from "../exec/trace.js";
import type { Span } from "../text/span.js";
import { mergedNested } from "./merged-nested.js";

interface PlaceBase {
  /** Sources of nested pipelines that rows of the place are given to. */
  readonly givenTo: readonly Place[];
  /** Ordinal in the order of the flow: rows go from lower to higher places only. */
  readonly index: number;
  /** 0 for the pipeline of the result, 1 for what feeds it (lets, joined sides), and so on. */
  readonly depth: number;
  readonly span: Span;
  readonly kind: string;
  readonly rowsOut: number;
  readonly stage: Stage;
}

export interface SourcePlace extends PlaceBase {
  readonly source: SourceTrace;
  readonly operator?: undefined;
  /** The pipeline whose rows a shared source hands on. */
  readonly feeds: readonly Stage[];
  /** For a nested pipeline: the place whose rows it is given, and the row that each of its own comes from. */
  readonly given?: GivenRows | undefined;
}

export interface GivenRows {
  readonly place: Place;
  readonly rows: Int32Array;
  /** The operator that gives them. */
  readonly operator: OperatorTrace;
}

export interface OperatorPlace extends PlaceBase {
  readonly operator: OperatorTrace;
  readonly source?: undefined;
  /** Place whose rows stream in; absent for generators. */
  readonly before: Place | undefined;
  /** Pipelines of the operator's inputs; then that of its sub-query, if it ran one. */
  readonly feeds: readonly Stage[];
  /** Ordinal of the sub-query's pipeline in `feeds`: row i of it is row i of the operator. */
  readonly nested?: number | undefined;
}

export type Place = SourcePlace | OperatorPlace;

/** One pipeline of the run with its places; the last place emits its result. */
export interface Stage {
  readonly trace: PipelineTrace;
  readonly places: readonly Place[];
  /** Who reads the result: nobody for the pipeline of the query's result. */
  readonly readers: readonly Reader[];
}

/** A place that reads a pipeline's result: as its input of that number, or as a source that hands it on. */
export interface Reader {
  readonly place: Place;
  readonly input: number | undefined;
}

export interface Flow {
  /** All places, in the order of the flow. */
  readonly places: readonly Place[];
  readonly result: Stage;
}

/** Operators that run a sub-query over their rows, part by part. */
const runsByPart = new Set(["mv-apply", "partition", "invoke"]);

interface MutableStage {
  readonly trace: PipelineTrace;
  readonly places: Place[];
  readonly readers: Reader[];
}

/** Of a run that recorded its rows. */
export function flowOf(trace: PipelineTrace): Flow {
  const maker = new FlowMaker();
  const result = maker.stageOf(trace, 0);
  return { places: maker.places, result };
}

/** Numbers places in the order in which rows pass them; each pipeline once. */
class FlowMaker {
  readonly places: Place[] = [];
  private readonly stages = new Map<PipelineTrace, MutableStage>();
  /** The rows that sources of the sub-query at hand are given. */
  private given: GivenRows | undefined;

  stageOf(pipeline: PipelineTrace, depth: number): Stage {
    const known = this.stages.get(pipeline);
    if (known !== undefined) return known;
    const stage: MutableStage = { trace: pipeline, places: [], readers: [] };
    this.stages.set(pipeline, stage);
    this.addOperators(pipeline.operators, this.addSource(pipeline.source, stage, depth), stage, depth);
    return stage;
  }

  private add<P extends Place>(stage: MutableStage, place: P): P {
    this.places.push(place);
    stage.places.push(place);
    for (const [input, fed] of place.feeds.entries()) {
      // The readers of a stage are filled in while its own maker is still at work.
      (fed as MutableStage).readers.push({
        place,
        input: place.operator === undefined ? undefined : input,
      });
    }
    return place;
  }

  private addSource(source: SourceTrace, stage: MutableStage, depth: number): Place {
    if (source.kind === "generator") return this.addOperator(source.operator, undefined, stage, depth);
    const feeds = source.kind === "shared" ? [this.stageOf(source.pipeline, depth + 1)] : [];
    return source.kind === "given"
      ? this.addGiven(source, stage, depth)
      : this.add(stage, { ...this.placeOf(source, stage, depth), source, feeds });
  }

  private addGiven(
    source: Extract<SourceTrace, { readonly kind: "given" }>,
    stage: MutableStage,
    depth: number,
  ): Place {
    const { given } = this;
    const facts = { kind: given?.operator.kind ?? source.kind, span: source.span, rowsOut: source.rowsOut };
    const base = this.placeOf(facts, stage, depth);
    const place = this.add<SourcePlace>(stage, { ...base, source, feeds: [], given });
    // The place is made before it is known what it is given to.
    (given?.place.givenTo as Place[] | undefined)?.push(place);
    return place;
  }

  private addOperators(
    operators: readonly OperatorTrace[],
    source: Place,
    stage: MutableStage,
    depth: number,
  ): void {
    let place = source;
    for (const operator of operators) place = this.addOperator(operator, place, stage, depth);
  }

  private addOperator(
    operator: OperatorTrace,
    before: Place | undefined,
    stage: MutableStage,
    depth: number,
  ): Place {
    const feeds = operator.inputs.map((input) => this.stageOf(input, depth + 1));
    const sub = before === undefined ? undefined : this.nestedStage(operator, before, depth + 1);
    const nested = sub === undefined ? undefined : feeds.push(sub) - 1;
    return this.add(stage, { ...this.placeOf(operator, stage, depth), operator, before, feeds, nested });
  }

  /** The sub-query of an operator, when the rows that it gives are those of the operator, in order. */
  private nestedStage(operator: OperatorTrace, before: Place, depth: number): Stage | undefined {
    const merged = runsByPart.has(operator.kind)
      ? mergedNested(operator.nested, operator.nestedRows)
      : undefined;
    if (merged === undefined) return undefined;
    const { trace, rows } = merged;
    const last = trace.operators.at(-1) ?? trace.source;
    if (last.rowsOut !== operator.rowsOut) return undefined;
    const outer = this.given;
    this.given = { place: before, rows, operator };
    const { span } = operator;
    const end = trace.operators[0]?.span.start ?? span.end;
    const isGiven = trace.source.kind === "given";
    const source = isGiven ? { ...trace.source, span: { start: span.start, end } } : trace.source;
    const stage = this.stageOf({ ...trace, source }, depth);
    this.given = outer;
    return stage;
  }

  /** What all places have; the index is the next one, so that what a place reads must have been added. */
  private placeOf(
    { kind, span, rowsOut }: Pick<PlaceBase, "kind" | "span" | "rowsOut">,
    stage: MutableStage,
    depth: number,
  ): PlaceBase {
    return { index: this.places.length, depth, kind, span, rowsOut, stage, givenTo: [] };
  }
}

/** Rows that came in by the stream; undefined for sources. */
export function rowsInOf(place: Place): number | undefined {
  if (place.operator === undefined && place.given !== undefined) return place.given.place.rowsOut;
  if (place.operator === undefined) return undefined;
  if (place.before !== undefined) return place.operator.rowsIn;
  const isSearching = place.kind === "search" || place.kind === "find";
  return isSearching ? place.feeds.reduce((sum, stage) => sum + lastPlace(stage).rowsOut, 0) : undefined;
}

/** The place that emits a stage's result. */
export function lastPlace({ places }: Stage): Place {
  return places[places.length - 1];
}
