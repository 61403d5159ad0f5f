/** What one run of the benches leaves in a JSON file. */
import type { FurtherFigure, FurtherSmallFigure } from "./further.js";
import type { ParsingFigure } from "./parsing.js";
import type { RecorderFigure } from "./recorder.js";
import type { LargeFigure, LoadFigure, SmallFigure } from "./seeds.js";
import type { StartFigure } from "./start.js";

export interface BenchRecord {
  readonly node: string;
  readonly commit: string;
  readonly small: readonly SmallFigure[];
  readonly large: readonly {
    readonly rules: readonly LargeFigure[];
    readonly loads: readonly LoadFigure[];
  }[];
  readonly recorder: readonly RecorderFigure[];
  readonly further: readonly FurtherFigure[];
  readonly furtherSmall: readonly FurtherSmallFigure[];
  readonly parsing: ParsingFigure | null;
  readonly start: StartFigure;
}
