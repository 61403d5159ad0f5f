import type { FileResult } from "../yaml/test-result.js";

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
}

/** Counts over all files. A file that cannot be run counts as one error. */
export function summarize(files: readonly FileResult[]): Summary {
  const cases = files.flatMap((file) => file.cases);
  const count = (status: string) => cases.filter((item) => item.status === status).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    errors: count("error") + files.filter(({ errors }) => errors.length > 0).length,
    skipped: count("skipped"),
  };
}

export function isGood({ failed, errors }: Summary): boolean {
  return failed === 0 && errors === 0;
}
