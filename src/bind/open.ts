/** Relations whose columns only data can tell. */

import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import type { BoundPipeline, Column, OpenResolver, RelationType } from "./bound.js";
import type { Session } from "./session.js";

/** Whether data may change what columns there are, or their types. */
export function isUnsettled({ columns, isOpen }: RelationType): boolean {
  return isOpen || columns.some(({ isTypeOpen }) => isTypeOpen === true);
}

/** Whether a pipeline's columns are a guess until it runs: nothing that is run may be bound to them. */
export function isProvisional({ output, rest, source, operators }: BoundPipeline): boolean {
  if (rest !== undefined || isUnsettled(output)) return true;
  return source.kind === "shared" && operators.length === 0 && source.pipeline.rest !== undefined;
}

/** Columns and promises of a pipeline; in a run its open columns are found out. */
export function outputOf(pipeline: BoundPipeline, { resolveOpen }: Session): RelationType {
  const { output } = pipeline;
  if (resolveOpen === undefined || !isProvisional(pipeline) || isPlaceholder(pipeline)) return output;
  return { columns: resolveOpen(pipeline), isSerialized: output.isSerialized, isOpen: false };
}

/** What stands for a table that could not be bound. */
function isPlaceholder({ source, rest }: BoundPipeline): boolean {
  return source.kind === "given" && rest === undefined;
}

/** The start of a pipeline that goes on, its columns known if they can be. */
export function closeHead(head: BoundPipeline, session: Session): BoundPipeline {
  if (!isProvisional(head) || isPlaceholder(head)) return head;
  const { span } = head;
  const isBare = head.source.kind === "shared" && head.operators.length === 0 && head.rest === undefined;
  const source = isBare ? head.source : ({ kind: "shared", name: "", pipeline: head, span } as const);
  const output = outputOf(source.kind === "shared" ? source.pipeline : head, session);
  return { kind: "bound-pipeline", source, operators: [], output, span };
}

const maxRemembered = 8;

interface Remembered {
  readonly pipeline: BoundPipeline;
  /** Open pipelines asked for while binding, with the columns that they had. */
  readonly asked: readonly (readonly [BoundPipeline, string])[];
}

/**
 * Binds the rest of a pipeline in a run. Remembered by the columns that come in and those that were found out on the
 * way. Throws a `KqlError` for mistakes that only the real columns show.
 */
export function bindLater(
  session: Session,
  bind: (session: Session, columns: readonly Column[]) => BoundPipeline,
): NonNullable<BoundPipeline["rest"]> {
  const remembered = new Map<string, Remembered>();
  return (columns, resolveOpen) => {
    const key = keyOf(columns);
    const known = remembered.get(key);
    if (known?.asked.every(([pipeline, before]) => keyOf(resolveOpen(pipeline)) === before))
      return known.pipeline;
    const asked: [BoundPipeline, string][] = [];
    const resolver: OpenResolver = (pipeline) => {
      const found = resolveOpen(pipeline);
      asked.push([pipeline, keyOf(found)]);
      return found;
    };
    const pipeline = bindInRun(session, resolver, (inner) => bind(inner, columns));
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, { pipeline, asked });
    return pipeline;
  };
}

function bindInRun(
  session: Session,
  resolveOpen: OpenResolver,
  bind: (session: Session) => BoundPipeline,
): BoundPipeline {
  const diagnostics: Diagnostic[] = [];
  const stopAtMistakes = (): void => {
    if (diagnostics.length > 0) throw new KqlError(diagnostics, session.source);
  };
  const pipeline = bind({
    ...session,
    resolveOpen: (open) => {
      stopAtMistakes(); // a pipeline with mistakes in it never settles, however often it is run
      return resolveOpen(open);
    },
    report: (diagnostic) => diagnostics.push(diagnostic),
    calling: new Set(),
    counts: { depth: 0, steps: 0, volatile: 0 },
  });
  stopAtMistakes();
  return pipeline;
}

function keyOf(columns: readonly Column[]): string {
  return columns.map(({ name, type, isHidden }) => `${name}\n${type}\n${isHidden === true}`).join("\n");
}
