import type { Alert } from "../rules/alert.js";
import { printable } from "./format-result.js";

/** An alert as lines of text. */
export function formatAlert(alert: Alert): string {
  const entities = alert.entities.map(({ type, ...identifiers }) => {
    const parts = Object.entries(identifiers).map(([name, value]) => `${name} ${value}`);
    return `${type}: ${parts.join(", ")}`;
  });
  const details = Object.entries(alert.customDetails).map(([key, values]) => `${key}: ${values.join(", ")}`);
  const lines = [
    `[${alert.severity}] ${alert.title}`,
    ...section("tactics", [...alert.tactics, ...alert.techniques].join(", ")),
    `  time         ${alert.startTime} to ${alert.endTime}${alert.areTimesFallback ? " (the window; the rows carry no TimeGenerated)" : ""}`,
    ...entities.map((text) => `  entity       ${text}`),
    ...details.map((text) => `  detail       ${text}`),
    ...section("description", alert.description.trim().replace(/\s+/g, " ")),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function section(name: string, text: string): string[] {
  return text === "" ? [] : [`  ${name.padEnd(11)}  ${text}`];
}
