/** Draws the rules of the grammar as railroad diagrams, in one page of SVG pictures. */
import type { ISerializedGast } from "chevrotain";
import { KqlParser } from "../../grammar/parser.js";
import { box, choice, type Drawing, loop, optional, sequence, track } from "./railroad.js";

/** What is read of a serialized production; which fields there are depends on its type. */
interface Production extends ISerializedGast {
  readonly name?: string;
  readonly label?: string;
  readonly definition?: ISerializedGast[];
  readonly separator?: ISerializedGast;
}

/** The whole page. */
export function diagramPage(): string {
  const rules: readonly Production[] = new KqlParser({
    recoveryEnabled: false,
  }).getSerializedGastProductions();
  const names = rules.map(({ name }) => name ?? "");
  const links = names.map((name) => `<a href="#${name}">${name}</a>`).join(" ");
  const sections = rules.map(ruleSection).join("\n");
  return page(links, sections);
}

function ruleSection(rule: Production): string {
  const drawing = track(sequence((rule.definition ?? []).map(draw)));
  const width = Math.ceil(drawing.width) + 2;
  const height = Math.ceil(drawing.up + drawing.down) + 2;
  const picture = drawing.draw(1, drawing.up + 1);
  const svg = `<svg width="${width}" height="${height}" role="img" aria-label="${rule.name}">${picture}</svg>`;
  return `<section id="${rule.name}"><h2>${rule.name}</h2><div>${svg}</div></section>`;
}

function draw(production: Production): Drawing {
  const inside = (): Drawing => sequence((production.definition ?? []).map(draw));
  const name = production.name ?? "";
  switch (production.type) {
    case "Terminal":
      return box(labelOf(production), { isRule: false });
    case "NonTerminal":
      return box(name, { isRule: true, link: name });
    case "Option":
      return optional(inside());
    case "Repetition":
      return optional(loop(inside()));
    case "RepetitionMandatory":
      return loop(inside());
    case "RepetitionWithSeparator":
      return optional(loop(inside(), separatorOf(production)));
    case "RepetitionMandatoryWithSeparator":
      return loop(inside(), separatorOf(production));
    case "Alternation":
      return choice((production.definition ?? []).map(draw));
    default:
      return inside();
  }
}

function separatorOf({ separator }: Production): Drawing | undefined {
  return separator === undefined ? undefined : draw(separator);
}

/** Keywords and symbols as written, categories in words. */
function labelOf({ label, name }: Production): string {
  return (label ?? name ?? "").replaceAll("`", "");
}

function page(links: string, sections: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Grammar of KQL</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 2em; color: #222; background: #fff; }
nav { line-height: 1.8; columns: 16em; }
nav a { display: block; }
h2 { font-size: 15px; margin: 2em 0 0.5em; }
section div { overflow-x: auto; }
svg path { fill: none; stroke: #555; stroke-width: 1.5; }
svg rect { fill: #eef3fb; stroke: #46648f; }
svg rect.rule { fill: #f6f1e3; stroke: #8a6d2f; }
svg text { font: 12px ui-monospace, monospace; text-anchor: middle; fill: #222; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1b; }
  a { color: #8ab4f8; }
  svg path { stroke: #aaa; }
  svg rect { fill: #22304a; }
  svg rect.rule { fill: #3a3220; }
  svg text { fill: #ddd; }
}
</style>
</head>
<body>
<h1>Grammar of KQL</h1>
<p>Square boxes are other rules, round ones are tokens.</p>
<nav>${links}</nav>
${sections}
</body>
</html>
`;
}
