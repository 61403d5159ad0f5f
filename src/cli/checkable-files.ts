import { statSync } from "node:fs";
import { findFiles } from "../node/find-files.js";
import { readTextFile } from "../node/read-text.js";
import type { SourceText } from "../text/source.js";
import { CommandFailure } from "./failure.js";

/**
 * The files named, and those of folders that look like rules or queries.
 * @throws CommandFailure when there are none, or for one that can't be read.
 */
export function checkableFiles(paths: readonly string[]): readonly SourceText[] {
  const named = new Set(paths);
  const isWanted = (file: string) => named.has(file) || !isJson(file) || isTemplate(file);
  const files = findFiles(paths.length === 0 ? ["."] : paths, isCheckable).filter(isWanted);
  if (files.length === 0)
    throw new CommandFailure(`no rule or query files in ${paths.join(", ") || "this folder"}`);
  return files.map((file) => ({ name: file, text: readTextFile(file) }));
}

function isCheckable(name: string): boolean {
  return (
    /\.(ya?ml|kql|csl|kusto|json)$/i.test(name) &&
    !/\.test\.ya?ml$/i.test(name) &&
    !/^kqlunit\.config\./.test(name)
  );
}

const isJson = (name: string) => /\.json$/i.test(name);

/** Folders of rules hold data, too: a larger file is no template. */
const maxTemplateSize = 4_000_000;

function isTemplate(file: string): boolean {
  return (
    statSync(file).size <= maxTemplateSize &&
    /"[\w./]*\/(?:alertRules|savedSearches)"/i.test(readTextFile(file))
  );
}
