/**
 * XML as a dynamic value: elements are keys, attributes keys with `@`, text beside either `#text`, repeated elements
 * arrays. Comments, declarations, instructions and CDATA sections are skipped.
 */
import { maxJsonDepth, setSlot } from "../types/json.js";
import type { DynamicBag, DynamicValue } from "../types/value.js";

/** Longer texts are not read. */
const maxLength = 1_048_576;

interface Element {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Map<string, DynamicValue[]>;
  readonly texts: string[];
}

const nameForm = "[\\p{L}_:][\\p{L}\\p{N}\\p{M}_:.·-]*";
const skipped =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<!DOCTYPE(?:[^<>[\]]|\[[^\]]*\])*>/uy;
const openTag = once(`<(${nameForm})((?:\\s+${nameForm}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, "uy");
const closeTag = once(`</(${nameForm})\\s*>`, "uy");
const attribute = once(`(${nameForm})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "gu");
const characters = /[^<]+/uy;

/** Null for what is no well-formed XML. */
export function parseXml(text: string): DynamicValue {
  if (text.length > maxLength) return null;
  const document = newElement("");
  const open: Element[] = [document];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const end = readMarkup(text, at, open);
    if (end === undefined || open.length > maxJsonDepth) return null;
    at = end;
  }
  const [root, ...others] = document.children;
  const isWhole =
    open.length === 1 && root?.[1].length === 1 && others.length === 0 && textIn(document) === "";
  return isWhole ? bagOf(document) : null;
}

function newElement(name: string): Element {
  return { name, attributes: new Map(), children: new Map(), texts: [] };
}

/** Reads one tag or run of text into the innermost open element; undefined when there is none. */
function readMarkup(text: string, at: number, open: Element[]): number | undefined {
  const current = open[open.length - 1];
  const run = matchAt(characters, text, at);
  if (run !== undefined) {
    const decoded = decodeEntities(run[0]);
    if (decoded === undefined) return undefined;
    current.texts.push(decoded);
    return at + run[0].length;
  }
  const skip = matchAt(skipped, text, at);
  if (skip !== undefined) return at + skip[0].length;
  const start = matchAt(openTag(), text, at);
  if (start !== undefined) {
    const element = newElement(start[1]);
    if (!readAttributes(element, start[2])) return undefined;
    if (start[3] === "/") addChild(current, element);
    else open.push(element);
    return at + start[0].length;
  }
  const close = matchAt(closeTag(), text, at);
  if (close === undefined || open.length < 2 || close[1] !== current.name) return undefined;
  open.pop();
  addChild(open[open.length - 1], current);
  return at + close[0].length;
}

/** A pattern that is made when it is first used: reading its classes takes a run that needs none a millisecond. */
function once(form: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(form, flags);
    return made;
  };
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | undefined {
  form.lastIndex = at;
  return form.exec(text) ?? undefined;
}

function readAttributes({ attributes }: Element, text: string): boolean {
  for (const [, name, double, single] of text.matchAll(attribute())) {
    const value = decodeEntities(double ?? single);
    if (value === undefined || attributes.has(name)) return false;
    attributes.set(name, value);
  }
  return true;
}

function addChild({ children }: Element, child: Element): void {
  const value = valueOfElement(child);
  const before = children.get(child.name);
  if (before === undefined) children.set(child.name, [value]);
  else before.push(value);
}

function textIn({ texts }: Element): string {
  return texts.join("").trim();
}

function valueOfElement(element: Element): DynamicValue {
  const { attributes, children } = element;
  if (attributes.size > 0 || children.size > 0) return bagOf(element);
  const text = textIn(element);
  return text === "" ? null : text;
}

function bagOf(element: Element): DynamicBag {
  const bag: Record<string, DynamicValue> = {};
  for (const [name, value] of element.attributes) bag[`@${name}`] = value;
  const text = textIn(element);
  if (text !== "") bag["#text"] = text;
  for (const [name, values] of element.children) setSlot(bag, name, values.length === 1 ? values[0] : values);
  return bag;
}

const entities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Undefined for an entity that does not exist. */
function decodeEntities(text: string): string | undefined {
  if (!text.includes("&")) return text;
  let isValid = true;
  const decoded = text.replaceAll(/&([^;&]*)(;?)/g, (_, name: string, end: string) => {
    const char = end === "" ? undefined : (entities.get(name) ?? numericEntity(name));
    isValid &&= char !== undefined;
    return char ?? "";
  });
  return isValid ? decoded : undefined;
}

function numericEntity(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}
