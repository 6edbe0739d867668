import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Personal } from "#base";
import { connectMay, type MayClient, verdictIn } from "#may";
import type { ChoiceAbout } from "#policy";
import { openPermissions, type TestPermissions } from "./testing.ts";

const persons = ["eva@home.example", "Eva@Home.Example", "ada@home.example", "K-1017"];
const purposes = ["deliver", "letter", "profile", "similar", "books", "unheard-of"];
const messages = ["order-mail", "news", "offers", "cold", "hints", "calls"];
const runs = Math.max(6, Math.round(Number(process.env["GESTAND_RUNS"] ?? 100) / 10));

type Step =
  | {
      readonly do: "say";
      readonly person: string;
      readonly act: "given" | "customer" | "withdrawn";
      readonly about: string;
      readonly ago: number;
    }
  | {
      readonly do: "stop";
      readonly person: string;
      readonly stopped: "purpose" | "marketing" | "everything";
      readonly because: string;
    }
  | { readonly do: "lift" | "version" | "erase" | "wait" | "policy"; readonly person: string };

const person = fc.constantFrom(...persons);
const about = fc.oneof(
  fc.constantFrom(...["letter", "profile", "similar"].map((name) => `purpose:${name}`)),
  fc.constantFrom("message:news", "message:offers", "message:hints", "marketing", "optional"),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("say" as const),
      person,
      act: fc.constantFrom("given" as const, "customer" as const, "withdrawn" as const),
      about,
      ago: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...(
        [
          ["purpose", "consent-withdrawn"],
          ["purpose", "objection-pending"],
          ["marketing", "marketing"],
          ["everything", "restriction"],
        ] as const
      ).flatMap(([stopped, because]) =>
        persons.map((each) => ({ do: "stop" as const, person: each, stopped, because })),
      ),
    ),
  },
  fc.record({
    do: fc.constantFrom("lift" as const, "version" as const, "erase" as const, "wait" as const, "policy" as const),
    person,
  }),
);

test("a program that remembers, the server that remembers and the database give the same answer, whatever happened", async () => {
  await using room = await openPermissions();
  const client = clientOf(room);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (history) => {
      for (const one of history) {
        await happen(room, one);
        // Whoever looked after it happened knows it; in between nobody forgets what they remember.
        await client.look();
        await agree(room, client);
      }
    }),
    { numRuns: runs },
  );
  client.close();
}, 120_000);

async function agree(room: TestPermissions, client: MayClient): Promise<void> {
  await client.load(persons);
  const { permissions, store } = room;
  for (const each of persons) {
    const [answered] = await permissions.answers([each]);
    for (const [kind, name] of [
      ...purposes.map((one) => ["purpose", one]),
      ...messages.map((one) => ["message", one]),
    ]) {
      const asked = (kind === "purpose" ? { purpose: name } : { message: name }) as
        | { purpose: string }
        | { message: string };
      const truth = await truthOf(room, each, asked);
      const remembered = kind === "purpose" ? client.may(each, String(name)) : client.mayContact(each, String(name));
      expect([each, name, remembered]).toEqual([each, name, truth.allowed]);
      expect(await client.ask(each, asked)).toEqual(truth);
      expect(answered && verdictIn(answered, asked)).toEqual(truth);
      expect(await permissions.ask(store.reader, new Personal(each), asked)).toEqual(truth);
    }
  }
}

/** Once for each person, and not from what is tested: the policy's decision over the rows. */
async function truthOf(
  { permissions, options, rules }: TestPermissions,
  each: string,
  asked: { purpose: string } | { message: string },
) {
  const { mayContact, mayProcess } = await import("#policy");
  const standing = await permissions.standing(options.store.reader, new Personal(each));
  return "purpose" in asked
    ? mayProcess(options.policy, asked.purpose, standing, rules.from)
    : mayContact(options.policy, asked.message, standing, rules.from);
}

async function happen(room: TestPermissions, one: Step): Promise<void> {
  const { store, permissions, rules } = room;
  store.clock.advance(1_000);
  if (one.do === "say") {
    const act = one.act === "customer" && !one.about.startsWith("purpose:") ? "given" : one.act;
    const at = new Date(store.clock.now().getTime() - one.ago * 2_000);
    return room.say({ person: one.person, act, about: one.about as ChoiceAbout, at });
  }
  const digest = room.options.personDigest(one.person.includes("@") ? one.person.toLowerCase() : one.person);
  if (one.do === "stop")
    return void (await room.store.database.query(
      `insert into gestand.request_stop (person_digest, stopped, purpose, because, since) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [digest, one.stopped, one.stopped === "purpose" ? "letter" : null, one.because, store.clock.now()],
    ));
  if (one.do === "lift")
    await store.database.query("delete from gestand.request_stop where person_digest = $1", [digest]);
  if (one.do === "version") rules.from = { letter: store.clock.now() };
  if (one.do === "policy") rules.policyHash = String(store.clock.now().getTime()).padStart(64, "0");
  if (one.do === "erase") await store.transact((tx) => permissions.noteErased(tx, [one.person]));
}

/** A program of the company, with the wire between. */
function clientOf({ permissions }: TestPermissions): MayClient {
  const answer = async (url: string, { body }: { readonly body?: string }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith("/changes"))
      return Response.json(await permissions.changes(searchParams.get("cursor") ?? undefined));
    const { persons: asked } = JSON.parse(body ?? "") as { persons: string[] };
    return Response.json({ answers: await permissions.answers(asked) });
  };
  return connectMay({ url: "http://gestand.test", token: "t", boundMs: 60_000, fetch: answer });
}
