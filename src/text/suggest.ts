/**
 * Names like a misspelt one: first those that differ only in case, then those within two edits and a third of the
 * length. At most three, nearest first.
 */
export function suggestNames(wrong: string, known: Iterable<string>): string[] {
  const lower = wrong.toLowerCase();
  const limit = Math.min(2, Math.floor(wrong.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of known) {
    // Lengths first: nearly all of the thousand names in scope go by it.
    if (Math.abs(name.length - wrong.length) > limit || name === wrong) continue;
    const candidate = name.toLowerCase();
    const distance = candidate === lower ? 0 : editDistance(lower, candidate, limit);
    if (distance <= limit) found.push({ name, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Hints that offer names in place of a wrong one; none when nothing is near. */
export function didYouMean(wrong: string, known: Iterable<string>): string[] {
  const names = suggestNames(wrong, known).map((name) => `\`${name}\``);
  if (names.length === 0) return [];
  const last = names.pop();
  return [`did you mean ${names.length === 0 ? last : `${names.join(", ")} or ${last}`}?`];
}

/** Edits between two texts (insert, delete, change, swap of neighbours); anything above `limit` is `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, col) => col);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let col = 1; col <= b.length; col++) {
      const change = a[row - 1] === b[col - 1] ? 0 : 1;
      let best = Math.min(previous[col] + 1, current[col - 1] + 1, previous[col - 1] + change);
      if (row > 1 && col > 1 && a[row - 1] === b[col - 2] && a[row - 2] === b[col - 1]) {
        best = Math.min(best, beforePrevious[col - 2] + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[b.length], limit + 1);
}
