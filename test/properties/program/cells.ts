/** Values of the ten types that are likely to be treated wrongly, as literals and as the engine's cells. */
import { Workspace } from "../../../src/engine/workspace.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import type { Cell } from "../../../src/types/value.js";

export interface Value {
  readonly literal: string;
  readonly cell: Cell;
}

const literals: Readonly<Record<KqlType, readonly string[]>> = {
  bool: ["false", "true", "bool(null)"],
  int: [
    "int(0)",
    "int(1)",
    "int(2)",
    "int(-1)",
    "int(-7)",
    "int(2147483647)",
    "int(-2147483648)",
    "int(null)",
  ],
  long: [
    "0",
    "1",
    "2",
    "3",
    "-1",
    "-5",
    "10",
    "9007199254740991",
    "9007199254740993",
    "4611686018427387904",
    "9223372036854775807",
    "long(-9223372036854775808)",
    "long(null)",
  ],
  real: [
    "0.0",
    "1.0",
    "-0.0",
    "2.5",
    "-1.5",
    "0.1",
    "1e300",
    "-1e-300",
    "5e-324",
    "1.7976931348623157e308",
    "9223372036854775808.0",
    "-0.5",
    "real(nan)",
    "real(+inf)",
    "real(-inf)",
    "real(null)",
  ],
  decimal: [
    "decimal(0)",
    "decimal(1)",
    "decimal(-1.5)",
    "decimal(0.1)",
    "decimal(12345678901234567890.123456789)",
    "decimal(9999999999999999999999999999999999)",
    "decimal(-0.0000000000000000000000000000000001)",
    "decimal(null)",
  ],
  string: [
    '""',
    '"a"',
    '"b"',
    '"Abc"',
    '"abc"',
    '"é"',
    '"É"',
    '"a b-c_d"',
    '"ümlaut 10.0.0.1/24"',
    '"😀x"',
    '"ß İı Σς"',
    '"e\\u0301 \\ufb01"',
    '"-9223372036854775808"',
    '"0x1F"',
    '"::ffff:10.0.0.1"',
    '"10.0.0.1,192.168.1.255;x"',
    '"a,\\"b,c\\",,"',
    '"1"',
    '" -2 "',
    '"1.5"',
    '"true"',
    '"2020-02-29 12:00"',
    '"1.02:03:04"',
    '"{\\"a\\":1,\\"b\\":\\"x\\"}"',
    '"[1,2]"',
    "\"x=1;y='2 3'\"",
    '"https://u:p@h.com:80/p/q.txt?a=b#f"',
    '"a\\"b\\\\c\\n"',
    '"74be27de-1e4e-49d9-b579-fe0b331d3642"',
  ],
  datetime: [
    "datetime(2020-01-01)",
    "datetime(2026-04-06 12:00:00)",
    "datetime(2024-02-29 23:59:59.9999999)",
    "datetime(1969-12-31 23:59:59.9999999)",
    "datetime(0001-01-01)",
    "datetime(9999-12-31 23:59:59.9999999)",
    "datetime(null)",
  ],
  timespan: [
    "0s",
    "1h",
    "1d",
    "timespan(-1.12:00:00)",
    "1tick",
    "timespan(10675199.02:48:05.4775807)",
    "timespan(-10675199.02:48:05.4775807)",
    "timespan(null)",
  ],
  guid: [
    "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
    "guid(00000000-0000-0000-0000-000000000000)",
    "guid(null)",
  ],
  dynamic: [
    "dynamic(null)",
    "dynamic(1)",
    "dynamic(1.0)",
    "dynamic(-2.5)",
    'dynamic("a")',
    'dynamic("")',
    "dynamic(true)",
    "dynamic([])",
    "dynamic([1,2,2,3])",
    "dynamic([3.5,null,-1])",
    'dynamic(["a","É","a"])',
    'dynamic([1,"a",null,[2],{"a":1}])',
    "dynamic({})",
    'dynamic({"a":1,"b":"x"})',
    'dynamic({"a":{"b":[1,2]},"É":null})',
    "dynamic(9223372036854775807)",
    "dynamic([9007199254740993,0.5,-0.0,1e300])",
    'dynamic({"":null,"a.b":[[],{}],"x":timespan(1h)})',
    "dynamic([datetime(2020-01-01)])",
  ],
};

function read(type: KqlType): readonly Value[] {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  const printed = literals[type].map((literal, at) => `c${at} = ${literal}`).join(", ");
  const [row] = workspace.query(`print ${printed}`).rows((cell) => cell);
  return literals[type].map((literal, at) => ({ literal, cell: row[at] }));
}

// The keys of a record of all types are all types.
export const kqlTypes = Object.keys(literals) as readonly KqlType[];

const pools = new Map(kqlTypes.map((type) => [type, read(type)]));

export function valuesOf(type: KqlType): readonly Value[] {
  return pools.get(type) ?? [];
}
