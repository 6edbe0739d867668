/** Calls and lists of a declaration, made of what the grammar read. */
import type { Location } from "#base";
import type { Call, Field, Listing, Paging } from "./declaration.ts";
import { everyItem } from "./json-path.ts";
import type { ReadCall, ReadEach, ReadFields, ReadLookup } from "./language.ts";

/** Reports a problem of the declaration at its place. */
export type Tell = (at: Location, path: string, code: string, message: string, remedy: string) => undefined;

const methods = ["get", "post", "put", "patch", "delete"] as const;

export function callOf(read: ReadCall, tell: Tell): Call | undefined {
  const [first, ...more] = methods.flatMap((method) => {
    const path = read[method];
    return path === undefined ? [] : [{ method: method.toUpperCase() as Call["method"], path: path.template }];
  });
  if (first === undefined || more.length > 0)
    return tell(
      read.at,
      read.path,
      "one-of",
      "This is not exactly one call.",
      "Keep one of get, post, put, patch and delete.",
    );
  if (read.json !== undefined && read.form !== undefined)
    tell(read.at, read.path, "one-of", "A call has one body.", "Keep one of json and form.");
  if (first.method === "GET" && (read.json ?? read.form) !== undefined)
    tell(
      read.at,
      read.path,
      "wrong-method",
      "A call with get has no body.",
      "Put the values under query, or use post.",
    );
  return {
    ...first,
    query: fieldsOf(read.query),
    headers: fieldsOf(read.headers),
    body:
      read.json !== undefined
        ? { kind: "json", tree: read.json }
        : read.form !== undefined
          ? { kind: "form", fields: fieldsOf(read.form) }
          : { kind: "none" },
    at: read.at,
    ...(read.onceBy === undefined ? {} : { onceBy: read.onceBy }),
  };
}

export function fieldsOf(read: ReadFields | undefined): readonly Field[] {
  return (read ?? []).flatMap(({ name, value }) =>
    value === undefined ? [] : [{ name: name.text, value: value.template }],
  );
}

export function listingOf(read: ReadLookup | ReadEach, tell: Tell): Listing | undefined {
  const call = callOf(read, tell);
  if (call === undefined) return undefined;
  if (call.method !== "GET" && call.method !== "POST")
    return tell(
      read.at,
      read.path,
      "wrong-method",
      "Nothing is found with a call that changes something.",
      "Use get, or post where the service searches so.",
    );
  const items = read.items ?? { text: "$", steps: [] };
  const paging = pagingOf(read, tell);
  if (paging.kind !== "none" && !items.steps.includes(everyItem))
    tell(
      read.at,
      read.path,
      "missing-word",
      "Pages go on, but no list is read.",
      "Say where the list stands: items: data[*].",
    );
  return { call, items, paging, absent: read.absent ?? [404, 410] };
}

function pagingOf({ paging: read }: ReadLookup | ReadEach, tell: Tell): Paging {
  if (read === undefined) return { kind: "none" };
  const { cursor, number, link, next, parameter } = read;
  const wrong = (message: string, remedy: string): Paging => {
    tell(read.at, read.path, "one-of", message, remedy);
    return { kind: "none" };
  };
  if ([cursor, number, link, next].filter((one) => one !== undefined).length !== 1)
    return wrong("This is not exactly one way of paging.", "Keep one of cursor, number, link and next.");
  if (link !== undefined) return { kind: "link" };
  if (next !== undefined) return { kind: "next", from: next };
  if (parameter === undefined) return wrong("It is not said which parameter names the page.", "Add parameter.");
  if (cursor !== undefined)
    return { kind: "cursor", parameter, from: cursor, ...(read.more === undefined ? {} : { more: read.more }) };
  return { kind: "number", parameter, first: read.first ?? 1, step: read.step ?? 1, size: number ?? 1 };
}
