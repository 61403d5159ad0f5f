import type { Trigger, TriggerOperator } from "./rule.js";

const comparisons: Readonly<Record<TriggerOperator, (rows: number, threshold: number) => boolean>> = {
  GreaterThan: (rows, threshold) => rows > threshold,
  LessThan: (rows, threshold) => rows < threshold,
  Equal: (rows, threshold) => rows === threshold,
  NotEqual: (rows, threshold) => rows !== threshold,
};

/** Whether a run with so many result rows fires. `lt`, `ne` and `eq 0` can fire on an empty result. */
export function fires(trigger: Trigger, rowCount: number): boolean {
  return comparisons[trigger.operator](rowCount, trigger.threshold);
}

/** The trigger in words: `more than 0 rows`. */
export function describeTrigger({ operator, threshold }: Trigger): string {
  return `${words[operator]} ${threshold} ${threshold === 1 ? "row" : "rows"}`;
}

const words: Readonly<Record<TriggerOperator, string>> = {
  GreaterThan: "more than",
  LessThan: "fewer than",
  Equal: "exactly",
  NotEqual: "other than",
};
