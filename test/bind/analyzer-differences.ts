/**
 * Where this binder and the official analyzer (`@kusto/language-service-next`) part on purpose: the recorded engine or
 * the reference says otherwise. Every other difference is a mistake. Counted apart by the corpus test.
 */
export interface AnalyzerDifference {
  readonly title: string;
  /** What the engine does, and how that is known. */
  readonly reason: string;
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
