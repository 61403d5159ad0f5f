import { expect, test } from "vitest";
import { parseGuid } from "../../src/types/guid.js";

const plain = "01234567-89ab-cdef-0123-456789abcdef";

test.each([
  ["0123456789abcdef0123456789abcdef", plain],
  ["0123456789ab-cdef-0123-456789abcdef", plain],
  [plain, plain],
  [plain.toUpperCase(), plain],
  [`{${plain}}`, plain],
  [`${plain} and more`, plain],
  ["a string that is not a guid", null],
  ["0123-456789abcdef0123456789abcdef", null],
  ["01234567--89ab-cdef-0123-456789abcdef", null],
  ["0123456789abcdef0123456789abcde", null],
  ["01234567-89ab-cdef-0123-456789abcde", null],
  ["@1234567-89ab-cdef-0123-456789abcdef", null],
  ["", null],
])("reads %j as %j", (text, expected) => {
  expect(parseGuid(text)).toBe(expected);
});
