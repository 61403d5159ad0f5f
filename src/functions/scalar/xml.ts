import { scalarFamily, signature } from "../entry.js";
import { parseXml } from "../xml.js";

export const xmlFunctions = scalarFamily({
  parse_xml: {
    summary:
      "An XML text as a bag of its elements, attributes (`@name`) and texts (`#text`); null when it is none.",
    page: "parse-xml-function",
    signatures: [signature({ xml: "string" }, "dynamic")],
    nulls: "propagate",
    examples: {
      "parse_xml('<e name=\"value\">text</e>')": 'dynamic({"e": {"@name": "value", "#text": "text"}})',
      'parse_xml("<e><a>1</a><a>2</a></e>")': 'dynamic({"e": {"a": ["1", "2"]}})',
    },
    kernel: parseXml,
  },
});
