#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import type { Commands } from "./commands.js";
import { exitUsage } from "./failure.js";
import type { Options } from "./options.js";

declare const KQLUNIT_VERSION: string;

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

/** Options of every command that binds queries. */
function withCatalogOptions(command: Command): Command {
  return command
    .option("--schema <file>", "table schemas, JSON or YAML; may be repeated", collect, [])
    .option("--functions <dir>", "folder of stored functions (*.kql); may be repeated", collect, [])
    .option("--config <file>", "project file, instead of the nearest kqlunit.config.yaml");
}

function withDataOptions(command: Command): Command {
  return command
    .option("--data <path...>", "files or folders with logs; the table is named by the file's name", [])
    .option("--lenient", "read cells that do not fit as null, with a warning");
}

/** Commands load when one is called, so that `--version` and `--help` start fast. */
async function run(command: (commands: Commands) => Promise<number>): Promise<number> {
  const { commands, exitCodeOf } = await import("./commands.js");
  try {
    return await command(commands);
  } catch (error) {
    return exitCodeOf(error);
  }
}

type SetExitCode = (code: number) => void;

function buildProgram(setExitCode: SetExitCode): Command {
  const program = new Command("kqlunit")
    .description("Unit tests, fuzzing and explanations for KQL detection rules, with no cloud.")
    .version(KQLUNIT_VERSION)
    .configureOutput({
      outputError: (text, write) =>
        write(
          `kqlunit: ${text
            .trim()
            .replace(/^error: /, "")
            .replaceAll("\n", " ")}; run with --help for usage\n`,
        ),
    })
    .exitOverride();
  for (const add of [addTest, addRun, addExplain, addQuery, addCheck, addSchema, addFormat, addSimulate])
    add(program, setExitCode);
  return program;
}

function addTest(program: Command, setExitCode: SetExitCode): void {
  withCatalogOptions(program.command("test"))
    .description("run *.test.yaml files and the rules beside them")
    .argument("[paths...]", "files or folders; default: the current folder")
    .option("--reporter <names>", "default, junit, json, github; comma-separated", "default")
    .option("--filter <text>", "only cases whose name holds the text")
    .option("--explain", "explain failing cases at length")
    .option("--coverage", "tell which predicates of the rules no case exercised")
    .option("--watch", "run again when a file changes")
    .action(async (paths: string[], options: Options) =>
      setExitCode(await run((commands) => commands.test(paths, options))),
    );
}

function addRun(program: Command, setExitCode: SetExitCode): void {
  withDataOptions(withCatalogOptions(program.command("run")))
    .description("run a rule once on data; print alerts and rows")
    .argument("<rule>", "rule file")
    .option("--at <time>", "scheduled time of the run; default: just after the newest row")
    .option("--period <timespan>", "look-back, for rules that have none")
    .option("--json", "print JSON")
    .action(async (rule: string, options: Options) =>
      setExitCode(await run((commands) => commands.run(rule, options))),
    );
}

function addExplain(program: Command, setExitCode: SetExitCode): void {
  withDataOptions(withCatalogOptions(program.command("explain")))
    .description("tell why a rule fired, or stayed quiet")
    .argument("<rule>", "rule file")
    .option("--at <time>", "scheduled time of the run; default: just after the newest row")
    .option("--period <timespan>", "look-back, for rules that have none")
    .option("--row <n>", "explain result row n, counted from 1")
    .option("--column <name>", "with --row: the source cells that one cell of it comes from")
    .option("--alert <n>", "explain alert n, counted from 1")
    .option("--source <table:n>", "tell what became of row n of a table")
    .option("--why-not <predicate>", "follow the source rows that match a predicate")
    .option("--html <file>", "write a self-contained page")
    .option("--json", "print JSON")
    .action(async (rule: string, options: Options) =>
      setExitCode(await run((commands) => commands.explain(rule, options))),
    );
}

function addQuery(program: Command, setExitCode: SetExitCode): void {
  withDataOptions(withCatalogOptions(program.command("query")))
    .description("run a plain KQL query")
    .argument("[file]", "query file, or - for standard input")
    .option("--now <time>", "what now() is; default: the current time")
    .option("--format <format>", "table, json, csv or ndjson", "table")
    .option("--jsonl", "batch: one JSON object a line in, one a line out")
    .action(async (file: string | undefined, options: Options) =>
      setExitCode(await run((commands) => commands.query(file, options))),
    );
}

function addCheck(program: Command, setExitCode: SetExitCode): void {
  withCatalogOptions(program.command("check"))
    .description("parse and bind queries and rules; report what is wrong with them")
    .argument("[paths...]", "files or folders; default: the current folder")
    .option("--format <format>", "text, json, sarif or github", "text")
    .option("--jsonl", "batch: one JSON object a line in, one a line out")
    .option("--fail-on <severity>", "error or warning", "error")
    .option("--warn-on <codes>", "codes to report as warnings at most, comma-separated")
    .option("--baseline <file>", "leave out findings that the file lists")
    .option("--write-baseline <file>", "write the findings to a file and succeed")
    .option("--fix", "print the file with deprecated names replaced; of several files a patch")
    .action(async (paths: string[], options: Options) =>
      setExitCode(await run((commands) => commands.check(paths, options))),
    );
}

function addSchema(program: Command, setExitCode: SetExitCode): void {
  const schema = withCatalogOptions(program.command("schema"))
    .description("show the built-in table schemas")
    .argument("[table]", "table; default: the names of all")
    .option("--json", "print JSON")
    .action(async (table: string | undefined, options: Options) =>
      setExitCode(await run((commands) => commands.schema(table, options))),
    );
  withCatalogOptions(schema.command("infer"))
    .description("make a schema from sample logs")
    .argument("<file>", "JSON, NDJSON or CSV")
    .action(async (file: string) => setExitCode(await run((commands) => commands.inferSchema(file))));
}

function addFormat(program: Command, setExitCode: SetExitCode): void {
  withCatalogOptions(program.command("fmt"))
    .description("format queries: .kql files, and `query:` in rule files")
    .argument("[paths...]", "files or folders; default: the current folder")
    .option("--check", "only tell which files would change")
    .option("--write", "write the files")
    .action(async (paths: string[], options: Options) =>
      setExitCode(await run((commands) => commands.fmt(paths, options))),
    );
}

function addSimulate(program: Command, setExitCode: SetExitCode): void {
  withDataOptions(withCatalogOptions(program.command("simulate")))
    .description("run a rule on its schedule; print every run, alert and incident")
    .argument("<rule>", "rule file")
    .requiredOption("--from <time>", "first scheduled run")
    .requiredOption("--to <time>", "end of the schedule, exclusive")
    .option("--phase <phase>", "all: every distinct outcome over the starts of the schedule")
    .option("--delay <delay>", "ingestion delay: a timespan, or a column that holds the ingestion time")
    .option(
      "--close-after <timespan>",
      "close each incident so long after it was made; default: none is closed",
    )
    .option("--period <timespan>", "look-back, for rules that have none")
    .option("--html <file>", "write a self-contained strip chart")
    .option("--json", "print JSON")
    .action(async (rule: string, options: Options) =>
      setExitCode(await run((commands) => commands.simulate(rule, options))),
    );
}

async function main(): Promise<number> {
  let exitCode = 0;
  try {
    await buildProgram((code) => {
      exitCode = code;
    }).parseAsync(process.argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage;
    throw error;
  }
}

/** What a shell gives for a program that writes to nobody. */
const exitBrokenPipe = 141;

// A reader that stops early (`| head`) closes the pipe: nothing to tell of, and nothing that is known to be well.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitBrokenPipe);
  throw error;
});

process.exitCode = await main();
