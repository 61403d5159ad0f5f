/** The order in which the documentation lists built-in functions: families of them under a title. */
import type { FunctionEntry } from "../functions/entry.js";
import { aggregateFamilies, scalarFamilies, windowFamilies } from "../functions/index.js";

type Table = Readonly<Record<string, FunctionEntry>>;

export interface FunctionFamily {
  readonly title: string;
  readonly entries: Table;
}

/** A table belongs to the title under which one of its names stands. */
const titles: Readonly<Record<string, readonly string[]>> = {
  Text: ["strlen", "strcat", "indexof"],
  "Regular expressions": ["extract"],
  "Parsing and formatting": [
    "parse_csv",
    "parse_path",
    "parse_url",
    "parse_xml",
    "parse_user_agent",
    "extract_json",
    "format_bytes",
  ],
  "Encoding, compression and hashes": [
    "base64_encode_tostring",
    "gzip_compress_to_base64_string",
    "punycode_from_string",
    "hash",
  ],
  Conversion: ["tostring"],
  "Conditions and nulls": ["iff", "isnull"],
  "Date and time": [
    "now",
    "startofday",
    "datetime_part",
    "format_datetime",
    "datetime_utc_to_local",
    "getyear",
    "hourofday",
  ],
  Numbers: ["abs", "bin", "binary_and", "gamma"],
  Units: ["convert_angle"],
  "Dynamic values": ["parse_json", "range", "bag_keys"],
  "Arrays and sets": ["array_length", "set_union"],
  "IP addresses": ["ipv4_compare", "has_ipv4", "ipv6_compare"],
  Series: [
    "series_add",
    "series_fill_const",
    "series_fir",
    "series_fit_line",
    "series_decompose",
    "series_stats",
  ],
  "Sketches of values": ["dcount_hll"],
  "Where a query runs": ["current_database", "estimate_data_size"],
  Operators: ["+", "==", "in", "has"],
};

const scalarTables: readonly Table[] = scalarFamilies;

/** Tables of scalar functions that no title claims. */
export const untitledTables: readonly Table[] = scalarTables.filter(
  (table) => !Object.values(titles).some((names) => names.some((name) => Object.hasOwn(table, name))),
);

export const functionFamilies: readonly FunctionFamily[] = [
  ...Object.entries(titles).map(([title, names]) => ({
    title,
    entries: joined(scalarTables.filter((table) => names.some((name) => Object.hasOwn(table, name)))),
  })),
  { title: "Windows over rows in order", entries: joined(windowFamilies) },
  { title: "Aggregates", entries: joined(aggregateFamilies) },
];

function joined(tables: readonly Table[]): Table {
  return Object.assign({}, ...tables);
}
