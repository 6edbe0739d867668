import { isCollection, isMap, isScalar, type Node } from "yaml";
import type { Location } from "#base";
import type { Finding, Reader } from "../document/reader.ts";

/** The part of JSON Schema (draft 7) that editors need from us. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Where reading is: which document, and the path of names that leads here. */
export interface Place {
  readonly reader: Reader;
  readonly path: string;
}

/**
 * One kind of value of the language: how it is read, how an editor completes it, how the reference describes it. The three
 * come from one object, so that they cannot disagree.
 */
export interface Kind<T> {
  /** For sentences: `a date such as 2026-12-01`. */
  readonly expects: string;
  /** For the table of the reference: `date`. */
  readonly label: string;
  readonly schema: JsonSchema;
  /** Whether a value of this form could be meant as this kind; decides between alternatives. */
  readonly fits: (node: Node | null) => boolean;
  /** The value, or `undefined` after the problem was reported. */
  readonly read: (node: Node | null, place: Place) => T | undefined;
  /** Whether it is written as a mapping with words of ours. */
  readonly isMapping?: boolean;
  /** Kinds with a chapter of their own in the reference that occur inside. */
  readonly chapters?: () => readonly Chapter[];
}

/** A mapping of the language that has a name, such as `Recipient`. */
export interface Chapter {
  readonly name: string;
  readonly doc: string;
  readonly example?: string;
  readonly rows: readonly {
    readonly word: string;
    readonly required: boolean;
    readonly label: string;
    readonly doc: string;
  }[];
  /** The whole mapping; its kind refers to it by name. */
  readonly schema: JsonSchema;
  readonly inner: () => readonly Chapter[];
}

/** A value together with where it stands. */
export interface Placed {
  readonly at: Location;
  readonly path: string;
}

export interface Word extends Placed {
  readonly text: string;
}

export function report(node: Node | null, place: Place, finding: Finding): undefined {
  place.reader.report(place.reader.at(node), place.path, finding);
  return undefined;
}

export function wrongType(node: Node | null, place: Place, expects: string): undefined {
  return report(node, place, {
    code: "wrong-type",
    message: `${place.path === "" ? "The document" : `"${lastName(place.path)}"`} is ${describe(node)}, not ${expects}.`,
    remedy: `Write ${expects}.`,
  });
}

export function inside(place: Place, name: string): Place {
  return { reader: place.reader, path: place.path === "" ? name : `${place.path}.${name}` };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function describe(node: Node | null): string {
  if (isCollection(node)) return isMap(node) ? "a mapping" : "a list";
  const value = isScalar(node) ? node.value : null;
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return value === "" ? "an empty text" : "a text";
  return typeof value === "number" || typeof value === "bigint" ? "a number" : "true or false";
}
