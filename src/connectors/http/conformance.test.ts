import { describe, expect, test } from "vitest";
import { storeConformance, type StoreWorld } from "../store-conformance.ts";
import { connectTo, orderFor, type Speak, type Told, vendor } from "./testing.ts";

/** A service of one's own: profiles by number, with notes that are listed under each. */
const declaration = `
service: Own
documentation: https://docs.example
authentication: {signature: {key: OWN_KEY, header: X-Signature, over: "{method} {target} {body}", encoding: base64}}
check: {get: /profiles}
records:
  profile:
    find:
      - {by: number, get: "/profiles/{number}", id: id}
      - {by: email, get: /profiles, query: {mail: "{email}"}, items: "profiles[*]", id: id, only: {mail: "{email}"}, paging: {link: next}}
    erase: {delete: "/profiles/{id}"}
  note:
    find:
      by: email
      each: {get: /profiles, query: {mail: "{email}"}, items: "profiles[*]", id: id}
      get: /notes
      query: {of: "{each}"}
      items: "notes[*]"
      id: id
    read: {get: "/notes/{id}"}
    erase: {post: /notes/erase, json: {notes: ["{id}"]}, says: {where: erased, is: "1"}}
notOffered: {correct: Nothing is corrected there.}
`;
const hold = { kind: "hold", rule: "invoices", untilOn: "2030-01-01" } as const;

interface Thing {
  readonly id: string;
  readonly mail: string;
  readonly text: string;
}

async function world(): Promise<StoreWorld> {
  const profiles = new Map<string, Thing>();
  const notes = new Map<string, { readonly id: string; readonly of: string; readonly text: string }>();
  const profile = (id: string, mail: string, text: string) => profiles.set(id, { id, mail, text });
  const note = (id: string, of: string, text: string) => notes.set(id, { id, of, text });
  profile("1", "ann@conformance.example", "ann-secret 1");
  profile("12", "bob@conformance.example", "bob-secret 1");
  profile("13", "ann@conformance.example", "ann-secret 2");
  profile("99", "held@conformance.example", "ann-secret 3");
  for (let at = 1; at <= 5; at++) note(`n/${at}`, "1", `ann-secret ${3 + at}`);
  note("n/6", "12", "bob-secret 2");
  const listed = (found: readonly Thing[], page: number, base: string, query: URLSearchParams): Told => ({
    json: { profiles: found.slice(page, page + 1) },
    headers:
      page + 1 < found.length
        ? {
            link: `<${base}/profiles?${new URLSearchParams({ mail: query.get("mail") ?? "", page: String(page + 1) }).toString()}>; rel="next"`,
          }
        : {},
  });
  const speak: Speak = ({ path, method, query, body, headers, base }): Told => {
    if (!/^[\w+/]{43}=$/.test(headers["x-signature"] ?? "")) return { status: 401 };
    if (path === "/profiles") {
      const found = [...profiles.values()].filter(({ mail }) => mail === query.get("mail"));
      return query.has("page") || found.length < 2
        ? listed(found, Number(query.get("page") ?? 0), base, query)
        : listed(found, 0, base, query);
    }
    if (path === "/notes")
      return {
        json: { notes: [...notes.values()].filter(({ of }) => of === query.get("of")).map(({ id }) => ({ id })) },
      };
    if (path === "/notes/erase") {
      const wanted = (JSON.parse(body) as { notes: string[] }).notes;
      return { json: { erased: wanted.filter((id) => notes.delete(id)).length } };
    }
    const [, kind, id = ""] = /^\/(profiles|notes)\/([^/]+)$/.exec(path) ?? [];
    const all: Map<string, unknown> = kind === "notes" ? notes : profiles;
    if (method === "DELETE") return { status: all.delete(decodeURIComponent(id)) ? 204 : 404 };
    const one = all.get(decodeURIComponent(id));
    return one === undefined ? { status: 404 } : { json: one };
  };
  const server = await vendor(speak);
  const everything = () => Promise.resolve(JSON.stringify([[...profiles.values()], [...notes.values()]]));
  return {
    connect: () =>
      Promise.resolve(
        connectTo({ service: declaration, base: server.base, environment: { OWN_KEY: "key" }, matches: ["number"] }),
      ),
    ann: {
      emails: ["ann@conformance.example"],
      keys: [],
      values: { number: [{ value: "1" }, { value: "99", keep: hold as never }, { value: "404" }] },
    },
    counts: { items: 8, kept: 1, missing: 1 },
    others: () =>
      Promise.resolve(
        JSON.stringify([
          [...profiles.values()].filter(({ id }) => id === "12" || id === "99"),
          [...notes.values()].filter(({ of }) => of === "12"),
        ]),
      ),
    everything,
    comeBack: () => {
      profile("14", "ann@conformance.example", "ann-secret 9");
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe("a service of one's own stands what every store must stand", () => {
  test.each(storeConformance)("$name", async ({ run }) => {
    await using here = await world();
    await run(here);
  });

  test("what was found through something else is not lost with it when erasing stops half way", async () => {
    for (let stopsAt = 1; stopsAt < 7; stopsAt++) {
      await using here = await world();
      const store = await here.connect();
      let items = 0;
      const order = orderFor(here.ann);
      const crashPoint = (name: string) => {
        if (name === "between-items" && ++items === stopsAt) throw new Error("a crash on purpose");
      };
      await store.erase({ ...order, crashPoint }).catch(() => undefined);
      expect(await store.erase({ ...order, attempt: 2 })).toMatchObject({ ok: true });
      expect((await here.everything()).match(/ann-secret \d+/g)).toEqual(["ann-secret 3"]);
      await store.close();
    }
  });
});
