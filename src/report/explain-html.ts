import type { Explanation } from "../explain/explain.js";
export function explanationPage(_: Explanation): string {
  return "";
}
