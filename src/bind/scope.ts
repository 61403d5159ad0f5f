/** Names of a query text: what `let`, parameters and aliases declare. An inner declaration hides an outer one. */
import type { Expression, FunctionDeclaration, PatternMapping, Pipeline } from "../syntax/ast.js";
import type { BoundExpression, BoundPipeline, RelationType } from "./bound.js";

export type Declared =
  | DeclaredScalar
  | { readonly kind: "table"; readonly pipeline: BoundPipeline; readonly isView?: true }
  /** A table that is bound anew at each use, for each use has rows of its own (`rand()`), or names are not known yet. */
  | { readonly kind: "inline-table"; readonly value: Pipeline | Expression; readonly scope: Scope }
  /** The rows handed in under a name: a tabular parameter while its function is only checked. */
  | { readonly kind: "open-table"; readonly relation: RelationType }
  | { readonly kind: "function"; readonly declaration: FunctionDeclaration; readonly scope: Scope }
  | DeclaredPattern
  | { readonly kind: "database" };

export interface DeclaredPattern {
  readonly kind: "pattern";
  /** Undefined for a pattern that is only declared. */
  readonly mapping: PatternMapping | undefined;
  readonly scope: Scope;
}

/** A value: a let, or an argument of the function that is being bound. */
export interface DeclaredScalar {
  readonly kind: "scalar";
  readonly expression: BoundExpression;
  /** The sub-queries that its input numbers count in. */
  readonly home: InputList;
  /** It reads columns, and so means nothing but where `home` is. */
  readonly readsRows: boolean;
  /** Bound again at each use once open columns are known. */
  readonly rebind?: { readonly value: Expression; readonly scope: Scope };
}

/** The pipelines that an operator runs first. One pipeline is listed once. */
export class InputList {
  readonly pipelines: BoundPipeline[] = [];

  add(pipeline: BoundPipeline): number {
    const known = this.pipelines.indexOf(pipeline);
    if (known >= 0) return known;
    this.pipelines.push(pipeline);
    return this.pipelines.length - 1;
  }
}

interface Entry {
  readonly order: number;
  readonly declared: Declared;
}

/** The declarations of one text or function body, in order. */
interface Frame {
  readonly entries: Map<string, Entry[]>;
  readonly outer: Scope | undefined;
  size: number;
}

/** The names visible at one place: a frame as far as it had been filled there, and what is around it. */
export interface Scope {
  readonly frame: Frame;
  readonly limit: number;
}

export function newScope(outer?: Scope): Scope {
  return { frame: { entries: new Map(), outer, size: 0 }, limit: Number.POSITIVE_INFINITY };
}

/** The scope as it is now: later declarations stay out of sight. */
export function scopeSoFar({ frame, limit }: Scope): Scope {
  return { frame, limit: Math.min(limit, frame.size) };
}

/** Adds a declaration; it hides an earlier one of its name from the statements that follow. */
export function declare(scope: Scope, name: string, declared: Declared): void {
  const { frame } = scope;
  const entry = { order: frame.size++, declared };
  const earlier = frame.entries.get(name);
  if (earlier === undefined) frame.entries.set(name, [entry]);
  else earlier.push(entry);
}

/** Whether the scope's own text or body declares a name, what is around it apart. */
export function isDeclaredIn({ frame }: Scope, name: string): boolean {
  return frame.entries.has(name);
}

/** The latest declaration of a name before the scope's place, in this frame or in one around it. */
export function lookUp(scope: Scope, name: string): Declared | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.frame.outer) {
    const { limit } = at;
    const found = at.frame.entries.get(name)?.findLast(({ order }) => order < limit);
    if (found !== undefined) return found.declared;
  }
  return undefined;
}

/** Names in sight that declare one of some kinds. */
export function namesOf(scope: Scope, kinds: readonly Declared["kind"][]): string[] {
  const names = new Set<string>();
  for (let at: Scope | undefined = scope; at !== undefined; at = at.frame.outer) {
    const { limit } = at;
    for (const [name, entries] of at.frame.entries) {
      const last = entries.findLast(({ order }) => order < limit);
      if (last !== undefined && kinds.includes(last.declared.kind)) names.add(name);
    }
  }
  return [...names];
}

/** Whether a name stands for rows, be it a `let`, an argument, or one of a function's tabular parameters. */
export function isTableLike(declared: Declared): boolean {
  return declared.kind === "table" || declared.kind === "inline-table" || declared.kind === "open-table";
}
