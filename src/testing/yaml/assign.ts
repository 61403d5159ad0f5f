/**
 * Gives each expectation an actual item of its own, by augmenting paths; expectations that overlap never block each
 * other. Returns for each expectation the item, or -1.
 */
export function assignItems(
  expectedCount: number,
  actualCount: number,
  matches: (expected: number, actual: number) => boolean,
): number[] {
  const takenBy = new Array<number>(actualCount).fill(-1);
  const given = new Array<number>(expectedCount).fill(-1);
  const tryAssign = (expected: number, visited: Set<number>): boolean => {
    for (let actual = 0; actual < actualCount; actual++) {
      if (visited.has(actual) || !matches(expected, actual)) continue;
      visited.add(actual);
      if (takenBy[actual] === -1 || tryAssign(takenBy[actual], visited)) {
        takenBy[actual] = expected;
        given[expected] = actual;
        return true;
      }
    }
    return false;
  };
  for (let expected = 0; expected < expectedCount; expected++) tryAssign(expected, new Set());
  return given;
}

/** As `assignItems`, each expectation after the item of the one before. */
export function assignInOrder(
  expectedCount: number,
  actualCount: number,
  matches: (expected: number, actual: number) => boolean,
): number[] {
  const given: number[] = [];
  let from = 0;
  for (let expected = 0; expected < expectedCount; expected++) {
    let found = -1;
    for (let actual = from; actual < actualCount && found === -1; actual++) {
      if (matches(expected, actual)) found = actual;
    }
    given.push(found);
    if (found !== -1) from = found + 1;
  }
  return given;
}
