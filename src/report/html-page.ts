/** A page that is one HTML file: it loads nothing, and its policy lets nothing run but what it was made with. */

import { sha256 } from "@noble/hashes/sha2.js";
import { jsonText } from "../types/json-text.js";
import { escapeHtml } from "./html-text.js";

export interface PageParts {
  readonly title: string;
  readonly style: string;
  /** Markup, in which every text from outside is escaped. */
  readonly body: string;
  readonly script?: string;
  /** What the script reads, from the element with the id `data`. */
  readonly data?: unknown;
}

export function htmlPage({ title, style, body, script, data }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const end = script === undefined ? "" : `${dataBlock(data)}\n<script>${script}</script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
${end}</body>
</html>
`;
}

function dataBlock(data: unknown): string {
  // `<` would end the element that the data stand in.
  const json = jsonText(data)
    .replace(/</g, "\\u003c")
    .replace(/\u2028|\u2029/g, "");
  return `<script type="application/json" id="data">${json}</script>`;
}

/** The form in which a content security policy names an inline text. */
function digest(text: string): string {
  const bytes = sha256(new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
}
