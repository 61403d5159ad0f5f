/** Options as commander hands them over, read into types. */
import { CommandFailure } from "./failure.js";

export type Options = Readonly<Record<string, unknown>>;

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function flagOption(options: Options, name: string): boolean {
  return options[name] === true;
}

export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** One of a fixed set of words. */
export function choiceOption<T extends string>(options: Options, name: string, choices: readonly T[]): T {
  const value = textOption(options, name);
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new CommandFailure(`--${flag} must be one of ${choices.join(", ")}; got ${value ?? "nothing"}`);
}

/** A whole number from 1 on. */
export function ordinalOption(options: Options, name: string): number | undefined {
  const value = textOption(options, name);
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new CommandFailure(`--${name} must be a whole number from 1 on; got ${value}`);
}
