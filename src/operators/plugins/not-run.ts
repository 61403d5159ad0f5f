/** The columns of plugins that do not run yet, so that what follows them is bound all the same. */
import type { BindContext } from "../../bind/bind-context.js";
import type { Column, RelationType } from "../../bind/bound.js";
import type { CallExpression } from "../../syntax/ast.js";
import type { KqlType } from "../../types/kql-type.js";

type Columns = readonly Column[];
type Made = (call: CallExpression, context: BindContext) => Columns;

const list = (columns: Readonly<Record<string, KqlType>>): Columns =>
  Object.entries(columns).map(([name, type]) => ({ name, type }));

const fixed =
  (columns: Readonly<Record<string, KqlType>>): Made =>
  () =>
    list(columns);

/** Some columns, then those that come in. */
const before =
  (columns: Readonly<Record<string, KqlType>>): Made =>
  (_, context) => [...list(columns), ...visibleInput(context)];

/** Those that come in, then one called after the first argument. */
const behind =
  (suffix: string, type: KqlType): Made =>
  ({ args: [first] }, context) => {
    const name = first?.value.kind === "name" ? first.value.name : "";
    return [...visibleInput(context), { name: context.uniqueName(`${name}${suffix}`, taken(context)), type }];
  };

const segments = { SegmentId: "long", Count: "long", Percent: "real" } as const;
const responses = { ResponseHeaders: "dynamic", ResponseBody: "dynamic" } as const;
const differences = {
  SegmentId: "long",
  CountA: "long",
  CountB: "long",
  PercentA: "real",
  PercentB: "real",
  PercentDiffAB: "real",
} as const;

const textDifferences = {
  Count_of_True: "long",
  Count_of_False: "long",
  Percent_of_True: "real",
  Percent_of_False: "real",
  Pattern: "string",
} as const;

const plugins: ReadonlyMap<string, Made> = new Map<string, Made>([
  ["ai_chat_completion", behind("_completion", "string")],
  ["ai_chat_completion_prompt", behind("_completion", "string")],
  ["ai_embed_text", behind("_embedding", "dynamic")],
  ["ai_embeddings", behind("_embeddings", "dynamic")],
  ["autocluster", before(segments)],
  ["basket", before(segments)],
  ["dcount_intersect", intersections],
  ["diffpatterns", before(differences)],
  ["diffpatterns_text", fixed(textDifferences)],
  ["estimate_rows_count", fixed({ EstimatedRowsCount: "long" })],
  ["funnel_sequence", funnel],
  ["http_request", fixed(responses)],
  ["http_request_post", fixed(responses)],
  ["infer_storage_schema", fixed({ CslSchema: "string" })],
  ["infer_storage_schema_with_suggestions", fixed({ SuggestedTableSchema: "string" })],
  ["csharp", declared],
  ["python", declared],
  ["r", declared],
]);

/** What a plugin gives, as far as its call tells: any columns where only its answer does. */
export function outputOfPlugin(call: CallExpression, context: BindContext): RelationType {
  const made = plugins.get(call.callee.text)?.(call, context);
  return made === undefined
    ? { columns: visibleInput(context), isSerialized: false, isOpen: true }
    : { columns: made, isSerialized: false, isOpen: context.input.isOpen };
}

/** Whether the columns of a plugin are listed here: one that the reference has and that does not run yet. */
export function isNotRun(name: string): boolean {
  return plugins.has(name);
}

function visibleInput({ input }: BindContext): Columns {
  return input.columns.filter(({ isHidden }) => isHidden !== true);
}

function taken(context: BindContext): ReadonlySet<string> {
  return new Set(context.input.columns.map(({ name }) => name));
}

/** The columns that `typeof(*, a:long)` declares; the star stands for those that come in. */
function declared({ args: [first] }: CallExpression, context: BindContext): Columns {
  if (first?.value.kind !== "typeof") return visibleInput(context);
  const own = context.columnDeclarations(first.value.columns);
  if (!first.value.isOpen) return own;
  const names = new Set(own.map(({ name }) => name));
  return [...visibleInput(context).filter(({ name }) => !names.has(name)), ...own];
}

/** `s0`, `s1`, ... behind the columns that come in: one for each set. */
function intersections({ args }: CallExpression, context: BindContext): Columns {
  return [...visibleInput(context), ...args.map((_, at): Column => ({ name: `s${at}`, type: "long" }))];
}

/** By the place of its arguments: the time, then the state before and after. */
function funnel({ args }: CallExpression, context: BindContext): Columns {
  const typeAt = (at: number): Column | undefined => {
    const value = args[at]?.value;
    return value?.kind === "name" ? context.input.columns.find(({ name }) => name === value.name) : undefined;
  };
  const time = typeAt(1);
  const state = typeAt(6)?.type ?? "string";
  return [
    { name: time?.name ?? "TimelineColumn", type: time?.type ?? "datetime" },
    ...list({ prev: state, next: state, dcount: "long", samples: "dynamic" }),
  ];
}
