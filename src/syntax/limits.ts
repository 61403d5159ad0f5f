/** What a query may hold. The limits keep time and stack bounded on hostile input; queries people write stay far below. */

/** UTF-16 units of a query text. */
export const maxQueryLength = 2_000_000;
/** Open brackets of any kind at one place; the parser overflows Node's stack at about 190 of the costliest kind. */
export const maxBracketDepth = 128;
/** Levels of an expression, which later stages walk by recursion: brackets, and operators of one chain that nest. */
export const maxExpressionDepth = 400;
/** Diagnostics of one query; recovery gives up after these. */
export const maxDiagnostics = 50;
/** How often parsing starts anew behind an error to look for more. */
export const maxRestarts = 10;
