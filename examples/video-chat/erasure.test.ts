/** Everybody of the cast is shown what is held of them and then erased, one after the other, in one database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assert, localDate } from "#base";
import type { ConnectedSystem, Subject } from "#connectors";
import { type Dump, freshDatabase, type TestDatabase } from "#harness";
import { connectSample, copyOf, counted, dumpOf, eraseAsPreviewed } from "../kit/erasing.ts";
import { buildVideoChat, type CastMember, type CastName, cast, policyFile } from "./index.ts";

const today = localDate("2026-12-01");

let database: TestDatabase;
let video: ConnectedSystem;
beforeAll(async () => {
  database = await freshDatabase();
  await buildVideoChat({ url: database.url, persons: 40, today });
  video = await connectSample(policyFile, database);
});
afterAll(async () => {
  await video.close();
  await database.drop();
});

const addressOf = ({ email, name }: CastMember): string => {
  assert(email !== null, `${name} has no address`);
  return email;
};

/** Everything that leads to the person: the address, and every row that is them. */
async function subjectOf(member: CastMember): Promise<Subject> {
  const email = addressOf(member);
  const { profileId, moderatorId } = member;
  const { candidates } = await video.locate([email]);
  expect(candidates.map(({ anchor }) => `${anchor.table} ${anchor.key.join()}`)).toEqual([
    ...(profileId === undefined ? [] : [`profiles ${profileId}`]),
    ...(moderatorId === undefined ? [] : [`moderators ${moderatorId}`]),
  ]);
  return { emails: [email], anchors: candidates.map(({ anchor }) => anchor) };
}

const user = { clients: "1 gone", mail_messages: "1 gone", profiles: "1 gone" };

/** In this order: who shares a row with somebody goes before the other. Keys of devices stay until a ban ends. */
const stories: readonly [CastName, Record<string, string>][] = [
  [
    "payer",
    {
      ...user,
      customer_contacts: "1 gone",
      disclosures: "1 gone",
      purchases: "2 changed",
      tickets: "1 gone",
      // Of 2016; what was paid and given back in 2025 is held.
      transactions: "1 gone",
    },
  ],
  // The complaint about Viktor stays, without her; the one about a key is hers alone.
  ["reporter", { ...user, complaints: "1 gone, 1 changed" }],
  [
    "bannedByComplaint",
    {
      ...user,
      bans: "1 changed",
      cited_messages: "2 gone",
      complaints: "1 gone",
      // That somebody looked stays, at what does not.
      frame_looks: "1 changed",
      frames: "1 gone",
    },
  ],
  [
    "bannedByMachine",
    {
      ...user,
      bans: "1 changed",
      behaviour_counters: "1 gone",
      cited_messages: "1 gone",
      frame_looks: "1 changed",
      frames: "1 gone",
    },
  ],
  ["banOver", { ...user, bans: "1 changed", complaints: "1 gone", frame_looks: "1 changed", frames: "1 gone" }],
  ["seventeen", { ...user, login_grants: "8 gone", minor_reports: "1 changed" }],
  ["californian", { ...user, consents: "1 gone", newsletter_subscriptions: "1 gone", opt_outs: "1 gone" }],
  ["nevadan", { ...user, opt_outs: "1 gone" }],
  ["canadian", { ...user, consents: "1 gone", usage_rows: "1 gone" }],
  ["european", { ...user, consents: "1 gone", login_grants: "8 gone", usage_rows: "1 gone" }],
  ["peerOne", { ...user, behaviour_counters: "1 gone" }],
  ["peerTwo", { ...user, behaviour_counters: "1 gone" }],
  ["writer", { inquiries: "1 gone", newsletter_subscriptions: "1 gone", tickets: "3 gone" }],
  ["aunt", { mail_messages: "1 gone", minor_reports: "1 gone" }],
  [
    "moderator",
    {
      // Who decided on bans is forgotten. Looks at frames that are still there stay without a name; the frames of Viktor,
      // Ruben and Ole are gone.
      bans: "4 changed",
      frame_looks: "3 gone, 3 changed",
      moderators: "1 gone",
    },
  ],
];

describe.each(stories)("%s is erased", (name, expected) => {
  const member: CastMember = cast[name];
  let before: Dump;
  let subject: Subject;
  beforeAll(async () => {
    before = await dumpOf(database);
    subject = await subjectOf(member);
  });

  test("after seeing a copy with the own address in it, and nobody else's", async () => {
    const copy = await copyOf(video, subject);
    expect(copy).toContain(member.email);
    const others = Object.values(cast).flatMap(({ email }) => (email === null ? [] : [email]));
    expect(others.filter((email) => email !== member.email && copy.includes(email))).toEqual([]);
  });

  test("as the dry run said, and leaves nothing without a ground", async () => {
    await eraseAsPreviewed(video, subject, today);
    expect(counted(before, await dumpOf(database))).toEqual(expected);
  });
});
