import { describe, expect, test } from "vitest";
import { parseService } from "./parse.ts";

const fine = `service: Example
documentation: https://crm.example/docs
address: https://api.crm.example
authentication: {bearer: CRM_TOKEN}
records:
  contact:
    find: {by: email, get: /contacts, query: {email: "{email}"}, items: "contacts[*]", id: id}
    erase: {delete: "/contacts/{id}"}
notOffered: {correct: The service has no call for it.}
`;

/** Line, column and code of each problem of the declaration after one change. */
function after(from: string, to: string): readonly string[] {
  expect(fine).toContain(from);
  return problems(fine.replace(from, to));
}

function problems(text: string): readonly string[] {
  return parseService("crm.yaml", text).problems.map(({ at, code, message, remedy }) => {
    expect(message).toMatch(/\.$/);
    expect(remedy.length).toBeGreaterThan(3);
    return `${at?.file}:${at?.line}:${at?.column} ${code}`;
  });
}

test("a declaration in a dozen lines is read, with what is usual filled in", () => {
  const { service, problems: none } = parseService("crm.yaml", fine);
  expect(none).toEqual([]);
  expect(service).toMatchObject({
    title: "Example",
    limits: { perSecond: 5, atOnce: 2, seconds: 30, pages: 500, answerKilobytes: 10_240 },
    records: [{ name: "contact", erase: { done: [200, 201, 202, 204], gone: [404, 410], blocked: [] } }],
  });
});

describe("a mistake is told at its place, with what to write instead", () => {
  test.each([
    ["documentation:", "docs:", ["crm.yaml:1:1 missing-word", "crm.yaml:2:1 unknown-word"]],
    ["https://api.crm.example", "http://api.crm.example", ["crm.yaml:1:1 wrong-value"]],
    ["https://api.crm.example", "https://10.0.0.1", ["crm.yaml:1:1 wrong-value"]],
    ["https://api.crm.example", "https://user:secret@api.crm.example", ["crm.yaml:1:1 wrong-value"]],
    ["CRM_TOKEN", "sk_live_51H", ["crm.yaml:4:26 wrong-value"]],
    ["{bearer: CRM_TOKEN}", "{bearer: CRM_TOKEN, header: {name: X-Key, value: KEY}}", ["crm.yaml:4:17 one-of"]],
    ["get: /contacts,", "get: /contacts, post: /contacts,", ["crm.yaml:7:11 one-of"]],
    ["get: /contacts,", "delete: /contacts,", ["crm.yaml:7:11 wrong-method"]],
    ["get: /contacts,", "get: contacts,", ["crm.yaml:7:28 wrong-value"]],
    ["get: /contacts,", "get: /contacts/../admin,", ["crm.yaml:7:28 wrong-value"]],
    ["get: /contacts,", 'get: "/contacts?email={email}",', ["crm.yaml:7:28 wrong-value"]],
    ['"{email}"', `"email:'{email}'"`, ["crm.yaml:7:54 wrong-value"]],
    ['"{email}"', '"{mail}"', ["crm.yaml:7:11 unknown-value"]],
    ['"{email}"', '"{email|md6}"', ["crm.yaml:7:54 wrong-value"]],
    ["contacts[*]", "contacts[]", ["crm.yaml:7:73 wrong-value"]],
    ['{delete: "/contacts/{id}"}', '{get: "/contacts/{id}"}', ["crm.yaml:8:12 wrong-method"]],
    ['{delete: "/contacts/{id}"}', '{delete: "/contacts/{email}"}', ["crm.yaml:8:12 unknown-value"]],
    ['    erase: {delete: "/contacts/{id}"}\n', "", ["crm.yaml:1:1 not-said"]],
    ["notOffered: {correct: The service has no call for it.}\n", "", ["crm.yaml:1:1 not-said"]],
    ["id: id}", "id: id, paging: {next: a, link: next}}", ["crm.yaml:7:104 one-of"]],
    ["id: id}", "id: id, paging: {cursor: a}}", ["crm.yaml:7:104 one-of"]],
    ['"/contacts/{id}"}', '"/contacts/{id}", completes: {job: id, seconds: 5}}', ["crm.yaml:8:50 missing-word"]],
    ['"/contacts/{id}"}', '"/contacts/{id}", headers: {Authorization: x}}', ["crm.yaml:8:49 bad-name"]],
  ])("%j becomes %j", (from, to, expected) => {
    expect(after(from, to)).toEqual(expected);
  });

  test("what is no document, or one that grows, is no declaration", () => {
    expect(problems("")).toEqual(["crm.yaml:1:1 empty"]);
    expect(problems("- a\n")).toEqual(["crm.yaml:1:1 wrong-type"]);
    expect(problems("service: &a Example\n")[0]).toBe("crm.yaml:1:13 yaml-alias");
    expect(parseService("crm.yaml", "service: &a x").problems[0]?.message).toContain("a service does not allow");
  });
});
