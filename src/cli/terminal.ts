import type { Paint } from "../testing/reporters/default.js";

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** Colour on a terminal only, and never with NO_COLOR. */
export const paint: Paint = (text, colour) => {
  const isColoured = process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "";
  return isColoured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
};
