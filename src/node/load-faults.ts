/** What the loader makes of mistakes in a file: an error with its place, or a counted warning. */
import type { FaultHandler, Place } from "../engine/load/row-reader.js";
import { DataFileError } from "./data-error.js";

/** A remark on a data file that stopped nothing: the first of its kind, and how many there were. */
export interface DataWarning {
  readonly file: string;
  readonly place: Place | undefined;
  readonly message: string;
  /** What was found, in the singular: `cell of \`Level\``. */
  readonly kind: string;
  readonly count: number;
}

export function printWarning({ file, place, message, kind, count }: DataWarning): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return `${where}: ${message}${count > 1 ? ` (the first of ${count}: ${kind})` : ""}`;
}

export class LoadFaults implements FaultHandler {
  private readonly warnings = new Map<string, DataWarning>();

  constructor(
    private readonly file: string,
    private readonly isLenient: boolean,
  ) {}

  fail(place: Place | undefined, message: string): never {
    throw new DataFileError(this.file, place, message);
  }

  leaveOut(place: Place, message: string, kind: string): void {
    if (!this.isLenient) this.fail(place, message);
    this.note(place, message, kind);
  }

  note(place: Place | undefined, message: string, kind: string): void {
    const known = this.warnings.get(kind);
    const first = known ?? { file: this.file, place, message, kind };
    this.warnings.set(kind, { ...first, count: (known?.count ?? 0) + 1 });
  }

  /** Hands over the warnings so far, each kind once, and forgets them. */
  report(onWarning: ((warning: DataWarning) => void) | undefined): void {
    for (const warning of this.warnings.values()) onWarning?.(warning);
    this.warnings.clear();
  }
}
