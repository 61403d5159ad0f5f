import { existsSync } from "node:fs";
import { text as readStream } from "node:stream/consumers";
import { Workspace } from "../../engine/workspace.js";
import { readTextFile } from "../../node/read-text.js";
import { formatResults, resultFormats } from "../../report/format-result.js";
import { KqlError } from "../../text/errors.js";
import { parseDatetime } from "../../types/datetime.js";
import { answerLines, answerQuery } from "../batch.js";
import { CommandFailure, exitFindings, exitOk } from "../failure.js";
import { choiceOption, flagOption, type Options, textOption } from "../options.js";
import { prepareProject } from "../prepare-project.js";
import { tellUnread } from "../tell-unread.js";

/** `kqlunit query`: runs a plain query on data files, or a batch of queries. */
export async function queryCommand(file: string | undefined, options: Options): Promise<number> {
  const prepare = await prepareProject(options);
  if (flagOption(options, "jsonl")) {
    await answerLines(file, (line) => answerQuery(line, prepare));
    return exitOk;
  }
  const format = choiceOption(options, "format", resultFormats);
  const now = textOption(options, "now");
  if (now !== undefined && parseDatetime(now) === null) {
    throw new CommandFailure(`--now ${now}: not a time such as 2026-04-06T12:00:00Z`);
  }
  const { name, text } = await readQuery(file);
  const workspace = new Workspace(now === undefined ? {} : { now });
  prepare(workspace);
  tellUnread(workspace, text);
  try {
    process.stdout.write(formatResults(workspace.queryAll(text, { name }), format));
    return exitOk;
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return exitFindings;
  }
}

/** A pipe, lines, or how queries without one begin. */
const looksLikeQuery = /[|\n]|^(?:print|let|range|datatable)\b.*\s/;

async function readQuery(file: string | undefined): Promise<{ name: string; text: string }> {
  if (file === undefined || file === "-") {
    if (file === undefined && process.stdin.isTTY)
      throw new CommandFailure("no query: name a file, or - for standard input");
    return { name: "query", text: await readStream(process.stdin) };
  }
  if (looksLikeQuery.test(file) && !existsSync(file))
    throw new CommandFailure(
      "this is a query, not a file: write it to a file, or to standard input and name -",
    );
  return { name: file, text: readTextFile(file) };
}
