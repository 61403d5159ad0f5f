import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { DataFileError } from "./data-error.js";
import { folderOfGlob, matchesGlob } from "./glob.js";

const skippedFolders = new Set(["node_modules", ".git", "dist"]);

/**
 * Files at some paths: each file named, and those of folders, at any depth, that a test on the name lets through.
 * Sorted within each folder; each once.
 * @throws DataFileError for a path where nothing is.
 */
export function findFiles(paths: readonly string[], isWanted: (name: string) => boolean): string[] {
  const found = new Set<string>();
  const walk = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = folder === "." ? entry.name : join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) walk(path);
      } else if (isWanted(entry.name)) found.add(path);
    }
  };
  for (const path of paths) {
    if (isFolder(path)) walk(path);
    else found.add(path);
  }
  return [...found];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new DataFileError(path, undefined, "no such file or folder");
  }
}

/** Files that match any of some globs, each once, as seen from the working directory. */
export function findGlobs(globs: readonly string[]): string[] {
  const found = new Set<string>();
  for (const glob of globs) {
    const pattern = glob.replaceAll(sep, "/");
    const folder = folderOfGlob(pattern);
    if (!existsSync(folder)) continue;
    for (const file of findFiles([folder], () => true)) {
      if (matchesGlob(file.replaceAll(sep, "/"), pattern)) found.add(relative(".", file));
    }
  }
  return [...found];
}
