import { describe, expect, it } from "vitest";
import { placeholdersOf } from "../../src/rules/alert-text.js";
import { buildAlerts } from "../../src/rules/alerts.js";
import { isGlobalAddress, isStrongEntity } from "../../src/rules/entity-strength.js";
import { stableGuid } from "../../src/rules/stable-guid.js";
import { describeTrigger, fires } from "../../src/rules/trigger.js";
import { noonRun, resultOf, ruleWith } from "./rule-makers.js";

const build = (keys: string, headings: string, rows: Parameters<typeof resultOf>[1]) =>
  buildAlerts(ruleWith(keys), noonRun, resultOf(headings, rows));
const codes = (built: ReturnType<typeof build>) => built.diagnostics.map(({ code }) => code);
const title = (format: string) => `alertDetailsOverride: {alertDisplayNameFormat: "${format}"}`;

describe("the trigger", () => {
  it.each([
    ["GreaterThan", 0, [false, true, true]],
    ["GreaterThan", 1, [false, false, true]],
    ["LessThan", 1, [true, false, false]],
    ["Equal", 0, [true, false, false]],
    ["Equal", 1, [false, true, false]],
    ["NotEqual", 1, [true, false, true]],
  ] as const)("%s %d fires on 0, 1 and 2 rows: %j", (operator, threshold, expected) => {
    expect([0, 1, 2].map((rows) => fires({ operator, threshold }, rows))).toEqual(expected);
  });

  it("is put in words", () => {
    expect(describeTrigger({ operator: "GreaterThan", threshold: 0 })).toBe("more than 0 rows");
    expect(describeTrigger({ operator: "LessThan", threshold: 1 })).toBe("fewer than 1 row");
  });
});

describe("alerts of a run", () => {
  it("are one for all rows by default", () => {
    const { alerts } = build("", "A", [["x"], ["y"]]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      title: "Own name",
      description: "Own text",
      severity: "Low",
      rows: [0, 1],
    });
  });

  it("are one for each row when asked for", () => {
    const { alerts } = build("eventGroupingSettings: {aggregationKind: AlertPerResult}", "A", [["x"], ["y"]]);
    expect(alerts.map(({ rows }) => rows)).toEqual([[0], [1]]);
    expect(alerts[0].securityAlert.ExtendedProperties).toContain('"Event Grouping":"AlertPerEvent"');
  });

  it.each([
    [150, 150, 1],
    [151, 150, 151],
    [400, 150, 400],
  ])("of %d rows are at most 150, the last for all rows", (rows, alerts, lastRows) => {
    const keys = "eventGroupingSettings: {aggregationKind: AlertPerResult}";
    const built = build(
      keys,
      "A",
      Array.from({ length: rows }, (_, row) => [`v${row}`]),
    );
    expect(built.alerts).toHaveLength(alerts);
    expect(built.alerts[alerts - 1].rows).toHaveLength(lastRows);
    expect(codes(built).includes("RULE307")).toBe(rows > 150);
  });

  it("of an NRT rule are at most 30", () => {
    const rule = ruleWith(
      "eventGroupingSettings: {aggregationKind: AlertPerResult}",
      "name: x\nkind: NRT\nseverity: Low\n",
    );
    const { alerts } = buildAlerts(
      rule,
      noonRun,
      resultOf(
        "A",
        Array.from({ length: 31 }, (_, row) => [`v${row}`]),
      ),
    );
    expect(alerts).toHaveLength(30);
    expect(alerts[29].rows).toHaveLength(31);
  });

  it("on an empty result are one, with the rule's own texts and no entities", () => {
    const keys = `${title("{{A}} seen")}\nentityMappings: [{entityType: IP, fieldMappings: [{identifier: Address, columnName: A}]}]\neventGroupingSettings: {aggregationKind: AlertPerResult}`;
    const built = build(keys, "A", []);
    expect(built.alerts).toHaveLength(1);
    expect(built.alerts[0]).toMatchObject({
      title: "Own name",
      entities: [],
      rows: [],
      areTimesFallback: true,
    });
    expect(codes(built)).toEqual([]);
  });

  it("have identifiers that depend on rule, run and place alone", () => {
    const keys = "eventGroupingSettings: {aggregationKind: AlertPerResult}";
    const first = build(keys, "A", [["x"], ["y"]]).alerts.map(({ id }) => id);
    const again = build(keys, "A", [["x"], ["z"]]).alerts.map(({ id }) => id);
    expect(first).toEqual(again);
    expect(new Set(first).size).toBe(2);
    expect(first[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("stableGuid", () => {
  it("tells parts apart, not only their joined text", () => {
    expect(stableGuid("ab", "c")).not.toBe(stableGuid("a", "bc"));
    const ids = new Set(Array.from({ length: 20_000 }, (_, n) => stableGuid("alert", "rule", String(n))));
    expect(ids.size).toBe(20_000);
  });
});

describe("titles and descriptions", () => {
  it.each([
    ["{{A}} by {{B}}", "x by 5"],
    ["{{ A }} again {{A}}", "x again x"],
    ["{{D}}", '{"k":[1,null]}'],
    ["{{T}} for {{S}}", "2026-04-06T11:00:00Z for 00:05:00"],
    ["{{L}}", "9007199254740993"],
    ["{{Yes}}", "true"],
    ["no {braces} {{A}}", "no {braces} x"],
    ["{{a}}", "Own name"],
    ["{{Empty}} and {{A}}", "Own name"],
    ["{{Null}}", "Own name"],
    ["{{Missing}}", "Own name"],
    ["{{}}", "Own name"],
  ])("%s gives %s", (format, expected) => {
    const row = [
      "x",
      5,
      { k: [1, null] },
      "2026-04-06T11:00:00Z",
      "00:05:00",
      9007199254740993n,
      true,
      "",
      null,
    ];
    const { alerts } = build(
      title(format),
      "A B:long D:dynamic T:datetime S:timespan L:long Yes:bool Empty Null:int",
      [row],
    );
    expect(alerts[0].title).toBe(expected);
  });

  it("come from the first row of the alert", () => {
    expect(build(title("{{A}}"), "A", [["first"], ["second"]]).alerts[0].title).toBe("first");
  });

  it("say why they fall back", () => {
    expect(codes(build(title("{{A}}"), "A TimeGenerated:datetime", [["", "2026-04-06T11:00:00Z"]]))).toEqual([
      "RULE301",
    ]);
    expect(codes(build(title("{{B}}"), "A TimeGenerated:datetime", [["", "2026-04-06T11:00:00Z"]]))).toEqual([
      "RULE302",
    ]);
  });

  it("with more than three placeholders are rendered, with a warning", () => {
    const built = build(title("{{A}} {{A}} {{A}} {{A}}"), "A", [["x"]]);
    expect(built.alerts[0].title).toBe("x x x x");
    expect(codes(built)).toContain("RULE308");
  });

  it("are cut to 256 bytes and 5 KB, never inside a character", () => {
    const keys = 'alertDetailsOverride: {alertDisplayNameFormat: "{{A}}", alertDescriptionFormat: "{{A}}"}';
    const built = build(keys, "A", [["é😀".repeat(2000)]]);
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    expect(bytes(built.alerts[0].title)).toBe(254);
    expect(built.alerts[0].title).not.toContain("\uFFFD");
    expect(bytes(built.alerts[0].description)).toBeLessThanOrEqual(5120);
    expect(codes(built).filter((code) => code === "RULE304")).toHaveLength(2);
  });

  it("are found in linear time", () => {
    expect(placeholdersOf("{{".repeat(500_000) + " ".repeat(500_000))).toEqual([]);
  });
});

describe("overrides", () => {
  const severity = "alertDetailsOverride: {alertSeverityColumnName: S}";
  it.each([
    ["High", "High", []],
    ["medium", "Medium", []],
    ["Critical", "Low", ["RULE303"]],
    ["", "Low", []],
  ])("a severity of %j gives %s", (value, expected, remarks) => {
    const built = build(severity, "S TimeGenerated:datetime", [[value, "2026-04-06T11:00:00Z"]]);
    expect(built.alerts[0].severity).toBe(expected);
    expect(codes(built)).toEqual(remarks);
  });

  it.each([
    ["Persistence,Impact", ["Persistence", "Impact"]],
    ["persistence", ["Persistence"]],
    ['["Persistence"]', ["Persistence"]],
    [
      ["Persistence", "Execution"],
      ["Persistence", "Execution"],
    ],
    ["Persistence,Nonsense", ["Impact"]],
    ["", ["Impact"]],
  ])("tactics of %j give %j", (value, expected) => {
    const built = build("alertDetailsOverride: {alertTacticsColumnName: S}", "S:dynamic", [[value]]);
    expect(built.alerts[0].tactics).toEqual(expected);
  });

  it.each([
    ["T1078.004, T1110", ["T1078.004", "T1110"], []],
    ["T1078,Nonsense", ["T1098"], ["RULE303"]],
    ["", ["T1098"], []],
  ])("techniques of %j give %j", (value, expected, remarks) => {
    const keys = "alertDetailsOverride: {alertDynamicProperties: [{alertProperty: Techniques, value: T}]}";
    const built = build(keys, "T TimeGenerated:datetime", [[value, "2026-04-06T11:00:00Z"]]);
    expect(built.alerts[0].techniques).toEqual(expected);
    expect(codes(built)).toEqual(remarks);
  });

  it("of properties are cut to 256 bytes, those of collections to 5 KB", () => {
    const keys =
      "alertDetailsOverride: {alertDynamicProperties: [{alertProperty: ProductName, value: A}, {alertProperty: RemediationSteps, value: A}]}";
    const [alert] = build(keys, "A", [["x".repeat(6000)]]).alerts;
    expect(alert.securityAlert).toMatchObject({
      ProductName: "x".repeat(256),
      RemediationSteps: "x".repeat(5120),
    });
  });

  it("set dynamic properties and techniques", () => {
    const keys =
      "alertDetailsOverride: {alertDynamicProperties: [{alertProperty: AlertLink, value: L}, {alertProperty: ConfidenceScore, value: C}, {alertProperty: Techniques, value: T}, {alertProperty: ProductName, value: P}]}";
    const [alert] = build(keys, "L C:real T P", [["https://x", 0.5, "T1078.004,T1110", "Mine"]]).alerts;
    expect(alert.techniques).toEqual(["T1078.004", "T1110"]);
    expect(alert.securityAlert).toMatchObject({
      AlertLink: "https://x",
      ConfidenceScore: 0.5,
      ProductName: "Mine",
      Techniques: "T1110",
      SubTechniques: "T1078.004",
    });
  });
});

describe("custom details", () => {
  it("are distinct values as text, also of numbers and dynamics", () => {
    const keys = "customDetails: {Names: N, Counts: C, Sets: D, None: E}";
    const [alert] = build(keys, "N C:long D:dynamic E", [
      ["a", 5, ["x"], ""],
      ["b", 5, ["x"], ""],
      ["a", 6, null, ""],
    ]).alerts;
    expect(alert.customDetails).toEqual({ Names: ["a", "b"], Counts: ["5", "6"], Sets: ['["x"]'] });
  });

  it("keep 50 values a key and 2 KB in all", () => {
    const rows = Array.from({ length: 60 }, (_, row) => [`v${row}`]);
    const built = build("customDetails: {K: A}", "A", rows);
    expect(built.alerts[0].customDetails.K).toHaveLength(50);
    expect(codes(built)).toContain("RULE306");
    const large = build(
      "customDetails: {K: A, M: A}",
      "A",
      Array.from({ length: 30 }, (_, row) => ["x".repeat(98) + (row + 10)]),
    );
    expect(large.alerts[0].customDetails).toMatchObject({ K: { length: 20 } });
    expect(large.alerts[0].customDetails.M).toBeUndefined();
  });

  it("with a long key are kept, with a warning", () => {
    const built = build("customDetails: {DistinctTargetsAffected: A}", "A", [["3"]]);
    expect(built.alerts[0].customDetails).toEqual({ DistinctTargetsAffected: ["3"] });
    expect(codes(built)).toContain("RULE308");
  });
});

describe("entities", () => {
  const account =
    "{entityType: Account, fieldMappings: [{identifier: Name, columnName: N}, {identifier: UPNSuffix, columnName: U}]}";
  const ip = "{entityType: IP, fieldMappings: [{identifier: Address, columnName: I}]}";

  it("are one for each distinct set of values, empty values left out", () => {
    const [alert] = build(`entityMappings: [${account}, ${ip}]`, "N U I", [
      ["eve", "contoso.com", "10.0.0.1"],
      ["eve", "contoso.com", "10.0.0.2"],
      ["bob", "", ""],
      ["", "", "10.0.0.1"],
    ]).alerts;
    expect(alert.entities).toEqual([
      { type: "Account", Name: "eve", UPNSuffix: "contoso.com" },
      { type: "Account", Name: "bob" },
      { type: "IP", Address: "10.0.0.1" },
      { type: "IP", Address: "10.0.0.2" },
    ]);
    expect(JSON.parse(String(alert.securityAlert.Entities))[0]).toEqual({
      $id: "1",
      Name: "eve",
      UPNSuffix: "contoso.com",
      Type: "account",
    });
  });

  it("of two mappings that are the same are one", () => {
    const [alert] = build(
      `entityMappings: [${ip}, {entityType: IP, fieldMappings: [{identifier: Address, columnName: J}]}]`,
      "I J",
      [["1.2.3.4", "1.2.3.4"]],
    ).alerts;
    expect(alert.entities).toHaveLength(1);
  });

  it.each(["ADMIN", "Administrator", "system", "NETWORK SERVICE"])("drop the account name %s", (name) => {
    const built = build(`entityMappings: [${account}]`, "N U", [[name, "contoso.com"]]);
    expect(built.alerts[0].entities).toEqual([]);
    expect(codes(built)).toContain("RULE309");
  });

  it("are at most 500, shared equally among the mappings", () => {
    const rows = Array.from({ length: 600 }, (_, row) => [`u${row}`, "c", row === 0 ? "1.1.1.1" : ""]);
    const built = build(`entityMappings: [${account}, ${ip}]`, "N U I", rows);
    expect(built.alerts[0].entities).toHaveLength(251);
    expect(codes(built)).toContain("RULE305");
  });

  it("are at most 64 KB, taken one by one", () => {
    const rows = Array.from({ length: 100 }, (_, row) => [`u${row}`.padEnd(2000, "x"), ""]);
    const built = build(`entityMappings: [${account}]`, "N U", rows);
    expect(built.alerts[0].entities).toHaveLength(32);
    expect(codes(built)).toContain("RULE305");
  });

  it("are taken from a column that holds them", () => {
    const cell = [
      { $id: "3", Type: "account", Name: "eve", IsDomainJoined: false, Host: { $ref: "4" } },
      { Type: "ip", Address: "1.2.3.4" },
      { Type: "unheard-of", X: 1 },
    ];
    const keys = "sentinelEntitiesMappings: [{columnName: E}]";
    const expected = [
      { type: "Account", Name: "eve", IsDomainJoined: "false" },
      { type: "IP", Address: "1.2.3.4" },
      { type: "unheard-of", X: "1" },
    ];
    expect(build(keys, "E:dynamic", [[cell]]).alerts[0].entities).toEqual(expected);
    expect(build(keys, "E", [[JSON.stringify(cell)], [""]]).alerts[0].entities).toEqual(expected);
    expect(codes(build(keys, "E", [["[broken"]]))).toContain("RULE311");
    expect(codes(build(keys, "E:dynamic", [[{ a: 1 }]]))).toContain("RULE311");
  });

  it("tell of a mapped column that the result lacks", () => {
    const built = build(`entityMappings: [${ip}]`, "II", [["x"]]);
    expect(built.diagnostics[0]).toMatchObject({ code: "RULE302", hints: [] });
    expect(built.alerts[0].entities).toEqual([]);
  });

  it("can't be made to forge their type or their prototype", () => {
    const keys =
      "entityMappings: [{entityType: IP, fieldMappings: [{identifier: type, columnName: A}, {identifier: __proto__, columnName: A}]}]";
    const [entity] = build(keys, "A", [["Host"]]).alerts[0].entities;
    expect(entity.type).toBe("IP");
    expect(Object.getPrototypeOf(entity)).toBe(Object.prototype);
  });

  it.each([
    [{ type: "Account", FullName: "eve@contoso.com" }, false],
    [{ type: "Account", Name: "eve", UPNSuffix: "contoso.com" }, true],
    [{ type: "Account", Name: "eve" }, false],
    [{ type: "Account", AadUserId: "x" }, true],
    [{ type: "Account", Sid: "S-1-5-18" }, false],
    [{ type: "Account", Sid: "S-1-5-21-1-2-3-500" }, true],
    [{ type: "Host", HostName: "h" }, false],
    [{ type: "Host", HostName: "h", DnsDomain: "d" }, true],
    [{ type: "IP", Address: "8.8.8.8" }, true],
    [{ type: "IP", Address: "10.1.2.3" }, false],
    [{ type: "IP", Address: "10.1.2.3", AddressScope: "s" }, true],
    [{ type: "URL", Url: "contoso.com/x" }, false],
    [{ type: "URL", Url: "https://contoso.com/x" }, true],
    [{ type: "File", Name: "a.exe" }, false],
    [{ type: "Nonsense", Name: "a" }, false],
  ])("%j is strong: %s", (entity, expected) => {
    expect(isStrongEntity(entity)).toBe(expected);
  });

  it.each([
    ["8.8.8.8", true],
    ["172.15.0.1", true],
    ["172.16.0.1", false],
    ["192.168.1.1", false],
    ["169.254.1.1", false],
    ["100.64.0.1", false],
    ["127.0.0.1", false],
    ["2001:db8::1", true],
    ["fd00::1", false],
    ["fe80::1", false],
    ["::1", false],
    ["host", false],
  ])("%s is global: %s", (address, expected) => {
    expect(isGlobalAddress(address)).toBe(expected);
  });
});

describe("alert times", () => {
  it("are those of the earliest and latest row", () => {
    const [alert] = build("", "TimeGenerated:datetime", [
      ["2026-04-06T11:30:00.5Z"],
      [null],
      ["2026-04-06T10:30:00Z"],
      ["2026-04-06T11:30:00Z"],
    ]).alerts;
    expect(alert).toMatchObject({
      startTime: "2026-04-06T10:30:00Z",
      endTime: "2026-04-06T11:30:00.5Z",
      areTimesFallback: false,
    });
  });

  it.each([
    ["without the column", "Start:datetime", [["2026-04-06T11:30:00Z"]]],
    ["when it isn't a datetime", "TimeGenerated", [["2026-04-06T11:30:00Z"]]],
    ["when all are null", "TimeGenerated:datetime", [[null]]],
  ])("are the window's ends %s, and say so", (_, headings, rows) => {
    const built = build("", headings, rows);
    expect(built.alerts[0]).toMatchObject({
      startTime: "2026-04-06T10:00:00Z",
      endTime: "2026-04-06T12:00:00Z",
      areTimesFallback: true,
    });
    expect(codes(built)).toEqual(["RULE310"]);
  });
});

describe("the row of SecurityAlert", () => {
  it("has the service's constants and the run's facts", () => {
    const [alert] = build("customDetails: {K: A}", "A", [["x"]]).alerts;
    expect(alert.securityAlert).toMatchObject({
      AlertName: "Own name",
      DisplayName: "Own name",
      AlertSeverity: "Low",
      Description: "Own text",
      ProviderName: "ASI Scheduled Alerts",
      VendorName: "Microsoft",
      ProductName: "Azure Sentinel",
      ProductComponentName: "Scheduled Alerts",
      Status: "New",
      SourceSystem: "Detection",
      IsIncident: false,
      Type: "SecurityAlert",
      TimeGenerated: "2026-04-06T12:05:00Z",
      Tactics: "Impact",
      Techniques: "T1098",
      AlertType: "00000000-0000-0000-0000-000000000000_11111111-2222-3333-4444-555555555555",
    });
    expect(JSON.parse(String(alert.securityAlert.ExtendedProperties))).toMatchObject({
      "Query Period": "02:00:00",
      "Trigger Operator": "GreaterThan",
      "Trigger Threshold": "0",
      "Search Query Results Overall Count": "1",
      "Query Start Time UTC": "2026-04-06 10:00:00Z",
      "Query End Time UTC": "2026-04-06 12:00:00Z",
      "Event Grouping": "SingleAlert",
      Query: "set query_now = datetime(2026-04-06T12:00:00Z);\nT",
      "Custom Details": '{"K":["x"]}',
    });
  });
});
