/** A data file that cannot be used: one line with file, line and column, and what to do. */
export class DataFileError extends Error {
  override readonly name = "DataFileError";

  constructor(
    file: string,
    place: { readonly line: number; readonly column: number } | undefined,
    message: string,
  ) {
    super(place === undefined ? `${file}: ${message}` : `${file}:${place.line}:${place.column}: ${message}`);
  }
}
