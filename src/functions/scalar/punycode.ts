/** Texts and domain names in Punycode. */
import { scalarFamily, signature } from "../entry.js";
import { decodePunycode, encodePunycode } from "../punycode.js";

const mark = "xn--";
const beyondAscii = /[^\0-\x7f]/;
/** Full stops of other scripts. */
const stops = /[.\u3002\uff0e\uff61]/;

export const punycodeFunctions = scalarFamily({
  punycode_from_string: {
    summary: "A text in Punycode.",
    page: "punycode-from-string-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'punycode_from_string("académie-française")': '"acadmie-franaise-npb1a"' },
    kernel: (text: string) => encodePunycode(text) ?? "",
  },
  punycode_to_string: {
    summary: "The text that Punycode stands for; empty when it is none.",
    page: "punycode-to-string-function",
    signatures: [signature({ punycode: "string" }, "string")],
    nulls: "propagate",
    examples: { 'punycode_to_string("acadmie-franaise-npb1a")': '"académie-française"' },
    kernel: (text: string) => decodePunycode(text) ?? "",
  },
  punycode_domain_from_string: {
    summary: "A domain name with its `xn--` parts decoded; empty when one is no Punycode.",
    page: "punycode-domain-from-string-function",
    signatures: [signature({ domain: "string" }, "string")],
    nulls: "propagate",
    examples: { 'punycode_domain_from_string("xn--Ge-mia.Bulg.edu")': '"Gáe.Bulg.edu"' },
    kernel: (domain: string) => mapLabels(domain.split("."), decodeLabel),
  },
  punycode_domain_to_string: {
    summary: "A domain name with its parts beyond ASCII encoded as `xn--`.",
    page: "punycode-domain-to-string-function",
    signatures: [signature({ domain: "string" }, "string")],
    nulls: "propagate",
    examples: { 'punycode_domain_to_string("Artorījos。edu")': '"xn--Artorjos-ejb.edu"' },
    kernel: (domain: string) => mapLabels(domain.split(stops), encodeLabel),
  },
});

function mapLabels(labels: readonly string[], map: (label: string) => string | undefined): string {
  const mapped: string[] = [];
  for (const label of labels) {
    const other = map(label);
    if (other === undefined) return "";
    mapped.push(other);
  }
  return mapped.join(".");
}

function decodeLabel(label: string): string | undefined {
  return label.startsWith(mark) ? decodePunycode(label.slice(mark.length)) : label;
}

function encodeLabel(label: string): string | undefined {
  if (!beyondAscii.test(label)) return label;
  const encoded = encodePunycode(label);
  return encoded === undefined ? undefined : mark + encoded;
}
