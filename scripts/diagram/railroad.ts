/**
 * Railroad diagrams: drawings with a track through them, put together from boxes. A drawing is entered at its left
 * edge and left at its right edge, both at one height; `up` and `down` are what it needs above and below that.
 */

export interface Drawing {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** SVG elements of the drawing, entered at a point. */
  readonly draw: (x: number, y: number) => string;
}

const gap = 12;
const rowGap = 10;
const radius = 8;
const boxHeight = 24;
const letterWidth = 7.4;

function line(x: number, y: number, width: number): string {
  return width <= 0 ? "" : `<path d="M${x} ${y}h${width}"/>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export function box(text: string, look: { readonly isRule: boolean; readonly link?: string }): Drawing {
  const width = Math.round(text.length * letterWidth + 2 * gap);
  const half = boxHeight / 2;
  const draw = (x: number, y: number): string => {
    const shape = look.isRule ? 'class="rule"' : `rx="${half}"`;
    const rect = `<rect x="${x}" y="${y - half}" width="${width}" height="${boxHeight}" ${shape}/>`;
    const label = `<text x="${x + width / 2}" y="${y + 4}">${escaped(text)}</text>`;
    return look.link === undefined ? rect + label : `<a href="#${escaped(look.link)}">${rect}${label}</a>`;
  };
  return { width, up: half, down: half, draw };
}

const nothing: Drawing = { width: 0, up: 0, down: 0, draw: () => "" };

export function sequence(parts: readonly Drawing[]): Drawing {
  if (parts.length === 0) return nothing;
  const width = parts.reduce((sum, part) => sum + part.width, 0) + gap * (parts.length - 1);
  const draw = (x: number, y: number): string => {
    let left = x;
    return parts
      .map((part, at) => {
        const before = at === 0 ? "" : line(left - gap, y, gap);
        const drawn = before + part.draw(left, y);
        left += part.width + gap;
        return drawn;
      })
      .join("");
  };
  return {
    width,
    up: Math.max(...parts.map(({ up }) => up)),
    down: Math.max(...parts.map(({ down }) => down)),
    draw,
  };
}

/** Alternatives below each other; the first is on the track. */
export function choice(parts: readonly Drawing[]): Drawing {
  const [first = nothing, ...rest] = parts;
  const inner = Math.max(...parts.map(({ width }) => width));
  const side = 2 * radius;
  const offsets: number[] = [];
  let below = first.down;
  for (const part of rest) {
    const offset = below + rowGap + Math.max(part.up, 2 * radius - below - rowGap);
    offsets.push(offset);
    below = offset + part.down;
  }
  const width = inner + 2 * side;
  const draw = (x: number, y: number): string => {
    const straight =
      line(x, y, side) +
      first.draw(x + side, y) +
      line(x + side + first.width, y, width - side - first.width);
    return straight + rest.map((part, at) => drawBranch(part, { x, y, width, offset: offsets[at] })).join("");
  };
  return { width, up: first.up, down: below, draw };
}

interface Branch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly offset: number;
}

/** Off the track, down, through a drawing and up again. */
function drawBranch(part: Drawing, { x, y, width, offset }: Branch): string {
  const side = 2 * radius;
  const down = offset - 2 * radius;
  const out = `<path d="M${x} ${y}q${radius} 0 ${radius} ${radius}v${down}q0 ${radius} ${radius} ${radius}"/>`;
  const rest = width - 2 * side - part.width;
  const end = x + width - side;
  const back = `<path d="M${end} ${y + offset}q${radius} 0 ${radius} ${-radius}v${-down}q0 ${-radius} ${radius} ${-radius}"/>`;
  return out + part.draw(x + side, y + offset) + line(x + side + part.width, y + offset, rest) + back;
}

/** A drawing and a way past it. */
export function optional(inside: Drawing): Drawing {
  return choice([inside, nothing]);
}

/** A drawing and a way back to its start, over a separator. */
export function loop(inside: Drawing, separator: Drawing = nothing): Drawing {
  const inner = Math.max(inside.width, separator.width);
  const side = 2 * radius;
  const width = inner + 2 * side;
  const offset = Math.max(inside.down + rowGap + separator.up, 2 * radius);
  const draw = (x: number, y: number): string => {
    const through =
      line(x, y, side) +
      inside.draw(x + side, y) +
      line(x + side + inside.width, y, width - side - inside.width);
    const down = offset - 2 * radius;
    const end = x + width - side;
    const from = `<path d="M${end} ${y}q${radius} 0 ${radius} ${radius}v${down}q0 ${radius} ${-radius} ${radius}"/>`;
    const to = `<path d="M${x + side} ${y + offset}q${-radius} 0 ${-radius} ${-radius}v${-down}q0 ${-radius} ${radius} ${-radius}"/>`;
    const back =
      separator.draw(x + side, y + offset) +
      line(x + side + separator.width, y + offset, inner - separator.width);
    return through + from + to + back;
  };
  return { width, up: inside.up, down: offset + separator.down, draw };
}

/** A drawing with the ends of a track. */
export function track(inside: Drawing): Drawing {
  const width = inside.width + 2 * gap;
  const up = Math.max(inside.up, gap / 2);
  const down = Math.max(inside.down, gap / 2);
  const draw = (x: number, y: number): string => {
    const post = (at: number): string => `<path d="M${at} ${y - gap / 2}v${gap}"/>`;
    const right = x + width;
    return post(x) + line(x, y, gap) + inside.draw(x + gap, y) + line(right - gap, y, gap) + post(right);
  };
  return { width, up, down, draw };
}
