/** Per-group state in typed arrays that grow with the number of groups. */

/** The same numbers with room for `count`; new places hold `fill`. */
export function withRoom<T extends Float64Array | Int32Array | Uint8Array>(
  values: T,
  count: number,
  make: (length: number) => T,
  fill = 0,
): T {
  if (values.length >= count) return values;
  const larger = make(Math.max(16, count, values.length * 2));
  larger.set(values);
  if (fill !== 0) larger.fill(fill, values.length);
  return larger;
}
