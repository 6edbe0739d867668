/** What holds for every page and every form. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { anotherDoor, type App, get, post, postJson, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
});
afterAll(() => house?.[Symbol.asyncDispose]());

/** Every route of the program, with something in place of its parameters. */
function everyPath(): { method: "GET" | "POST"; path: string }[] {
  const routes = app.routes
    .filter(({ method }) => method === "GET" || method === "POST")
    .map(({ method, path }) => ({
      method: method as "GET" | "POST",
      path: path.replace(":name", "gestand.css").replace(":kind", "access").replaceAll(/:\w+/g, "no-such-thing-at-all"),
    }));
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

test("every answer of every route is closed to scripts, frames, caches and guessing", async () => {
  const paths = everyPath();
  expect(paths.length).toBeGreaterThan(60);
  for (const { method, path } of paths) {
    if (path === "/console/sign-out") continue;
    const answer =
      method === "GET" ? await get(app, path, { cookie: staff }) : await post(app, path, {}, { cookie: staff });
    const { headers } = answer;
    const said = `${method} ${path} ${answer.status}`;
    expect(answer.status, said).toBeLessThan(500);
    expect(headers.get("content-security-policy"), said).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'/,
    );
    expect(headers.get("content-security-policy"), said).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get("content-security-policy"), said).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options"), said).toBe("nosniff");
    expect(headers.get("referrer-policy"), said).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy"), said).toBe("same-origin");
    expect(headers.get("strict-transport-security"), said).toBe(null);
    // The same for everybody, and without a word about anybody.
    const isForAll =
      path.startsWith("/assets/") ||
      path === "/www/gestand.js" ||
      (/^\/(nl|en)\/privacy\/versions$/.test(path) && method === "GET");
    expect(headers.get("cache-control"), said).toBe(isForAll ? "public, max-age=300" : "no-store");
    await answer.body?.cancel();
  }
});

test("over https browsers are told to stay there, and cookies are tied to this very host", async () => {
  await using door = await anotherDoor(house, { publicUrl: new URL("https://privacy.webshop-nl.example") });
  const page = await get(door.app, "/nl");
  expect(page.headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
  const token = await house.house.staff.invite();
  const made = await post(door.app, `/console/welcome/${token}`, {
    name: "Ali",
    email: "ali@webshop-nl.example",
    password: "een lange zin als wachtwoord",
  });
  expect(made.headers.getSetCookie()[0]).toMatch(
    /^__Host-gestand-session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

test("the notice says in every language of which text of the policy it was made", async () => {
  const text = await readFile(house.configuration.policyFile);
  const hash = createHash("sha256").update(text).digest("hex");
  for (const path of ["/nl/privacy", "/en/privacy"])
    expect(await (await get(app, path)).text()).toContain(`<meta name="gestand-policy" content="sha256-${hash}">`);
});

test("a page without a body answers HEAD like GET", async () => {
  for (const path of ["/", "/nl", "/en/privacy", "/assets/gestand.css", "/healthz", "/openapi.json", "/nl/nothing"]) {
    const [got, head] = [await get(app, path), await app.request(path, { method: "HEAD" })];
    expect([head.status, await head.text()], path).toEqual([got.status, ""]);
    expect(head.headers.get("content-type")).toBe(got.headers.get("content-type"));
  }
});

describe("a form that changes something must come from our own page", () => {
  const table: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ["our page in a browser of today", { "sec-fetch-site": "same-origin" }, true],
    ["our page in an old browser", { origin: "OURS" }, true],
    ["another site in a browser of today", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false],
    ["another site that names our origin", { "sec-fetch-site": "cross-site", origin: "OURS" }, false],
    ["a sister of our host", { "sec-fetch-site": "same-site", origin: "https://shop.example" }, false],
    ["a bookmark or a program that says so", { "sec-fetch-site": "none" }, false],
    ["another site in an old browser", { origin: "https://evil.example" }, false],
    ["a sandboxed frame", { origin: "null" }, false],
    ["nobody says from where", {}, false],
  ];
  test.each(table)("%s", async (_name, sent, accepted) => {
    const body = "email=nobody%40else.example";
    const headers = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [name, value === "OURS" ? house.url : value]),
    );
    const answer = await app.request("/nl/ask/access", {
      method: "POST",
      body,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": String(body.length),
        ...headers,
      },
    });
    expect(answer.status).toBe(accepted ? 303 : 403);
    if (!accepted) expect(await answer.text()).not.toContain("nobody@else.example");
  });

  test("the JSON interface takes a program without cookies, and nothing that a browser could be made to send", async () => {
    const asked = { kind: "access", email: "nobody@else.example" };
    expect((await postJson(app, "/api/v1/requests", asked)).status).toBe(202);
    for (const headers of [
      { cookie: staff },
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { origin: "null" },
    ] as Record<string, string>[]) {
      const refused = await postJson(app, "/api/v1/requests", asked, { headers });
      expect(refused.status).toBe(403);
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
    }
  });
});

/** A body that must not be read. */
function unread(): ReadableStream {
  return new ReadableStream({
    pull: () => {
      throw new Error("it was read");
    },
  });
}

test("a body of unknown or excessive length is refused before it is read", async () => {
  const send = (path: string, length?: string) =>
    app.request(path, {
      method: "POST",
      body: unread(),
      duplex: "half",
      headers: { "sec-fetch-site": "same-origin", ...(length === undefined ? {} : { "content-length": length }) },
    });
  expect((await send("/nl/ask/access")).status).toBe(411);
  expect((await send("/nl/ask/access", "many")).status).toBe(411);
  expect((await send("/nl/ask/access", String(limits.requestBodyBytes + 1))).status).toBe(413);
  expect((await send("/nl/request/identity", String(limits.identityEvidenceBytes + 17 * 1024))).status).toBe(413);
  const exactly = await post(app, "/nl/ask/access", { email: "x".repeat(limits.requestBodyBytes - 6) });
  expect(exactly.status).toBe(422);
});

test("a body that is not the form it claims to be is answered, not a fault", async () => {
  for (const path of ["/nl/ask/access", "/nl/confirm", "/nl/proof", "/console/sign-in", "/nl/request/identity"]) {
    const answer = await app.request(path, {
      method: "POST",
      body: "--no\r\nnothing",
      headers: {
        "content-type": "multipart/form-data; boundary=other",
        "content-length": "13",
        "sec-fetch-site": "same-origin",
      },
    });
    expect(answer.status, path).toBe(path.endsWith("/proof") ? 200 : path.endsWith("/identity") ? 404 : 422);
  }
});

test("what is not there says so in the language of its address", async () => {
  for (const path of [
    "/de",
    "/nl/nothing",
    "/nl/ask/everything",
    "/en/ask/rectify",
    "/fr/ask/access",
    "/console/requests/1",
  ]) {
    const answer = await get(app, path, { cookie: staff });
    expect(answer.status, path).toBe(404);
  }
  expect(await (await get(app, "/en/nothing")).text()).toContain('lang="en"');
  expect(await (await get(app, "/nl/nothing")).text()).toContain('lang="nl"');
  const first = await get(app, "/", { headers: { "accept-language": "fr, en;q=0.8" } });
  expect(first.headers.get("location")).toBe("/en");
});

test("what somebody wrote comes back as text, never as a page", async () => {
  const evil = `"><script src=//evil.example></script>`;
  const answers = [
    await post(app, "/nl/ask/access", { email: evil, knownEmail: evil, message: evil }),
    await get(app, `/nl/confirm/${encodeURIComponent(evil)}`),
    await post(app, "/nl/confirm", { reference: evil, code: evil }),
    await post(app, "/console/sign-in", { email: evil, password: evil }),
    await get(app, `/nl/${encodeURIComponent(evil)}`),
  ];
  for (const answer of answers) expect(await answer.text()).not.toContain("<script src=//evil");
});
