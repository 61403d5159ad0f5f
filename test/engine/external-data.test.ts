import { expect, test } from "vitest";
import { Workspace } from "../../src/index.js";

const query = `externaldata(ip:string)["https://example.com/ips.csv"] | count`;

test("rows of an address are those given", () => {
  const workspace = new Workspace();
  workspace.addExternalData("https://example.com/ips.csv", [{ ip: "10.0.0.1" }]);
  expect(workspace.query(query).toArrays()).toEqual([[1]]);
  workspace.addExternalData("https://example.com/ips.csv", []);
  expect(workspace.query(query).toArrays()).toEqual([[0]]);
});

test("an address without rows is an error with its place", () => {
  expect(() => new Workspace().query(query)).toThrow(
    /query:1:1: error KQL322: the rows of `externaldata` "https:\/\/example.com\/ips.csv" are not given/,
  );
});
