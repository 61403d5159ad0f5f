/** Runs the bundled command line as a child process. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let bundle: string | undefined;

/** Bundles once for each test file, into a folder of its own. */
function cliPath(): string {
  if (bundle === undefined) {
    const folder = mkdtempSync(join(root, ".cache-test-cli-"));
    execFileSync("node", ["scripts/build.mjs", "--fast", "--outdir", folder], { cwd: root });
    process.on("exit", () => execFileSync("rm", ["-rf", folder]));
    bundle = join(folder, "cli.js");
  }
  return bundle;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function kqlunit(args: readonly string[], options: CliOptions = {}): CliResult {
  const { cwd = root, input = "", env = {} } = options;
  const { status, stdout, stderr } = spawnSync("node", [cliPath(), ...args], {
    cwd,
    input,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

export interface RunningCli {
  /** Waits until standard output holds the text. */
  printed(text: string): Promise<void>;
  stop(): void;
  readonly code: Promise<number | null>;
}

/** Starts a command that goes on until it is stopped. */
export function startKqlunit(args: readonly string[], cwd: string): RunningCli {
  const child = spawn("node", [cliPath(), ...args], { cwd, env: { ...process.env, NO_COLOR: "1" } });
  let output = "";
  let wake = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    wake();
  });
  return {
    async printed(text) {
      while (!output.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: () => child.kill("SIGTERM"),
    code: new Promise((resolve) => child.on("exit", (code) => resolve(code))),
  };
}
