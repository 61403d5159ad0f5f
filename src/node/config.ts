/** The project file, `kqlunit.config.yaml`: what every command of a project takes for granted. */
import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type ConfigEntry, type ConfigMap, type ConfigNode, isAbsent } from "../rules/config-node.js";
import { readYaml } from "../rules/read-yaml.js";
import { positionAt } from "../text/source.js";
import { didYouMean } from "../text/suggest.js";
import { DataFileError } from "./data-error.js";
import { readTextFile } from "./read-text.js";

const configName = "kqlunit.config.yaml";

/** Paths are absolute, or relative to the working directory. */
export interface ProjectConfig {
  readonly path: string;
  /** Schema files, as `--schema` takes them. */
  readonly schemas: readonly string[];
  /** Folders of stored functions, as `--functions` takes them. */
  readonly functions: readonly string[];
  readonly watchlists: readonly WatchlistConfig[];
  /** Files with the rows of addresses that queries name in `externaldata`. */
  readonly externalData: readonly ExternalDataConfig[];
  /** Data files and folders for commands that are given none. */
  readonly data: readonly string[];
  /** Globs of test files for `kqlunit test` without paths. */
  readonly tests: readonly string[];
}

export interface WatchlistConfig {
  readonly name: string;
  readonly file: string;
  readonly searchKey: string | undefined;
}

export interface ExternalDataConfig {
  readonly address: string;
  readonly file: string;
}

const keys = ["schemas", "functions", "watchlists", "externaldata", "data", "tests"] as const;
const watchlistKeys = ["file", "searchKey"] as const;

/** The project file of a folder or the nearest one above it. */
export function findConfig(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, configName);
    if (existsSync(path)) return path;
    if (dirname(at) === at) return undefined;
  }
}

/** @throws DataFileError with the place of what is wrong: an unknown key, a value of another kind, a missing file. */
export function readConfig(path: string): ProjectConfig {
  const reader = new ConfigReader(path);
  const map = reader.root();
  reader.checkKeys(map, keys);
  return {
    path,
    schemas: reader.paths(map, "schemas"),
    functions: reader.paths(map, "functions"),
    watchlists: reader.watchlists(map),
    externalData: reader.externalData(map),
    data: reader.paths(map, "data"),
    tests: reader.texts(map, "tests").map(({ text }) => reader.resolve(text)),
  };
}

interface PlacedText {
  readonly text: string;
  readonly offset: number;
}

class ConfigReader {
  private readonly text: string;
  private readonly folder: string;

  constructor(private readonly path: string) {
    this.folder = dirname(path);
    this.text = readTextFile(path);
  }

  root(): ConfigMap {
    const { nodes, diagnostics } = readYaml(this.text);
    const [wrong] = diagnostics;
    if (wrong !== undefined) this.fail(wrong.span.start, wrong.message);
    const [node, second] = nodes;
    if (second !== undefined) this.fail(second.span.start, "expected one document");
    if (isAbsent(node)) return { kind: "map", span: { start: 0, end: 0 }, entries: [] };
    return this.map(node, `a map with ${keys.map((key) => `\`${key}\``).join(", ")}`);
  }

  checkKeys(map: ConfigMap, known: readonly string[]): void {
    const seen = new Set<string>();
    for (const { key, keySpan } of map.entries) {
      if (!known.includes(key)) {
        const hints = didYouMean(key, known);
        const all = `known are ${known.map((name) => `\`${name}\``).join(", ")}`;
        this.fail(
          keySpan.start,
          [`unknown key \`${key}\``, ...(hints.length > 0 ? hints : [all])].join("; "),
        );
      }
      if (seen.has(key)) this.fail(keySpan.start, `\`${key}\` stands here twice`);
      seen.add(key);
    }
  }

  /** Files and folders that must be there; one, or a list of them. */
  paths(map: ConfigMap, key: string): string[] {
    return this.texts(map, key).map((text) => this.existing(text));
  }

  texts(map: ConfigMap, key: string): PlacedText[] {
    const node = entryOf(map, key)?.value;
    if (isAbsent(node)) return [];
    const items = node.kind === "list" ? node.items : [node];
    return items.map((item) => this.placedText(item, `\`${key}\` is a path, or a list of them`));
  }

  watchlists(map: ConfigMap): WatchlistConfig[] {
    const node = entryOf(map, "watchlists")?.value;
    if (isAbsent(node)) return [];
    const lists = this.map(node, "a map of watchlist names and files");
    return lists.entries.map(({ key: name, value }) => this.watchlist(name, value));
  }

  externalData(map: ConfigMap): ExternalDataConfig[] {
    const node = entryOf(map, "externaldata")?.value;
    if (isAbsent(node)) return [];
    const { entries } = this.map(node, "a map of addresses and files");
    return entries.map(({ key: address, value }) => ({
      address,
      file: this.existing(this.placedText(value, `the rows of \`${address}\` are a file`)),
    }));
  }

  resolve(path: string): string {
    return isAbsolute(path) ? path : join(this.folder, path);
  }

  private watchlist(name: string, node: ConfigNode): WatchlistConfig {
    if (node.kind === "scalar") {
      const file = this.existing(
        this.placedText(node, `watchlist \`${name}\` is a file, or a map with \`file\``),
      );
      return { name, file, searchKey: undefined };
    }
    const map = this.map(node, "a file, or a map with `file` and `searchKey`");
    this.checkKeys(map, watchlistKeys);
    const [file] = this.texts(map, "file");
    if (file === undefined) return this.fail(map.span.start, `watchlist \`${name}\` names no \`file\``);
    const [searchKey] = this.texts(map, "searchKey");
    return { name, file: this.existing(file), searchKey: searchKey?.text };
  }

  private existing({ text, offset }: PlacedText): string {
    const path = this.resolve(text);
    if (!statSync(path, { throwIfNoEntry: false })) this.fail(offset, `no such file or folder: ${path}`);
    return path;
  }

  private placedText(node: ConfigNode, expected: string): PlacedText {
    if (node.kind !== "scalar" || typeof node.value !== "string" || node.value === "") {
      return this.fail(node.span.start, expected);
    }
    return { text: node.value, offset: node.span.start };
  }

  private map(node: ConfigNode, expected: string): ConfigMap {
    return node.kind === "map" ? node : this.fail(node.span.start, `expected ${expected}`);
  }

  private fail(offset: number, message: string): never {
    throw new DataFileError(this.path, positionAt(this.text, offset), message);
  }
}

function entryOf(map: ConfigMap, key: string): ConfigEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}
