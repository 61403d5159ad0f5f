import { describe, expect, it } from "vitest";
import { lintPage } from "../../src/report/lint-page.js";
import { lints } from "../../src/rules/check/lints.js";

describe("a check's page", () => {
  it.each(Object.entries(lints))("%s has a reason and both examples", (code, lint) => {
    const page = lintPage(code, lint);
    expect(page).toContain(`# ${code}: `);
    expect(page).toContain(lint.why);
    expect(page.match(/```yaml\n\S/g)).toHaveLength(2);
  });
});
