/**
 * Where in the documents of a column the values at their paths stand, noted while the column is loaded: two bytes a
 * document and path. What is not noted is looked for when somebody asks for it.
 */
import { JsonShapes } from "./json-shapes.js";

/** Documents after which it is looked at how it went, and the share of them that may be of unknown shape. */
const windowSize = 8192;
const maxUnknownShare = 0.25;

const maxPaths = 16;

/** A path that leads to nothing or to null in a document. */
export const absent = 0xffff;
const maxPlace = absent - 1;

/** By document the place of the value behind its start plus one, or `absent`; 0 where that is not known. */
export type Places = Uint16Array;

export class PathPlaces {
  readonly shapes = new JsonShapes(maxPaths);
  private readonly paths: Uint16Array<ArrayBuffer>[] = [];
  /** Documents that each path has room for. */
  private room = 64;
  private isOn = true;
  private tried = 0;
  private unknown = 0;

  /** Takes the document of a number, a valid array or bag, which `shapes` has been shown. */
  add(document: number, bytes: Uint8Array, start: number, end: number): void {
    if (!this.isOn) return;
    if (this.tried === windowSize) this.reconsider();
    this.tried++;
    const { shapes, paths } = this;
    if (!shapes.isRead) {
      this.unknown++;
      shapes.learn(bytes, start, end);
      while (paths.length < shapes.pathCount) paths.push(new Uint16Array(this.room));
      return;
    }
    if (document >= this.room) this.grow(document * 2);
    const { found, places, count, absentPaths } = shapes;
    for (let at = 0; at < count; at++) {
      paths[found[at]][document] = places[at] < maxPlace ? places[at] + 1 : 0;
    }
    for (let at = 0; at < absentPaths.length; at++) paths[absentPaths[at]][document] = absent;
  }

  /** By path, as JSON. */
  finish(documents: number): ReadonlyMap<string, Places> {
    const keys = [...this.shapes.pathKeys];
    if (documents > this.room) this.grow(documents);
    return new Map(keys.map((key, path) => [key, this.paths[path].slice(0, documents)]));
  }

  private reconsider(): void {
    if (this.unknown > this.tried * maxUnknownShare) {
      this.isOn = false;
      this.shapes.forget();
    }
    this.tried = 0;
    this.unknown = 0;
  }

  private grow(room: number): void {
    this.room = room;
    for (const [path, places] of this.paths.entries()) {
      const grown = new Uint16Array(room);
      grown.set(places);
      this.paths[path] = grown;
    }
  }
}
