/** What user-agent texts say of browser, operating system and device, by the rules of uap-core. */
import { userAgentRules } from "./generated/user-agents.js";
import { parseRegex } from "./regex/parse.js";
import { makeRegex, type Regex, type RegexMatch } from "./regex/regex.js";

export type UserAgentPart = "browser" | "os" | "device";

interface Rule {
  readonly pattern: string;
  /** By place in the result; a replacement may name groups: `$1`. */
  readonly replacements: readonly (string | null | undefined)[];
  regex: Regex | undefined;
}

const resultKeys: Readonly<Record<UserAgentPart, readonly string[]>> = {
  browser: ["Family", "MajorVersion", "MinorVersion", "Patch"],
  os: ["Family", "MajorVersion", "MinorVersion", "Patch", "PatchMinor"],
  device: ["Family", "Brand", "Model"],
};

type Result = Readonly<Record<string, string>>;

/** Results by text: agents repeat, and finding one out takes up to a thousand patterns. */
const known: Readonly<Record<UserAgentPart, Map<string, Result>>> = {
  browser: new Map(),
  os: new Map(),
  device: new Map(),
};
const maxKnown = 5000;
const maxKnownLength = 1000;

let rules: Readonly<Record<UserAgentPart, readonly Rule[]>> | undefined;

function rulesOf(part: UserAgentPart): readonly Rule[] {
  rules ??= readRules();
  return rules[part];
}

function readRules(): Readonly<Record<UserAgentPart, readonly Rule[]>> {
  // The text is written by the generator in just this form.
  const tables = JSON.parse(userAgentRules) as Record<
    UserAgentPart,
    readonly [string, ...(string | null)[]][]
  >;
  const ruleOf = ([pattern, ...replacements]: readonly [string, ...(string | null)[]]): Rule => ({
    pattern,
    replacements,
    regex: undefined,
  });
  return {
    browser: tables.browser.map(ruleOf),
    os: tables.os.map(ruleOf),
    device: tables.device.map(ruleOf),
  };
}

/** Empty texts for what is not known; the family is then `Other`. */
export function parseUserAgent(text: string, part: UserAgentPart): Result {
  const results = known[part];
  const before = results.get(text);
  if (before !== undefined) return before;
  const result = findOut(text, part);
  if (text.length > maxKnownLength) return result;
  if (results.size >= maxKnown) results.clear();
  results.set(text, result);
  return result;
}

function findOut(text: string, part: UserAgentPart): Result {
  const keys = resultKeys[part];
  for (const rule of rulesOf(part)) {
    rule.regex ??= makeRegex(parseRegex(rule.pattern));
    // Asking whether is cheaper than asking where, and most rules do not match.
    const match = rule.regex.test(text) ? rule.regex.match(text) : undefined;
    if (match === undefined) continue;
    return Object.fromEntries(keys.map((key, at) => [key, valueAt(rule, match, part, at)]));
  }
  return Object.fromEntries(keys.map((key, at) => [key, at === 0 ? "Other" : ""]));
}

/** The replacement, else the group of that place. A device's model stands in its first group, its brand in none. */
function valueAt({ replacements }: Rule, { groups }: RegexMatch, part: UserAgentPart, at: number): string {
  const replacement = replacements[at];
  if (typeof replacement === "string") {
    return replacement.replaceAll(/\$(\d)/g, (_, group) => groups[Number(group)] ?? "").trim();
  }
  const group = part === "device" ? (at === 1 ? undefined : 1) : at + 1;
  return (group === undefined ? undefined : groups[group]) ?? "";
}
