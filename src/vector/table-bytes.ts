/**
 * Bytes that tables have come to hold beside their rows: paths that were looked up, texts that were made of bytes,
 * indexes. They stay with the tables, for these are queried again; a run counts what is made while it is on. Of runs
 * that go on side by side each counts what all of them make.
 */
let made = 0;

export function noteTableBytes(bytes: number): void {
  made += bytes;
}

/** All bytes noted since the process began. */
export function tableBytes(): number {
  return made;
}
