import type { Diagnostic } from "../text/diagnostic.js";

/** Remarks of a run, each once however many alerts give rise to it. */
export class RunNotes {
  private readonly notes = new Map<string, Diagnostic>();

  add(note: Diagnostic): void {
    const key = `${note.code} ${note.span.start} ${note.message}`;
    if (!this.notes.has(key)) this.notes.set(key, note);
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.notes.values()];
  }
}
