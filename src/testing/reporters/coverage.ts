import type { ConditionCoverage } from "../yaml/coverage.js";
import type { FileResult } from "../yaml/test-result.js";

/** Conditions that no case exercised both ways, by test file. */
export function reportCoverage(files: readonly FileResult[]): string {
  const lines = ["conditions exercised both ways (a row kept and a row dropped):"];
  for (const { file, coverage } of files) {
    if (coverage === undefined) continue;
    const missed = coverage.filter((condition) => !isCovered(condition));
    lines.push(`  ${file}: ${coverage.length - missed.length} of ${coverage.length}`);
    for (const condition of missed)
      lines.push(`    line ${condition.line}: ${missText(condition)}: ${condition.text}`);
  }
  return `${lines.join("\n")}\n`;
}

function isCovered({ kept, dropped }: ConditionCoverage): boolean {
  return kept > 0 && dropped > 0;
}

function missText({ kept, dropped }: ConditionCoverage): string {
  if (kept === 0 && dropped === 0) return "never reached";
  return kept === 0 ? "never true" : "never false";
}
