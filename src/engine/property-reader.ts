/**
 * Reads one property of many objects. V8 remembers where a property lies for each place in the code; a place that reads
 * properties of all names forgets (measured on rows of 28 columns: 70 ns a read instead of 5). So names that are read
 * often get a function of their own, where the environment allows functions to be made.
 */

/** The property of each object; `undefined` for what is null or undefined. */
type PropertyReader = (objects: readonly unknown[]) => unknown[];

interface Known {
  reads: number;
  reader: PropertyReader | undefined;
}

/** Making a function pays after about this many uses of twenty objects each. */
const readsBeforeMaking = 16;

/** Names that are kept track of; others are read the general way. */
const maxNames = 2048;

const knownNames = new Map<string, Known>();
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
let mayMake = true;

/** Values of one property of all objects. Inherited properties count as in plain JavaScript. */
export function readProperty(objects: readonly unknown[], name: string): unknown[] {
  let known = knownNames.get(name);
  if (known === undefined) {
    if (knownNames.size >= maxNames) return readSlowly(objects, name);
    known = { reads: 0, reader: undefined };
    knownNames.set(name, known);
  }
  if (known.reader !== undefined) return known.reader(objects);
  if (mayMake && ++known.reads >= readsBeforeMaking && plainName.test(name)) known.reader = makeReader(name);
  return readSlowly(objects, name);
}

/** Whether objects inherit a property of this name from `Object.prototype`. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

function readSlowly(objects: readonly unknown[], name: string): unknown[] {
  const values = new Array<unknown>(objects.length);
  for (let at = 0; at < values.length; at++) {
    // Properties are looked up in whatever the value is, as JavaScript does.
    values[at] = (objects[at] as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  }
  return values;
}

/** The name is letters, digits and underscores; undefined where a content security policy forbids making functions. */
function makeReader(name: string): PropertyReader | undefined {
  try {
    const body = `"use strict";
      const values = new Array(objects.length);
      for (let at = 0; at < values.length; at++) values[at] = objects[at]?.${name};
      return values;`;
    // The parameter and what the function returns are those of the text above.
    return new Function("objects", body) as PropertyReader;
  } catch {
    mayMake = false;
    return undefined;
  }
}
