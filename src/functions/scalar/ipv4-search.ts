/** IPv4 addresses inside of texts. An address there stands between characters that are no letters and no digits. */
import { dynamicToText } from "../../types/text.js";
import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import {
  type ArgumentInfo,
  type Kernel,
  repeated,
  type ScalarEntry,
  scalarFamily,
  signature,
} from "../entry.js";
import { parseIpv4 } from "../ip-address.js";
import { isTermAt, phraseMatcher } from "../terms.js";

type Test = (text: string) => boolean;

interface Ipv4Search {
  readonly summary: string;
  readonly page: string;
  readonly examples: Readonly<Record<string, string>>;
  readonly prepare: (wanted: string) => Test;
}

const source = ["string", "dynamic"] as const;

function searchOne({ prepare, ...facts }: Ipv4Search): ScalarEntry {
  return {
    ...facts,
    signatures: [signature({ text: source, wanted: "string" }, "bool")],
    nulls: "custom",
    specialize: (args) => searchKernel(args, prepare),
  };
}

function searchAny({ prepare, ...facts }: Ipv4Search): ScalarEntry {
  return {
    ...facts,
    signatures: [signature({ text: source, wanted: repeated(["string", "dynamic"]) }, "bool")],
    nulls: "custom",
    specialize: (args) => searchKernel(args, prepare),
  };
}

function searchKernel([, ...wanted]: readonly ArgumentInfo[], prepare: Ipv4Search["prepare"]): Kernel {
  const constants = wanted.flatMap(({ constant }) => (constant === undefined ? [] : [constant.value]));
  // Constants of the signature's types are texts and dynamic arrays.
  const known =
    constants.length === wanted.length ? testsOf(constants as DynamicValue[], prepare) : undefined;
  return (text: DynamicValue, ...values: DynamicValue[]) => {
    const searched = dynamicToText(text);
    return (known ?? testsOf(values, prepare)).some((test) => test(searched));
  };
}

function testsOf(values: readonly DynamicValue[], prepare: Ipv4Search["prepare"]): Test[] {
  return values
    .flatMap((value): readonly DynamicValue[] => (isDynamicArray(value) ? value : [value]))
    .map((value) => prepare(typeof value === "string" ? value : ""));
}

const never: Test = () => false;

function hasAddress(wanted: string): Test {
  return parseIpv4(wanted) === undefined || wanted.includes("/") ? never : phraseMatcher(wanted, "whole");
}

const prefixForm = /^(?:\d{1,3}\.){1,3}$/;

function hasPrefix(wanted: string): Test {
  if (!prefixForm.test(wanted)) return hasAddress(wanted);
  return (text) => {
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (!isTermAt(text, at - 1) && startsAddress(text, at)) return true;
    }
    return false;
  };
}

const addressAt = /(?:\d{1,3}\.){3}\d{1,3}/y;

function startsAddress(text: string, at: number): boolean {
  addressAt.lastIndex = at;
  const address = addressAt.exec(text)?.[0];
  return address !== undefined && parseIpv4(address) !== undefined && !isTermAt(text, at + address.length);
}

export const ipv4SearchFunctions = scalarFamily({
  has_ipv4: searchOne({
    summary: "Whether a text has an IPv4 address.",
    page: "has-ipv4-function",
    examples: {
      'has_ipv4("GET 127.0.0.1 404", "127.0.0.1")': "true",
      'has_ipv4("127.0.0.256", "127.0.0.256")': "false",
    },
    prepare: hasAddress,
  }),
  has_any_ipv4: searchAny({
    summary: "Whether a text has any of several IPv4 addresses.",
    page: "has-any-ipv4-function",
    examples: { 'has_any_ipv4("GET 127.0.0.1 404", dynamic(["10.0.0.1", "127.0.0.1"]))': "true" },
    prepare: hasAddress,
  }),
  has_ipv4_prefix: searchOne({
    summary: "Whether a text has an IPv4 address that starts with whole parts such as `192.168.`.",
    page: "has-ipv4-prefix-function",
    examples: {
      'has_ipv4_prefix("GET 127.0.0.1 404", "127.0.")': "true",
      'has_ipv4_prefix("GET 127.0.0.1 404", "127.0")': "false",
    },
    prepare: hasPrefix,
  }),
  has_any_ipv4_prefix: searchAny({
    summary: "Whether a text has an IPv4 address that starts with any of several prefixes.",
    page: "has-any-ipv4-prefix-function",
    examples: { 'has_any_ipv4_prefix("GET 127.0.0.1 404", "10.", "127.0.")': "true" },
    prepare: hasPrefix,
  }),
});
