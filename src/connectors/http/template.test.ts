import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOperationalError } from "#base";
import { prepared } from "./client.ts";
import type { ServiceDeclaration } from "./declaration.ts";
import { parseService } from "./parse.ts";
import { fill, hasBareQuotes, parseTemplate, type Template } from "./template.ts";

const numRuns = Math.min(Number(process.env["GESTAND_RUNS"] ?? 200), 2_000);
const base = new URL("https://api.example.com/v1");

const service = must(`
service: Example
documentation: https://example.com
records:
  one:
    find: {by: email, get: "/find/{email}/all", query: {q: "mail:'{email|escaped}'", plain: "{email}", fixed: "1"}, items: "data[*]", id: id}
    erase: {post: "/things/{id}.json", form: {"who[]": "{id}"}}
    correct: {post: "/x/{id}", fields: {name: name}}
    read: {post: "/read", json: {a: ["{id}", 1], b: {c: "{id}"}}}
`);
const [record] = service.records;

function must(text: string): ServiceDeclaration {
  const { service: read, problems } = parseService("example.yaml", text);
  if (read === undefined) throw new Error(JSON.stringify(problems));
  return read;
}

function template(text: string): Template {
  const parsed = parseTemplate(text);
  if ("wrong" in parsed) throw new Error(parsed.wrong);
  return parsed;
}

/** Texts that try to be more than a value. */
const hostile = fc.oneof(
  fc.string({ minLength: 1, unit: "binary" }),
  fc.constantFrom(
    "a/../b?x=1#",
    "..",
    ".",
    "%2e%2e",
    "../../admin",
    "a@b.c&admin=true",
    "' or email:'x",
    "\\'",
    "a\r\nX-Admin: 1",
    "{id}",
    "//evil.example/",
    "\u0000",
  ),
  fc.emailAddress(),
);

function call(which: "find" | "erase" | "read", value: string) {
  const made = { find: record?.find[0]?.list?.call, erase: record?.erase?.call, read: record?.read }[which];
  if (made === undefined) throw new Error("the declaration has this call");
  try {
    return prepared(service, base, made, { email: value, id: value });
  } catch (error) {
    if (isOperationalError(error) && error.code === "value-unusable") return undefined;
    throw error;
  }
}

describe("whatever a value is made of", () => {
  test("it stays one segment of the path and one parameter, and the call stays the same call", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const made = call("find", value);
        if (made === undefined) return;
        expect(made.url.origin).toBe(base.origin);
        expect(made.url.hash).toBe("");
        const segments = made.url.pathname.split("/");
        expect(segments).toHaveLength(5);
        expect([segments[1], segments[2], segments[4]]).toEqual(["v1", "find", "all"]);
        expect(decodeURIComponent(segments[3] ?? "")).toBe(value);
        expect([...made.url.searchParams.keys()]).toEqual(["q", "plain", "fixed"]);
        expect(made.url.searchParams.get("plain")).toBe(value.toWellFormed());
        expect(new URL(made.url.href).pathname).toBe(made.url.pathname);
      }),
      { numRuns },
    );
  });

  test("it stays one text of a search, one field of a form and one text of JSON", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const query = call("find", value)?.url.searchParams.get("q");
        if (query !== undefined) expect(query).toMatch(/^mail:'(?:[^'\\]|\\[^])*'$/);
        const form = call("erase", value);
        if (form !== undefined) expect([...new URLSearchParams(form.body)]).toEqual([["who[]", value]]);
        expect(JSON.parse(call("read", value)?.body ?? "")).toEqual({ a: [value, 1], b: { c: value } });
      }),
      { numRuns },
    );
  });

  test.each(["", "..", "."])("%j is no segment of a path: the call is not made", (value) => {
    expect(call("find", value)).toBeUndefined();
  });

  test("a header takes nothing that could begin another", () => {
    const strict = must(`
service: Example
documentation: https://example.com
records:
  one:
    find: {by: email, get: /find, headers: {X-Who: "{email}"}, items: "data[*]", id: id}
notOffered: {erase: no, correct: no}
`);
    const made = strict.records[0]?.find[0]?.list?.call;
    if (made === undefined) throw new Error("the declaration has this call");
    expect(() => prepared(strict, base, made, { email: "a\r\nX-Admin: 1" })).toThrow("cannot stand in a header");
  });
});

test("filters write a value as the service wants it", () => {
  const values = { email: `Ann"O'Neil\\@example.nl` };
  expect(fill(template("{email|md5}"), { email: "ann@person.example" })).toBe("0a73d554a80989defb0ee351d1e30a30");
  expect(fill(template("'{email|doubled}'"), values)).toBe(`'Ann"O''Neil\\@example.nl'`);
  expect(fill(template("{email|escaped}"), values)).toBe(`Ann\\"O\\'Neil\\\\@example.nl`);
  expect(fill(template("{email|unquoted}"), values)).toBe("Ann O'Neil @example.nl");
});

test("a value in quotes that is not quoted for them is seen, and a place that is none is said to be none", () => {
  expect(hasBareQuotes(template("email:'{email}'"))).toBe(true);
  expect(hasBareQuotes(template("email:'{email|escaped}'"))).toBe(false);
  expect(parseTemplate("{email|shout}")).toMatchObject({ wrong: expect.stringContaining("md5") as unknown });
  expect(parseTemplate("{e mail}")).toMatchObject({ wrong: expect.any(String) as unknown });
});
