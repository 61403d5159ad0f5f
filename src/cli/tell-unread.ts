import { hasErrors } from "../engine/bind-text.js";
import type { Workspace } from "../engine/workspace.js";

/** Names that are told; a folder of logs may hold many tables. */
const mostNames = 3;

/**
 * Warns when a query reads tables without data while data of other tables is there: a file such as `query_data.csv` or
 * `SigninLogs (1).json` is a table of that name, and a rule that sees no rows stays quiet.
 */
export function tellUnread(workspace: Workspace, text: string): void {
  const { query, diagnostics } = workspace.bind(text);
  if (hasErrors(diagnostics)) return;
  const given = workspace.tableNames;
  const without = query.tables.filter((table) => !given.includes(table));
  const unread = given.filter((table) => !query.tables.includes(table));
  if (without.length === 0 || unread.length === 0) return;
  process.stderr.write(
    `kqlunit: warning: there is no data of ${listed(without)}; there is of ${listed(unread)}, which the query does not read (a file is named for its table)\n`,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
