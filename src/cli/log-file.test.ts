import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Log, parsePolicy } from "#policy";
import { logProblems } from "./log-file.ts";
import { gestand } from "./testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-log-"));
});
afterAll(() => rm(folder, { recursive: true }));

const text = `gestand: 1
organisation: {name: Club, country: NL, contact: {email: privacy@club.example}}
languages: [nl, en]
inForce: 2026-12-01
persons: [visitor]
purposes: {visits: {of: visitor, basis: contract, uses: [network]}}
logs:
  site:
    of: visitor
    fields: {ip: network.ip-address, agent: network.user-agent, path: network.visits}
    other: {nl: "datum en tijd, bytes", en: "date and time, bytes"}
    ip: truncated
    for: visits
ephemeral:
  chats: {data: communication.message}
`;

function log(): Log {
  const { policy, problems } = parsePolicy("policy.yaml", text);
  expect(problems).toEqual([]);
  const [found] = policy?.logs ?? [];
  if (found === undefined) throw new Error("the policy declares a log");
  return found;
}

async function found(name: string, content: string): Promise<readonly string[]> {
  const file = join(folder, name);
  await writeFile(file, content);
  return (await logProblems(log(), file)).map(({ code, message }) =>
    `${code} ${/"(\w+)" (?:in|\()/.exec(message)?.[1] ?? ""}`.trim(),
  );
}

const line = {
  at: "2026-11-22T10:00:00Z",
  ip: "192.0.2.0",
  agent: "Mozilla/5.0 (X11; rv:140.0) Chrome/99.0.1.2",
  path: "/shop?page=2",
};
const lines = (...more: readonly object[]) => more.map((each) => JSON.stringify({ ...line, ...each })).join("\n");

test.each([
  ["holds what was declared, days and times, and what was named in words", lines({}, { bytes: 512 }), []],
  ["holds a field that nobody declared", lines({}, { user: "noor" }), ["undeclared-log-field user"]],
  ["holds a field that nobody declared only as a time", lines({ seen: "22/Nov/2026:10:00:00 +0100" }), []],
  ["holds whole addresses", lines({ ip: "192.0.2.17" }), ["whole-address-in-log ip"]],
  ["holds whole addresses in another field", lines({ path: "/x?from=2001:db8::17" }), ["whole-address-in-log path"]],
  ["holds shortened addresses of both kinds", lines({ ip: "2001:db8::" }, { ip: "10.1.0.0" }), []],
  ["does not hold a field", JSON.stringify({ ip: "192.0.2.0", path: "/" }), ["log-field-not-met"]],
  ["is empty", "\n\n", ["log-field-not-met", "log-not-understood"]],
  ["has lines of another kind", `${lines({})}\n{"ip":\nwhat`, ["log-not-understood"]],
])("a log that %s", async (name, content, codes) => {
  expect(await found(`${name.length}.ndjson`, content)).toEqual(codes);
});

test("a log as CSV, with names in its first line", async () => {
  const csv = `time,ip,agent,path,email\r\n2026-11-22 10:00:00,192.0.2.0,"Mozilla, ""5.0""",/a,\r\n2026-11-22,192.0.2.0,x,/b,a@b.example\r\n`;
  expect(await found("a.csv", csv)).toEqual(["undeclared-log-field email"]);
});

test("a log in the combined format of web servers", async () => {
  const combined = `192.0.2.9 - noor [22/Nov/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 512 "-" "curl/8"\n`;
  expect(await found("a.log", combined)).toEqual([
    "undeclared-log-field remote_addr",
    "whole-address-in-log remote_addr",
    "undeclared-log-field remote_user",
    "undeclared-log-field request",
    "undeclared-log-field status",
    "undeclared-log-field body_bytes_sent",
    "undeclared-log-field http_user_agent",
    "log-field-not-met",
  ]);
});

test("map --check names every declared place, compares a log that it is given, and fails only for what differs", async () => {
  const policy = join(folder, "policy.yaml");
  await writeFile(policy, text);
  const file = join(folder, "site.ndjson");
  await writeFile(file, lines({}));
  const alone = await gestand(["map", "--check", "-p", policy]);
  expect([alone.code, alone.out]).toEqual([
    0,
    expect.stringMatching(
      /^declared only log site: no connector reads logs yet.*\ndeclared only ephemeral chats: .*nothing to read\n.*: 0 of 2 places compared, 0 errors/m,
    ),
  ]);
  const given = await gestand(["map", "--check", "-p", policy, "--log", `site=${file}`, "--json"]);
  expect(given.code).toBe(0);
  expect(JSON.parse(given.out)).toMatchObject({
    problems: [],
    places: [
      { kind: "log", name: "site", path: "logs.site", standing: "compared" },
      { kind: "ephemeral", name: "chats", standing: "declared only", categories: ["communication.message"] },
    ],
  });
  await writeFile(file, lines({ email: "noor@shop.example" }));
  const drifted = await gestand(["map", "--check", "-p", policy, "--log", `site=${file}`]);
  expect(drifted.code).toBe(1);
  expect(drifted.out).toMatch(/error: The log "site" holds "email" in 1 lines?/);
  expect(drifted.out).not.toContain("noor@shop.example");
  expect(await gestand(["map", "--check", "-p", policy, "--log", "sight=x"])).toMatchObject({ code: 2, out: "" });
  expect((await gestand(["map", "--check", "-p", policy, "--log", `site=${folder}/gone`])).code).toBe(69);
});
