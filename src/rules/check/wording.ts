/** Sentences of the checks that need more than a line: lists, numbers, spans of time. */
import { printShort } from "../timespan-text.js";

export const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

export const span = (ticks: number) => `\`${printShort(ticks)}\``;
