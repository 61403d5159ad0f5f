/**
 * Where in the documents of a column the values at their paths stand, noted while the column is loaded: two bytes a
 * document and path. What is not noted is looked for when somebody asks for it.
 */
import { JsonShapes } from "./json-shapes.js";

/** Fewer documents are looked through soon enough. */
const firstDocument = 1024;

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
  private isOn = true;
  private tried = 0;
  private unknown = 0;

  /** Takes the document of a number, a valid array or bag, which `shapes` has been shown. */
  add(document: number, bytes: Uint8Array, start: number, end: number): void {
    if (document < firstDocument || !this.isOn) return;
    if (this.tried === windowSize) this.reconsider();
    this.tried++;
    const { shapes, paths } = this;
    if (!shapes.isRead) {
      this.unknown++;
      shapes.learn(bytes, start, end);
      while (paths.length < shapes.pathCount) paths.push(new Uint16Array(document * 2));
      return;
    }
    if (paths.length > 0 && document >= paths[0].length) this.grow(document);
    const { found, places, count, absentPaths } = shapes;
    for (let at = 0; at < count; at++) {
      paths[found[at]][document] = places[at] < maxPlace ? places[at] + 1 : 0;
    }
    for (let at = 0; at < absentPaths.length; at++) paths[absentPaths[at]][document] = absent;
  }

  /** By path, as JSON. */
  finish(documents: number): ReadonlyMap<string, Places> {
    const keys = [...this.shapes.pathKeys];
    if (keys.length > 0) this.grow(documents - 1);
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

  private grow(document: number): void {
    for (const [path, places] of this.paths.entries()) {
      if (document < places.length) continue;
      const grown = new Uint16Array(Math.max(document + 1, places.length * 2));
      grown.set(places);
      this.paths[path] = grown;
    }
  }
}
