/** What kernels report. The executor or the binder adds the place: the call that the kernel runs for. */
import { KernelError } from "./kernel-error.js";

export const textTooLong = (maxLength: number): KernelError =>
  new KernelError("KQL307", `the text would be longer than ${maxLength} characters`);

export const badPattern = (pattern: string, problem: string): KernelError =>
  new KernelError("KQL330", `\`${shorten(pattern)}\` is not a regular expression: ${problem}`);

export const tooManyGroups = (pattern: string, most: number): KernelError =>
  badPattern(pattern, `it has more than ${most} groups`);

export const unsupportedPattern = (pattern: string, construct: string): KernelError =>
  new KernelError(
    "KQL220",
    `${construct} in the regular expression \`${shorten(pattern)}\` is not supported`,
  );

export const badArgument = (name: string, expected: string): KernelError =>
  new KernelError("KQL331", `argument \`${name}\` must be ${expected}`);

export const unknownSize = (): KernelError =>
  new KernelError(
    "KQL221",
    "the size of dynamic values, which depends on the engine's storage, is not supported; known is that of a full `hll`",
  );

export const unlikeAccuracies = (first: number, other: number): KernelError =>
  new KernelError("KQL221", `merging sketches of accuracy ${first} and ${other} is not supported`);

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
