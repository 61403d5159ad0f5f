import { describe, expect, test } from "vitest";
import { KernelError } from "../../src/functions/kernel-error.js";
import { call, nullOf } from "./call-scalar.js";

const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91";
const nokia =
  "Mozilla/5.0 (SymbianOS/9.2; U; Series60/3.1 NokiaN81-3/10.0.032 Profile/MIDP-2.0 Configuration/CLDC-1.1 ) AppleWebKit/413 (KHTML, like Gecko) Safari/4";
const unknown = { Family: "Other", MajorVersion: "", MinorVersion: "", Patch: "" };

describe("parse_user_agent", () => {
  test.each([
    [
      "Mozilla/5.0 (Windows; U; en-US) AppleWebKit/531.9 (KHTML, like Gecko) AdobeAIR/2.5.1",
      "browser",
      { Browser: { Family: "AdobeAIR", MajorVersion: "2", MinorVersion: "5", Patch: "1" } },
    ],
    [
      nokia,
      ["browser", "os", "device"],
      {
        Browser: { Family: "Nokia OSS Browser", MajorVersion: "3", MinorVersion: "1", Patch: "" },
        OperatingSystem: {
          Family: "Symbian OS",
          MajorVersion: "9",
          MinorVersion: "2",
          Patch: "",
          PatchMinor: "",
        },
        Device: { Family: "Nokia N81", Brand: "Nokia", Model: "N81-3" },
      },
    ],
    [edge, "browser", { Browser: { Family: "Edge", MajorVersion: "120", MinorVersion: "0", Patch: "2210" } }],
    [
      edge,
      "os",
      {
        OperatingSystem: {
          Family: "Windows",
          MajorVersion: "10",
          MinorVersion: "",
          Patch: "",
          PatchMinor: "",
        },
      },
    ],
    [edge, ["device"], { Device: { Family: "Other", Brand: "", Model: "" } }],
    ["", "browser", { Browser: unknown }],
    ["é😀", "browser", { Browser: unknown }],
    ["x", [], {}],
  ])("%s asked for %j", (agent, parts, expected) => {
    expect(call("parse_user_agent", agent, parts)).toEqual(expected);
  });

  test("tells all it knows when not asked for a part", () => {
    expect(Object.keys(call("parse_user_agent", edge) ?? {})).toEqual([
      "Browser",
      "OperatingSystem",
      "Device",
    ]);
  });

  test("refuses parts that do not exist, and passes null on", () => {
    expect(() => call("parse_user_agent", edge, "engine")).toThrow(KernelError);
    expect(call("parse_user_agent", edge, nullOf("dynamic"))).toBeNull();
  });

  test("takes little time over agents made to take long", () => {
    const start = performance.now();
    call("parse_user_agent", `Mozilla/5.0 (${"x; ".repeat(20_000)}`);
    call("parse_user_agent", "iPhone OS 1".repeat(5_000));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
