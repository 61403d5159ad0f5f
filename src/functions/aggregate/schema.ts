/** `buildschema`: the smallest schema that admits all values of a dynamic column. */
import { dynamicTypeName } from "../../types/convert.js";
import { setSlot, slotsOf } from "../../types/json.js";
import { type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { asDynamic } from "../dynamic-content.js";
import { aggregateFamily, signature } from "../entry.js";
import { liftAggregate } from "./lift.js";
import { named } from "./result-name.js";

/** What has been seen at one place: scalar types, the slots of bags, the elements of arrays. */
interface Schema {
  readonly types: Set<string>;
  slots: Map<string, Schema> | undefined;
  elements: Schema | undefined;
}

const noSchema = (): Schema => ({ types: new Set(), slots: undefined, elements: undefined });

function admit(schema: Schema, value: DynamicValue): void {
  if (value === null) return;
  if (isDynamicArray(value)) {
    schema.elements ??= noSchema();
    for (const item of value) admit(schema.elements, item);
  } else if (isDynamicBag(value)) {
    schema.slots ??= new Map();
    for (const [key, slot] of slotsOf(value)) {
      let inner = schema.slots.get(key);
      if (inner === undefined) {
        inner = noSchema();
        schema.slots.set(key, inner);
      }
      admit(inner, slot);
    }
  } else schema.types.add(dynamicTypeName(value));
}

/** One kind stands alone, several make an array; a place that only held nulls is null. */
function describe({ types, slots, elements }: Schema): DynamicValue {
  const kinds: DynamicValue[] = [...types];
  if (slots !== undefined) {
    const bag: Record<string, DynamicValue> = {};
    for (const [key, slot] of slots) setSlot(bag, key, describe(slot));
    kinds.push(bag);
  }
  if (elements !== undefined) kinds.push({ "`indexer`": describe(elements) });
  return kinds.length > 1 ? kinds : (kinds[0] ?? null);
}

export const schemaAggregates = aggregateFamily({
  buildschema: {
    summary: "The smallest schema that admits all values of a dynamic column.",
    page: "buildschema-aggregation-function",
    signatures: [signature({ expr: "dynamic" }, "dynamic")],
    examples: {
      "tostring(toscalar(range x from 1 to 2 step 1 | summarize buildschema(bag_pack('a', x))))":
        '\'{"a":"long"}\'',
    },
    resultName: named("schema"),
    create: (call) =>
      liftAggregate(call, {
        init: noSchema,
        add: (schema: Schema, cell) => admit(schema, asDynamic(cell)),
        finish: describe,
      }),
  },
});
