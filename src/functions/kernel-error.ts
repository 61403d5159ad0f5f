/** What a kernel throws when it cannot go on: a pattern that does not compile, a limit. The executor adds the place. */
export class KernelError extends Error {
  override readonly name = "KernelError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
