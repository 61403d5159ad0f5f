/** The JSONPath subset of the engine: `$.a.b`, `$['a b']`, `$["x"][0]`. */

/** Names and indexes along a path; undefined when the text is not one. */
export function parseJsonPath(text: string): readonly (string | number)[] | undefined {
  if (text[0] !== "$") return undefined;
  const steps: (string | number)[] = [];
  let at = 1;
  while (at < text.length) {
    const step = text[at] === "." ? readName(text, at + 1) : readBracket(text, at);
    if (step === undefined) return undefined;
    steps.push(step.value);
    at = step.end;
  }
  return steps;
}

interface Step {
  readonly value: string | number;
  readonly end: number;
}

const nameForm = /[^.[\]'"]+/y;
const indexForm = /\[(\d{1,9})\]/y;

function readName(text: string, at: number): Step | undefined {
  nameForm.lastIndex = at;
  const match = nameForm.exec(text);
  return match === null ? undefined : { value: match[0], end: nameForm.lastIndex };
}

function readBracket(text: string, at: number): Step | undefined {
  indexForm.lastIndex = at;
  const match = indexForm.exec(text);
  if (match !== null) return { value: Number(match[1]), end: indexForm.lastIndex };
  const quote = text[at + 1];
  if (text[at] !== "[" || (quote !== "'" && quote !== '"')) return undefined;
  const end = text.indexOf(`${quote}]`, at + 2);
  return end < 0 ? undefined : { value: text.slice(at + 2, end), end: end + 2 };
}
