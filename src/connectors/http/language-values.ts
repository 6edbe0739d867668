/** Values of declarations of services: places for values, places in answers, names of headers and variables. */
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { documents } from "#policy";
import type { BodyTree } from "./declaration.ts";
import { type JsonPath, parseJsonPath } from "./json-path.ts";
import { hasBareQuotes, parseTemplate, type Template } from "./template.ts";

const { changed, named, report, textKind, wholeNumber } = documents;
type Kind<T> = documents.Kind<T>;

export interface PlacedTemplate extends documents.Placed {
  readonly template: Template;
}

export const template: Kind<PlacedTemplate> = textKind<PlacedTemplate>({
  expects: "a text, with values as {id}",
  label: "text with values",
  parse: (value, node, place) => {
    const parsed = parseTemplate(value);
    if ("wrong" in parsed) return { wrong: `${parsed.wrong}.`, remedy: "Write {name} or {name|filter}." };
    if (hasBareQuotes(parsed))
      return {
        wrong: "A value stands in quotes without being quoted for them, so that a quote in it would end the text.",
        remedy: "Add how the service writes a quote: {email|escaped}, {email|doubled} or {email|unquoted}.",
      };
    return { template: parsed, at: place.reader.at(node), path: place.path };
  },
});

export const path: Kind<PlacedTemplate> = {
  ...changed(template, (read, node, place) =>
    /^\/[^?#\s\\]*$/.test(read.template.text) && !/\/\.{1,2}(\/|$)/.test(read.template.text)
      ? read
      : report(node, place, {
          code: "wrong-value",
          message: "This is no path of a call.",
          remedy: "Write a path that starts with /, such as /customers/{id}; parameters go under query.",
        }),
  ),
  expects: "a path such as /customers/{id}",
  label: "path with values",
};

/** A header that decides who we are or where we are is not the author's to set. */
const ownHeaders =
  /^(authorization|host|content-length|content-type|transfer-encoding|connection|cookie|accept-encoding)$/i;
export const headerName: Kind<string> = textKind<string>({
  expects: "the name of a header",
  label: "header",
  parse: (value) =>
    /^[A-Za-z][A-Za-z0-9-]*$/.test(value) && !ownHeaders.test(value)
      ? value
      : { wrong: "This is no header that a declaration can set.", remedy: "Write a name such as Idempotency-Key." },
});

export const variable: Kind<string> = textKind<string>({
  expects: "the name of a variable of the environment, such as STRIPE_SECRET_KEY",
  label: "variable",
  schema: { pattern: "^[A-Z][A-Z0-9_]*$" },
  parse: (value) =>
    /^[A-Z][A-Z0-9_]*$/.test(value)
      ? value
      : {
          wrong: "This is no name of a variable of the environment.",
          remedy:
            "Write its name in capitals, such as STRIPE_SECRET_KEY, and put the secret itself into the environment.",
        },
});

export const jsonPath: Kind<JsonPath> = textKind<JsonPath>({
  expects: "a place in the answer, such as data[*] or customer.id",
  label: "place in JSON",
  parse: (value) =>
    parseJsonPath(value) ?? {
      wrong: "This is no place in an answer.",
      remedy: 'Write names with dots, [*] for each of a list, ["@odata.nextLink"] for other names, $ for the whole.',
    },
});

export const status: Kind<number> = wholeNumber({ expects: "a status such as 404", from: 200, to: 599 });
export const some = (what: string, to: number) => wholeNumber({ expects: what, from: 1, to });

export const bodyTree: Kind<BodyTree> = {
  expects: "the body, with values as {id}",
  label: "any",
  schema: {},
  fits: () => true,
  read: readTree,
};

function readTree(node: Node | null, place: documents.Place): BodyTree | undefined {
  if (isMap(node)) {
    const entries: [string, BodyTree][] = [];
    for (const { key, value } of node.items) {
      if (!isScalar(key))
        return report(node, place, { code: "bad-name", message: "A name is missing.", remedy: "Write it." });
      const inner = readTree(value as Node | null, place);
      if (inner === undefined) return undefined;
      entries.push([String(key.value), inner]);
    }
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => readTree(item as Node | null, place));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const value: unknown = isScalar(node) ? node.value : null;
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  const parsed = parseTemplate(typeof value === "string" ? value : "");
  if (!("wrong" in parsed)) return parsed;
  return report(node, place, {
    code: "wrong-value",
    message: `${parsed.wrong}.`,
    remedy: "Write {name} or {name|filter}.",
  });
}

export const fields = (what: string, name?: Kind<string>) =>
  named({
    what,
    kind: template,
    ...(name === undefined
      ? {}
      : {
          check: (key: string) =>
            ownHeaders.test(key) || !/^[A-Za-z][A-Za-z0-9-]*$/.test(key) ? badHeader : undefined,
        }),
  });
const badHeader = { message: "This is no header that a declaration can set.", remedy: "Leave it out." };
