/**
 * Where this binder and the official analyzer (`@kusto/language-service-next`) part on purpose: the recorded engine or
 * the reference says otherwise. Every other difference is a mistake. Counted apart by the corpus test.
 */
export interface AnalyzerDifference {
  readonly title: string;
  /** What the engine does, and how that is known. */
  readonly reason: string;
  /** No query of the corpus shows it. */
  readonly isRare?: true;
  /** Whether a query shows it, by its text and by what either side says. */
  readonly shows: (seen: SeenByBoth) => boolean;
}

export interface SeenByBoth {
  readonly query: string;
  /** First mistake that the analyzer finds. */
  readonly why: string | undefined;
  /** `name:type` of each result column. */
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
  /** Codes that this binder reports. */
  readonly codes: readonly string[];
}

export const analyzerDifferences: readonly AnalyzerDifference[] = [
  {
    title: "`count(x)` takes any value",
    reason: "The recorded engine counts rows whatever `count` is given; the analyzer wants a bool.",
    shows: ({ query, why }) =>
      why === "A value of type bool expected." && /\bcount\s*\(\s*[A-Za-z_]/.test(query),
  },
  {
    title: "a name of several types in three tables or more",
    reason:
      "The reference gives `union` one column for each type; the analyzer loses a type once two tables agree on another.",
    shows: ({ theirs, ours }) => theirs.some((column) => isSplit(column, theirs, ours)),
  },
  {
    title: "parts of a date are long",
    reason: "The recorded engine types `hourofday`, `getyear` and their kin long; the analyzer int.",
    shows: ({ query, theirs, ours }) =>
      /\b(hourofday|getyear|getmonth|monthofyear|dayofmonth|dayofyear|week_?of_?year|datetime_part|datepart)\b/.test(
        query,
      ) && onlyTypesDiffer(theirs, ours, "int", "long"),
  },
  {
    title: "`parse` into a column that is there",
    reason: "The engine replaces the column; the analyzer adds one more with a number.",
    shows: ({ query, theirs, ours }) =>
      /\bparse\b/.test(query) && isSubsequence(ours, theirs) && numberedOnly(theirs, ours),
  },
  {
    title: "window functions need rows in a defined order",
    reason: "The recorded engine refuses them over a plain table; the analyzer does not look.",
    isRare: true,
    shows: ({ codes }) => codes.includes("KQL111"),
  },
  {
    title: "branches of `iff`, `case` and `coalesce` are of one type",
    reason: "The reference asks for it, and the recorded engine refuses whole numbers beside reals.",
    isRare: true,
    shows: ({ query, codes }) => codes.includes("KQL105") && /\b(iff|iif|case|coalesce)\b/.test(query),
  },
  {
    title: "two dynamic values are neither compared nor calculated with",
    reason: "The recorded engine refuses both; the analyzer takes dynamic for any type.",
    isRare: true,
    shows: ({ query, codes }) => codes.includes("KQL106") && /\bd\b/.test(query),
  },
  {
    title: "times are not multiplied, divided or added up",
    reason: "The reference has no such operation; the analyzer allows any two times and numbers.",
    isRare: true,
    shows: ({ codes }) => codes.includes("KQL106"),
  },
  {
    title: "dynamic is no key of a join",
    reason: "The reference asks for keys that compare; the analyzer does not look.",
    isRare: true,
    shows: ({ query, codes }) => codes.includes("KQL142") && /\b(join|lookup)\b/.test(query),
  },
  {
    title: "the ordinal of `getschema` is an int",
    reason: "So the recorded engine types it.",
    isRare: true,
    shows: ({ query }) => /\bgetschema\b/.test(query),
  },
  {
    title: "`scan` makes no column for its matches unless it is asked to",
    reason: "The recorded engine gives none without `with_match_id`; the analyzer always adds one.",
    isRare: true,
    shows: ({ query, theirs, ours }) =>
      /\bscan\b/.test(query) && theirs.filter((column) => column !== "match_id:long").join() === ours.join(),
  },
  {
    title: "`series_decompose_forecast` gives one column",
    reason: "The recorded engine gives the forecast alone; the analyzer lists the parts of it, too.",
    isRare: true,
    shows: ({ query }) => query.includes("series_decompose_forecast"),
  },
  {
    title: "a text of declarations alone yields nothing",
    reason: "The reference asks for a tabular expression statement; the analyzer does not look.",
    isRare: true,
    shows: ({ codes }) => codes.length === 1 && codes[0] === "KQL127",
  },
  {
    title: "cells of a datatable are of the type of their column",
    reason:
      "The recorded engine takes numbers in a wider column and nothing else; the analyzer takes any literal.",
    isRare: true,
    shows: ({ query, codes }) => codes.includes("KQL107") && query.includes("datatable"),
  },
  {
    title: "`union kind=inner` keeps the columns that all tables have",
    reason: "So the reference says; the analyzer lists those of any table.",
    isRare: true,
    shows: ({ query, theirs, ours }) =>
      /\bkind\s*=\s*inner\b/.test(query) && query.includes("union") && isSubsequence(ours, theirs),
  },
  {
    title: "texts have an order",
    reason:
      "The recorded engine compares them by code point; the analyzer has `<` for numbers and times only.",
    isRare: true,
    shows: ({ why }) => /^The operator '[<>]=?' is not defined for the operand types string/.test(why ?? ""),
  },
  {
    title: "`serialize` into a column that is there",
    reason: "It replaces the column as `extend` does; the analyzer adds one more with a number.",
    isRare: true,
    shows: ({ query, theirs, ours }) =>
      query.includes("serialize") && isSubsequence(ours, theirs) && numberedOnly(theirs, ours),
  },
];

/** Whether a column of theirs stands in ours as several, one for each type. */
function isSplit(column: string, theirs: readonly string[], ours: readonly string[]): boolean {
  const [name] = splitColumn(column);
  const parts = ours.filter((own) => own.startsWith(`${name}_`) && !theirs.includes(own));
  return !ours.includes(column) && parts.length > 1;
}

function splitColumn(column: string): readonly [name: string, type: string] {
  const at = column.lastIndexOf(":");
  return [column.slice(0, at), column.slice(at + 1)];
}

function onlyTypesDiffer(
  theirs: readonly string[],
  ours: readonly string[],
  from: string,
  to: string,
): boolean {
  return (
    theirs.length === ours.length &&
    theirs.every((column, at) => column === ours[at] || ours[at] === column.replace(`:${from}`, `:${to}`))
  );
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const column of whole) if (column === part[at]) at++;
  return at === part.length;
}

function numberedOnly(theirs: readonly string[], ours: readonly string[]): boolean {
  const added = theirs.filter((column) => !ours.includes(column)).map((column) => splitColumn(column)[0]);
  const names = new Set(theirs.map((column) => splitColumn(column)[0]));
  return added.every((name) => /\d$/.test(name) && names.has(name.replace(/\d+$/, "")));
}
