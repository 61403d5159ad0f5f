import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import { badArgument } from "../diagnostics.js";
import { optional, scalarFamily, signature } from "../entry.js";
import { parseUserAgent, type UserAgentPart } from "../user-agent.js";

export const userAgentFunctions = scalarFamily({
  parse_user_agent: {
    summary: "What a user-agent text says of browser, operating system and device, as a bag.",
    page: "parse-user-agent-function",
    signatures: [signature({ userAgent: "string", parts: optional(["string", "dynamic"]) }, "dynamic")],
    nulls: "propagate",
    examples: {
      'parse_user_agent("Mozilla/5.0 (Windows; U; en-US) AppleWebKit/531.9 (KHTML, like Gecko) AdobeAIR/2.5.1", "browser")':
        'dynamic({"Browser": {"Family": "AdobeAIR", "MajorVersion": "2", "MinorVersion": "5", "Patch": "1"}})',
    },
    kernel: parse,
  },
});

const allParts: readonly DynamicValue[] = ["browser", "os", "device"];

function parse(text: string, parts: DynamicValue = allParts): Readonly<Record<string, DynamicValue>> {
  const bag: Record<string, DynamicValue> = {};
  for (const part of isDynamicArray(parts) ? parts : [parts]) {
    const asked = partNamed(part);
    bag[keys[asked]] = parseUserAgent(text, asked);
  }
  return bag;
}

const keys: Readonly<Record<UserAgentPart, string>> = {
  browser: "Browser",
  os: "OperatingSystem",
  device: "Device",
};

function partNamed(part: DynamicValue): UserAgentPart {
  if (part === "browser" || part === "os" || part === "device") return part;
  throw badArgument("parts", "`browser`, `os`, `device` or an array of these");
}
