/** Which parameter of a signature takes which argument of a call. */

interface Repeatable {
  readonly isRepeated?: boolean;
}

interface ParameterList<P extends Repeatable> {
  readonly parameters: readonly P[];
}

/** The parameter that takes the argument at a position: repeated ones go round, those after them take the last arguments. */
export function parameterAt<P extends Repeatable>(
  { parameters }: ParameterList<P>,
  position: number,
  count: number,
): P | undefined {
  const first = parameters.findIndex(({ isRepeated }) => isRepeated === true);
  if (first < 0) return parameters[position];
  const last = parameters.findLastIndex(({ isRepeated }) => isRepeated === true);
  if (position < first) return parameters[position];
  const tail = parameters.length - 1 - last;
  const fromEnd = count - position;
  if (fromEnd <= tail) return parameters[parameters.length - fromEnd];
  return parameters[first + ((position - first) % (last - first + 1))];
}

/** Parameters that repeat together do so as a whole: `bag_pack("a", 1, "b")` lacks a value. */
export function fillsGroups<P extends Repeatable>({ parameters }: ParameterList<P>, count: number): boolean {
  const first = parameters.findIndex(({ isRepeated }) => isRepeated === true);
  if (first < 0) return true;
  const last = parameters.findLastIndex(({ isRepeated }) => isRepeated === true);
  const others = parameters.length - (last - first + 1);
  return (count - others) % (last - first + 1) === 0;
}
