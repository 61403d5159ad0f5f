import type { ColumnOrigin } from "../plan/column-origin.js";

const userColumns = new Set([
  "userprincipalname",
  "upn",
  "caller",
  "accountupn",
  "initiatingprocessaccountupn",
  "mailboxowerupn",
  "recipientemailaddress",
  "senderfromaddress",
]);
const foldings = new Set(["tolower", "toupper"]);

/** A user name taken from the logs as it is written there: sources differ in capitals. */
export function isRawUserName(origin: ColumnOrigin | undefined): boolean {
  if (origin === undefined || origin.through.some((name) => foldings.has(name))) return false;
  const last = origin.path.length === 0 ? origin.column : origin.path[origin.path.length - 1];
  // Elsewhere a `UserId` is a GUID.
  if (last === "UserId") return origin.table === "OfficeActivity";
  return userColumns.has(String(last).toLowerCase());
}
