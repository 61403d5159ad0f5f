import { convertCell } from "../../types/convert.js";
import { getSlot, parseJson } from "../../types/json.js";
import { typeNamed } from "../../types/kql-type.js";
import { type Cell, type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { badArgument } from "../diagnostics.js";
import { type ArgumentInfo, constant, type Kernel, scalarFamily, signature } from "../entry.js";
import { parseJsonPath } from "../json-path.js";

export const extractJsonFunctions = scalarFamily({
  extract_json: {
    summary: "What stands at a path in a JSON text, converted to a type if asked for.",
    page: "extract-json-function",
    signatures: [
      signature({ path: constant("string"), json: "string" }, "string"),
      signature(
        { path: constant("string"), json: "string", type: constant("string") },
        (args) => typeNamed(textConstant(args[2]) ?? "") ?? "string",
      ),
    ],
    nulls: "custom",
    examples: {
      'extract_json("$.name", \'{"name": "John"}\')': '"John"',
      'extract_json("$.a[1]", \'{"a": [1, 2]}\', typeof(long))': "2",
    },
    aliases: ["extractjson"],
    specialize: extractJsonKernel,
  },
});

function textConstant(info: ArgumentInfo | undefined): string | undefined {
  const value = info?.constant?.value;
  return typeof value === "string" ? value : undefined;
}

function extractJsonKernel([path, , type]: readonly ArgumentInfo[]): Kernel {
  const known = textConstant(path);
  const steps = known === undefined ? undefined : stepsOf(known);
  const target = typeNamed(textConstant(type) ?? "") ?? "string";
  return (pathText: string, json: string): Cell =>
    convertCell(valueAt(parseJson(json), steps ?? stepsOf(pathText)), "dynamic", target);
}

type Steps = readonly (string | number)[];

/** `$.[0]` is taken as `$[0]`. */
function stepsOf(path: string): Steps {
  const steps = parseJsonPath(path.replaceAll(".[", "["));
  if (steps === undefined) throw badArgument("path", "a JSONPath such as `$.a[0]`");
  return steps;
}

function valueAt(value: DynamicValue | undefined, steps: Steps): DynamicValue {
  let at: DynamicValue | undefined = value;
  for (const step of steps) {
    if (typeof step === "number") at = isDynamicArray(at) ? at[step] : undefined;
    else at = isDynamicBag(at) ? getSlot(at, step) : undefined;
  }
  return at ?? null;
}
