import { describe, expect, test } from "vitest";
import type { Policy } from "#policy";
import type { ServerParts } from "./parts.ts";
import { wellKnownRoutes } from "./well-known.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };
const declared = { cites: [], at };

/** Only what these pages read. */
function routesFor(policy: Partial<Policy>) {
  const parts = {
    policy: { languages: ["nl", "en"], inForceOn: "2026-11-01", ...policy },
    publicUrl: new URL("https://privacy.shop.example"),
    clock: { now: () => new Date("2026-11-22T15:04:05Z") },
  };
  return wellKnownRoutes(parts as unknown as ServerParts);
}

const desk = {
  ...declared,
  name: "security",
  kind: "desk",
  title: { nl: "ons team beveiliging", en: "our security team" },
  subjects: ["security"],
  email: "security@shop.example",
} as const;

const website = (answer: "honoured" | "ignored") => ({
  ...declared,
  cookies: [],
  tags: [],
  widgets: [],
  links: {},
  signals: [{ ...declared, kind: "gpc", answer, for: ["everyone"] } as const],
});

describe("security.txt", () => {
  test("says where to report, until when it holds, and where the notice is (RFC 9116)", async () => {
    const response = await routesFor({ contacts: [desk] }).request("/security.txt");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect((await response.text()).split("\r\n")).toEqual([
      "Contact: mailto:security@shop.example",
      "Expires: 2027-05-21T00:00:00Z",
      "Preferred-Languages: nl, en",
      "Canonical: https://privacy.shop.example/.well-known/security.txt",
      "Policy: https://privacy.shop.example/nl/privacy",
      "",
    ]);
  });

  test("is not there when nobody is named for security", async () => {
    const other = { ...desk, subjects: ["questions"] } as const;
    for (const policy of [{}, { contacts: [other] }])
      expect((await routesFor(policy).request("/security.txt")).status).toBe(404);
  });
});

describe("gpc.json", () => {
  test("is there only when the policy says that the signal is honoured", async () => {
    const response = await routesFor({ website: website("honoured") }).request("/gpc.json");
    expect(await response.json()).toEqual({ gpc: true, lastUpdate: "2026-11-01" });
    expect((await routesFor({ website: website("ignored") }).request("/gpc.json")).status).toBe(404);
    expect((await routesFor({}).request("/gpc.json")).status).toBe(404);
  });
});
