import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname } from "node:path";

/** Editors write a file in several steps; a run waits until nothing has changed for so long. */
const quietMs = 100;

const watchedNames = /\.(ya?ml|json|ndjson|jsonl|csv|kql|csl|kusto|gz|parquet)$/i;

/**
 * Runs at once, then again whenever a rule, test or data file below some paths changes; a change during a run leads to
 * one more. Ends when the process is told to.
 */
export async function watchFiles(paths: readonly string[], run: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStale = false;
  const runNow = async (): Promise<void> => {
    if (isRunning) {
      isStale = true;
      return;
    }
    isRunning = true;
    do {
      isStale = false;
      await run();
    } while (isStale);
    isRunning = false;
  };
  const schedule = (name: string | null): void => {
    if (name !== null && !watchedNames.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void runNow(), quietMs);
  };
  // Tests name rules and data beside them, so the folder of a single file is watched.
  const folders = new Set(paths.map((path) => (statSync(path).isDirectory() ? path : dirname(path))));
  const watchers: FSWatcher[] = [...folders].map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => schedule(name)),
  );
  await runNow();
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      for (const watcher of watchers) watcher.close();
      clearTimeout(timer);
      resolve();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}
