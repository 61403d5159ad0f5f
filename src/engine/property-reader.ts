/** Values of one property of all objects; `undefined` for what is null or undefined. Inherited properties count. */
export function readProperty(objects: readonly unknown[], name: string): unknown[] {
  const values = new Array<unknown>(objects.length);
  for (let at = 0; at < values.length; at++) {
    // Properties are looked up in whatever the value is, as JavaScript does.
    values[at] = (objects[at] as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  }
  return values;
}

/** Whether objects inherit a property of this name from `Object.prototype`. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}
