/** Kinds of cells as they stand in a file. */
export type TokenKind = number;

export const tokenNull = 0;
export const tokenTrue = 1;
export const tokenFalse = 2;
export const tokenNumber = 3;
/** The bytes between the quotes of a JSON string that has no escapes. */
export const tokenString = 4;
/** The bytes between the quotes of a JSON string that has escapes. */
export const tokenEscaped = 5;
/** A JSON array or object. */
export const tokenNested = 6;
/** The same with a number in it that `JSON.parse` would not keep exactly. */
export const tokenNestedExact = 7;
/** Text as it is, any bytes: a field of a CSV file. */
export const tokenText = 8;
