/** Exit codes: what `contracts` promises to scripts. */
export const exitOk = 0;
export const exitFindings = 1;
export const exitUsage = 2;

/** Something that ends a command with exit code 2 and one line on stderr: usage, a file that cannot be read. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}
