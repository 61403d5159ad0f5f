import type { KqlType } from "../../types/kql-type.js";
import type { BuildContext, ColumnBuilder } from "./column-builder.js";
import { DynamicBuilder } from "./dynamic-builder.js";
import { BoolBuilder, Int64Builder, RealBuilder } from "./number-builders.js";
import { StringBuilder } from "./string-builder.js";
import { TextValueBuilder } from "./text-value-builder.js";

export function newBuilder(type: KqlType, context: BuildContext): ColumnBuilder {
  switch (type) {
    case "string":
      return new StringBuilder(context);
    case "dynamic":
      return new DynamicBuilder(context);
    case "guid":
    case "decimal":
      return new TextValueBuilder(type, context);
    case "bool":
      return new BoolBuilder(context);
    case "real":
      return new RealBuilder(context);
    case "int":
    case "long":
    case "datetime":
    case "timespan":
      return new Int64Builder(type, context);
  }
}
