import { expect, test } from "vitest";
import { endpoints, openApi, submission } from "./index.ts";

interface Document {
  readonly paths: Record<
    string,
    Record<string, { parameters: { name: string; in: string; required: boolean }[]; security?: unknown }>
  >;
  readonly components: { securitySchemes: { staff: { name: string } } };
}
const document = openApi({ version: "1.2.3", serverUrl: "https://privacy.example.org" }) as unknown as Document;

test("each endpoint is described once, and two methods of one path stand together", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).toSorted());
});

test("what has a default need not be sent, what has none must", () => {
  const parameters = document.paths["/api/v1/register"]?.["get"]?.parameters;
  expect(parameters).toMatchObject([
    { name: "after", required: false },
    { name: "limit", required: false },
  ]);
  const proof = document.paths["/api/v1/evidence/consistency"]?.["get"]?.parameters;
  expect(proof).toMatchObject([
    { name: "from", required: true },
    { name: "to", required: true },
  ]);
});

test("only what anybody may call goes without a key, and the cookie is named as browsers hold it", () => {
  const open = endpoints.filter(({ path, method }) => document.paths[path]?.[method]?.security === undefined);
  expect(open.every(({ who }) => who === "public")).toBe(true);
  expect(endpoints.filter(({ who }) => who === "public")).toHaveLength(open.length);
  expect(document.components.securitySchemes.staff.name).toBe("__Host-gestand-session");
});

test("the description is JSON and nothing else", () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test("a submission takes an address as people write it, and nothing that could become a second header or page", () => {
  expect(submission.parse({ kind: "access", email: "  A.b+c@Köln.example " })).toEqual({
    kind: "access",
    email: "A.b+c@Köln.example",
    language: "nl",
  });
  for (const email of [
    "",
    "a",
    "a@",
    "@b",
    "a b@c.example",
    "a@b\r\nBcc: x@y.example",
    "<a@b.example>",
    'a"@b',
    `${"a".repeat(250)}@b.example`,
  ])
    expect(submission.safeParse({ kind: "access", email }).success, email).toBe(false);
});
