/** A bound on calls whose time grows with the product of their arguments' sizes; nothing could stop them on the way. */
import { KernelError } from "./kernel-error.js";

/** A few seconds' worth. */
const maxSteps = 2_000_000_000;

/** @throws KernelError when a call would take too many steps */
export function checkWork(steps: number): void {
  if (steps > maxSteps) throw new KernelError("KQL312", `the call would take more than ${maxSteps} steps`);
}
