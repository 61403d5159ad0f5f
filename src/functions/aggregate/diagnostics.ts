/** What aggregates report. */
import { KernelError } from "../kernel-error.js";

export const tooManyElements = (maxElements: number): KernelError =>
  new KernelError(
    "KQL308",
    `its lists, sets and bags would hold more than ${maxElements} elements: raise the limit \`maxElements\`, or give it a smaller \`maxSize\``,
  );
