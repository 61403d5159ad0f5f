import type { FlatVector } from "./vector.js";

/** What reads texts by their codes. */
interface TextSource {
  readonly count: number;
  read(code: number): string;
}

/** All texts of a dictionary that grows, made when they are asked for; those made already stay. */
export class MadeTexts {
  private readonly data: string[] = [];
  private made: FlatVector = { encoding: "string", type: "string", length: 0, data: [] };

  constructor(private readonly source: TextSource) {}

  get values(): FlatVector {
    const { data, source } = this;
    const { count } = source;
    if (data.length < count) {
      while (data.length < count) data.push(source.read(data.length));
      this.made = { encoding: "string", type: "string", length: count, data };
    }
    return this.made;
  }
}
