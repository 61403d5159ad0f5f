/**
 * A recorded run as a list of places: sources and operators in the order in which rows pass them, each pipeline once
 * however many read it. A row of a place is an ordinal among the rows that the place emitted.
 */
import type { OperatorTrace, PipelineTrace, SourceTrace } from "../exec/trace.js";
import type { Span } from "../text/span.js";

interface PlaceBase {
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
}

export interface OperatorPlace extends PlaceBase {
  readonly operator: OperatorTrace;
  readonly source?: undefined;
  /** Place whose rows stream in; absent for generators. */
  readonly before: Place | undefined;
  /** Pipelines of the operator's inputs. */
  readonly feeds: readonly Stage[];
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

interface MutableStage {
  readonly trace: PipelineTrace;
  readonly places: Place[];
  readonly readers: Reader[];
}

export function flowOf(trace: PipelineTrace): Flow {
  const places: Place[] = [];
  const stages = new Map<PipelineTrace, MutableStage>();

  const add = <P extends Place>(stage: MutableStage, place: P): P => {
    places.push(place);
    stage.places.push(place);
    for (const [input, fed] of place.feeds.entries()) {
      // The readers of a stage are filled in while its own maker is still at work.
      (fed as MutableStage).readers.push({
        place,
        input: place.operator === undefined ? undefined : input,
      });
    }
    return place;
  };

  const addOperator = (
    operator: OperatorTrace,
    before: Place | undefined,
    stage: MutableStage,
    depth: number,
  ): Place => {
    const feeds = operator.inputs.map((input) => stageOf(input, depth + 1));
    const { kind, span, rowsOut } = operator;
    return add(stage, { index: places.length, depth, kind, span, rowsOut, stage, operator, before, feeds });
  };

  const addSource = (source: SourceTrace, stage: MutableStage, depth: number): Place => {
    if (source.kind === "generator") return addOperator(source.operator, undefined, stage, depth);
    const feeds = source.kind === "shared" ? [stageOf(source.pipeline, depth + 1)] : [];
    const { kind, span, rowsOut } = source;
    return add(stage, { index: places.length, depth, kind, span, rowsOut, stage, source, feeds });
  };

  const stageOf = (pipeline: PipelineTrace, depth: number): Stage => {
    const known = stages.get(pipeline);
    if (known !== undefined) return known;
    const stage: MutableStage = { trace: pipeline, places: [], readers: [] };
    stages.set(pipeline, stage);
    let place = addSource(pipeline.source, stage, depth);
    for (const operator of pipeline.operators) place = addOperator(operator, place, stage, depth);
    return stage;
  };

  const result = stageOf(trace, 0);
  return { places, result };
}

/** Rows that came in by the stream; undefined for sources. */
export function rowsInOf(place: Place): number | undefined {
  return place.operator === undefined || place.before === undefined ? undefined : place.operator.rowsIn;
}

/** The place that emits a stage's result. */
export function lastPlace({ places }: Stage): Place {
  return places[places.length - 1];
}
