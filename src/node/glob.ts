/** Paths by patterns: `*` and `?` within a name, `**` for any number of folders. */

/** Whether a path matches; both have `/` between names. */
export function matchesGlob(path: string, glob: string): boolean {
  return matchesNames(namesOf(path), namesOf(glob));
}

/** The folder in which all matches lie, as far as the pattern tells it. */
export function folderOfGlob(glob: string): string {
  const names = glob.split("/");
  const wild = names.findIndex((name) => /[*?]/.test(name));
  return (
    (wild < 0 ? names.slice(0, -1) : names.slice(0, wild)).join("/") || (glob.startsWith("/") ? "/" : ".")
  );
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** Row by row of the usual table, so that the time is bounded by the product of the lengths. */
function matchesNames(names: readonly string[], patterns: readonly string[]): boolean {
  return matchesSequence(names, patterns, (pattern) => pattern === "**", matchesName);
}

function matchesName(name: string, pattern: string): boolean {
  return matchesSequence(
    [...name],
    [...pattern],
    (letter) => letter === "*",
    (letter, wanted) => wanted === "?" || wanted === letter,
  );
}

function matchesSequence(
  items: readonly string[],
  patterns: readonly string[],
  isAny: (pattern: string) => boolean,
  matchesOne: (item: string, pattern: string) => boolean,
): boolean {
  // reached[at]: the patterns so far match the first `at` items.
  let reached = items.map(() => false);
  reached.unshift(true);
  for (const pattern of patterns) {
    const next = reached.map(() => false);
    if (isAny(pattern)) {
      const first = reached.indexOf(true);
      if (first >= 0) next.fill(true, first);
    } else {
      for (let at = 0; at < items.length; at++) next[at + 1] = reached[at] && matchesOne(items[at], pattern);
    }
    reached = next;
  }
  return reached[items.length];
}
