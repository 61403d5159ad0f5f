import { append } from "./append.js";
import type { Dictionary, FlatVector } from "./vector.js";

/** A dictionary that stays one and the same while values are added behind those that it has. */
export class GrowingDictionary implements Dictionary {
  constructor(
    private known: FlatVector,
    readonly rowCount: number,
  ) {}

  get values(): FlatVector {
    return this.known;
  }

  add(more: FlatVector): void {
    this.known = append(this.known, more);
  }
}
