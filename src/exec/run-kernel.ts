/** A kernel of plain cells run row by row over any vectors. */
import { textTooLong } from "../functions/diagnostics.js";
import type { Kernel, Parameter, RunEnvironment, ScalarEntry } from "../functions/entry.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newValueBytes } from "../vector/bytes.js";
import { CellColumn } from "../vector/cell-column.js";
import { cellReader, type FlatVector, type Vector, vectorOf } from "../vector/vector.js";
import { isFixedSize, stretchRows, vectorFromStretches } from "../vector/vector-from.js";

/** A call as the lift sees it; bound calls are such. */
export interface LiftedCall {
  readonly entry: ScalarEntry;
  readonly kernel: Kernel;
  readonly signature: { readonly parameters: readonly Parameter[] };
  readonly type: KqlType;
  /** Its results are parts of its arguments, and take no memory of their own. */
  readonly isPart?: boolean;
}

/** What kernels ask of the run that they are part of. */
export interface KernelRun {
  readonly environment: RunEnvironment;
  /** Ends the run when its time is over; called every so many rows, for some kernels are slow. */
  checkDeadline?(): void;
  /** Bytes that the results of one call over one batch may take, and what ends the run beyond. */
  readonly maxBytes?: number;
  failForSize?(): never;
}

type PlainKernel = (...args: (Cell | undefined | RunEnvironment)[]) => Cell;

/** Rows between two looks at the clock. */
const rowsBetweenChecks = stretchRows;

/** Results that may be large are counted after so many rows. */
const rowsBetweenCounts = 8;

/** Results row by row, in the encoding of their type. */
export function runKernel(
  call: LiftedCall,
  args: readonly Vector[],
  length: number,
  run: KernelRun,
): FlatVector {
  const { type } = call;
  const kernel = new KernelRows(call, args, run.environment);
  if (length > stretchRows && isFixedSize(type)) {
    return vectorFromStretches(type, length, (into, from, to) => {
      run.checkDeadline?.();
      kernel.fill(into, from, from, to);
    });
  }
  const cells = new Array<Cell>(length);
  const isText = type === "string";
  const isCounted = call.isPart !== true && (isText || type === "dynamic");
  const stretch = isCounted ? rowsBetweenCounts : rowsBetweenChecks;
  let bytes = 0;
  for (let from = 0; from < length; from += stretch) {
    if (from > 0 && from % rowsBetweenChecks === 0) run.checkDeadline?.();
    const to = Math.min(length, from + stretch);
    kernel.fill(cells, 0, from, to);
    if (!isCounted) continue;
    bytes += isText ? checkTexts(cells, from, to, run) : countBytes(cells, from, to);
    if (run.maxBytes !== undefined && bytes > run.maxBytes) run.failForSize?.();
  }
  if (!isCounted) return vectorOf(type, cells);
  // Texts have been made of all cells.
  if (isText) return { encoding: "string", type, length, data: cells as string[] };
  return { encoding: "object", type: "dynamic", length, data: cells, bytes };
}

/** The kernel's result for a row. */
export function runKernelOnce(call: LiftedCall, args: readonly Vector[], environment: RunEnvironment): Cell {
  const cells: Cell[] = [];
  new KernelRows(call, args, environment).fill(cells, 0, 0, 1);
  return cells[0];
}

/** Puts the empty text in place of null. */
function checkTexts(cells: Cell[], from: number, to: number, run: KernelRun): number {
  const { maxStringLength } = run.environment;
  let units = 0;
  for (let row = from; row < to; row++) {
    const text = cells[row];
    if (typeof text !== "string") {
      cells[row] = "";
      continue;
    }
    if (text.length > maxStringLength) throw textTooLong(maxStringLength);
    units += text.length;
  }
  return units;
}

function countBytes(cells: readonly Cell[], from: number, to: number): number {
  let bytes = 0;
  for (let row = from; row < to; row++) bytes += newValueBytes(cells[row]);
  return bytes;
}

class KernelRows {
  private readonly kernel: PlainKernel;
  private readonly columns: readonly CellColumn[];
  private readonly propagates: boolean;

  constructor(call: LiftedCall, args: readonly Vector[], environment: RunEnvironment) {
    const { entry, kernel, signature } = call;
    // Arguments have been converted to the signature's types by the binder, which is what the kernel was written for.
    const plain = kernel as unknown as PlainKernel;
    const takesEnvironment = entry.readsEnvironment === true || entry.isVolatile === true;
    this.kernel = takesEnvironment ? withEnvironment(plain, environment) : plain;
    this.propagates = entry.nulls === "propagate";
    const { parameters } = signature;
    const columns = new Array<CellColumn>(args.length);
    for (let at = 0; at < args.length; at++) {
      columns[at] = columnFor(args[at], parameters[Math.min(at, parameters.length - 1)]);
    }
    this.columns = columns;
  }

  /** Writes the results for rows `from` to `to`, half-open; that of row `base` becomes the first cell. */
  fill(into: Cell[], base: number, from: number, to: number): void {
    const { columns } = this;
    switch (columns.length) {
      case 1:
        this.fillFromOne(columns[0], into, base, from, to);
        return;
      case 2:
        this.fillFromTwo(columns[0], columns[1], into, base, from, to);
        return;
      case 3:
        this.fillFromThree(columns, into, base, from, to);
        return;
      default:
        this.fillFromMany(columns, into, base, from, to);
    }
  }

  private fillFromOne(first: CellColumn, into: Cell[], base: number, from: number, to: number): void {
    const { kernel, propagates } = this;
    for (let row = from; row < to; row++) {
      const a = first.at(row);
      into[row - base] = propagates && a === null ? null : kernel(a);
    }
  }

  private fillFromTwo(
    first: CellColumn,
    second: CellColumn,
    into: Cell[],
    base: number,
    from: number,
    to: number,
  ): void {
    const { kernel, propagates } = this;
    for (let row = from; row < to; row++) {
      const a = first.at(row);
      const b = second.at(row);
      into[row - base] = propagates && (a === null || b === null) ? null : kernel(a, b);
    }
  }

  private fillFromThree(
    columns: readonly CellColumn[],
    into: Cell[],
    base: number,
    from: number,
    to: number,
  ): void {
    const { kernel, propagates } = this;
    const [first, second, third] = columns;
    for (let row = from; row < to; row++) {
      const a = first.at(row);
      const b = second.at(row);
      const c = third.at(row);
      into[row - base] = propagates && (a === null || b === null || c === null) ? null : kernel(a, b, c);
    }
  }

  private fillFromMany(
    columns: readonly CellColumn[],
    into: Cell[],
    base: number,
    from: number,
    to: number,
  ): void {
    const { kernel, propagates } = this;
    const cells = new Array<Cell>(columns.length);
    // Lists of constants stand behind the first argument.
    let varying = columns.length;
    while (varying > 0 && columns[varying - 1].isConst) cells[--varying] = columns[varying].at(from);
    const hasNullBehind = cells.indexOf(null, varying) >= 0;
    for (let row = from; row < to; row++) {
      let hasNull = hasNullBehind;
      for (let at = 0; at < varying; at++) {
        const cell = columns[at].at(row);
        cells[at] = cell;
        hasNull ||= cell === null;
      }
      into[row - base] = propagates && hasNull ? null : kernel(...cells);
    }
  }
}

function withEnvironment(kernel: PlainKernel, environment: RunEnvironment): PlainKernel {
  return (...rest) => kernel(environment, ...rest);
}

/** Where the kernel counts or points with an argument, it gets a number inside the safe integers. */
function columnFor(vector: Vector, parameter: Parameter | undefined): CellColumn {
  if (parameter?.type !== "index" || vector.encoding === "number") return new CellColumn(vector);
  return new CellColumn(vector, safeReader(cellReader(vector)));
}

function safeReader(read: (row: number) => Cell): (row: number) => Cell {
  return (row) => {
    const cell = read(row);
    return typeof cell === "bigint" ? (cell < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER) : cell;
  };
}
