/** The scalar types of KQL, by their canonical names. */
export type KqlType =
  | "bool"
  | "int"
  | "long"
  | "real"
  | "decimal"
  | "string"
  | "datetime"
  | "timespan"
  | "guid"
  | "dynamic";

const typeNames: ReadonlyMap<string, KqlType> = new Map<string, KqlType>([
  ["bool", "bool"],
  ["boolean", "bool"],
  ["int", "int"],
  ["int32", "int"],
  ["long", "long"],
  ["int64", "long"],
  ["real", "real"],
  ["double", "real"],
  ["decimal", "decimal"],
  ["string", "string"],
  ["datetime", "datetime"],
  ["date", "datetime"],
  ["timespan", "timespan"],
  ["time", "timespan"],
  ["guid", "guid"],
  ["uuid", "guid"],
  ["uniqueid", "guid"],
  ["dynamic", "dynamic"],
]);

/** The type that a name, canonical or alias, stands for. */
export function typeNamed(name: string): KqlType | undefined {
  return typeNames.get(name.toLowerCase());
}

export function isNumericType(type: KqlType): type is "int" | "long" | "real" | "decimal" {
  return type === "int" || type === "long" || type === "real" || type === "decimal";
}
