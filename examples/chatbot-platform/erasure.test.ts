/** Everybody of the cast is shown what is held of them and then erased, one after the other, in one database. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { assert, localDate, type PlanId } from "#base";
import { type ConnectedSystem, connect, type Subject } from "#connectors";
import { changes, type Dump, dumpSchema, freshDatabase, type TestDatabase } from "#harness";
import { buildPlatform, type CastMember, type CastName, cast, policyFile } from "./index.ts";

const today = localDate("2026-12-01");

let database: TestDatabase;
let platform: ConnectedSystem;
beforeAll(async () => {
  database = await freshDatabase();
  await buildPlatform({ url: database.url, persons: 40, today });
  const { policy } = await loadPolicy(fileURLToPath(policyFile));
  const [system] = policy?.systems ?? [];
  assert(policy !== undefined && system !== undefined, "the sample policy has errors");
  platform = await connect({ policy, system, url: database.url });
});
afterAll(async () => {
  await platform.close();
  await database.drop();
});

/** Everything that leads to the person: the address, and every row that is them. */
async function subjectOf({ email, name, userId, subscriberIds = [] }: CastMember): Promise<Subject> {
  assert(email !== null, `${name} has no address`);
  const { candidates } = await platform.locate([email]);
  const found = candidates.map(({ anchor }) => `${anchor.table} ${anchor.key.join()}`);
  const rows = [
    ...(userId === undefined ? [] : [`app_users ${userId}`]),
    ...subscriberIds.map((id) => `subscribers ${id}`),
  ];
  expect(found.toSorted()).toEqual(rows);
  return { emails: [email], anchors: candidates.map(({ anchor }) => anchor) };
}

const dump = async (): Promise<Dump> => dumpSchema(async (text, values) => database.query(text, values), "public");

/** What is different afterwards, by table: rows gone, and rows that came in the place of some of them. */
function counted(before: Dump, after: Dump): Record<string, string> {
  return Object.fromEntries(
    changes(before, after).map(({ table, gone, added }) => [
      table,
      added.length === 0 ? `${gone.length} gone` : `${gone.length - added.length} gone, ${added.length} changed`,
    ]),
  );
}

const subscriber = {
  integration_payloads: "1 gone",
  subscriber_custom_fields: "1 gone",
  subscriber_events: "1 gone",
  subscribers: "1 gone",
};

/** In this order: who shares a row with somebody goes before the other. */
const stories: readonly [CastName, Record<string, string>][] = [
  [
    "colleague",
    {
      app_users: "1 gone",
      // He answered a subscriber: the message is hers and stays, without him.
      chat_messages: "0 gone, 1 changed",
      consents: "1 gone",
      feedback: "1 gone",
      flows: "0 gone, 1 changed",
      mail_messages: "1 gone",
      survey_responses: "1 gone",
      // The line is also about Femke, who invited him.
      team_members: "0 gone, 1 changed",
      usage_log: "1 gone",
    },
  ],
  [
    "doubleSubscriber",
    {
      chat_messages: "3 gone",
      integration_payloads: "2 gone",
      subscriber_custom_fields: "2 gone",
      subscriber_events: "2 gone",
      subscribers: "2 gone",
    },
  ],
  ["child", { chat_messages: "1 gone", ...subscriber }],
  ["imported", { subscriber_custom_fields: "1 gone", subscriber_events: "1 gone", subscribers: "1 gone" }],
  ["sensitive", { chat_messages: "1 gone", set_aside: "1 gone", ...subscriber }],
  ["optedOut", { chat_messages: "2 gone", ...subscriber }],
  [
    "commenter",
    {
      // The answer of Femke stays and answers nobody any more.
      blog_comments: "2 gone, 1 changed",
      consents: "1 gone",
      feedback: "1 gone",
      mailing_subscriptions: "1 gone",
      support_tickets: "2 gone",
    },
  ],
  [
    "leftTeam",
    {
      app_users: "1 gone",
      file_assets: "2 gone",
      flows: "0 gone, 1 changed",
      mail_messages: "1 gone",
      team_members: "0 gone, 1 changed",
    },
  ],
  [
    "unsubscribed",
    {
      app_users: "1 gone",
      consents: "2 gone",
      mail_messages: "1 gone",
      mailing_subscriptions: "1 gone",
      support_tickets: "1 gone",
      team_members: "0 gone, 1 changed",
      usage_log: "1 gone",
    },
  ],
  [
    "owner",
    {
      adviser_disclosures: "1 gone",
      app_users: "1 gone",
      blog_comments: "1 gone",
      bots: "0 gone, 1 changed",
      broadcasts: "0 gone, 1 changed",
      cards_on_file: "1 gone",
      consents: "3 gone",
      file_assets: "1 gone",
      // Of 2018; the one of 2025 is held.
      invoice_lines: "1 gone",
      invoices: "1 gone",
      mail_messages: "1 gone",
      mailing_subscriptions: "1 gone",
      payments: "1 gone",
      support_tickets: "2 gone",
      survey_responses: "1 gone",
      team_members: "3 gone",
      testimonials: "1 gone",
      usage_counters: "2 gone",
      usage_log: "1 gone",
      workspaces: "0 gone, 1 changed",
    },
  ],
  [
    "secondOwner",
    {
      app_users: "1 gone",
      bots: "0 gone, 1 changed",
      broadcasts: "0 gone, 1 changed",
      cards_on_file: "1 gone",
      import_batches: "0 gone, 2 changed",
      mail_messages: "1 gone",
      team_members: "2 gone",
      usage_counters: "2 gone",
      workspaces: "0 gone, 1 changed",
    },
  ],
];

describe.each(stories)("%s is erased", (name, expected) => {
  const member: CastMember = cast[name];
  let before: Dump;
  let subject: Subject;
  beforeAll(async () => {
    before = await dump();
    subject = await subjectOf(member);
  });

  test("after seeing a copy with the own address in it", async () => {
    const answer = await platform.answer(subject);
    let text = "";
    for (const file of answer.files) for await (const part of file.open()) text += Buffer.from(part).toString("utf8");
    await answer.close();
    expect(text.toLowerCase()).toContain(member.email);
    const others = Object.values(cast).flatMap(({ email }) =>
      email === null || email === member.email ? [] : [email],
    );
    expect(others.filter((email) => text.toLowerCase().includes(email))).toEqual([]);
  });

  test("as the dry run said, and leaves nothing without a ground", async () => {
    const preview = await platform.preview("erasure", subject, today);
    expect(preview.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const known = await platform.identifiers(subject);
    const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1000 };
    const outcome = await platform.erase(order);
    assert(outcome.ok, "the erasure was refused");
    expect(outcome.value.tables).toEqual(preview.tables);
    const residue = await platform.residue(known, "everywhere");
    expect(residue.filter(({ because }) => because === undefined)).toEqual([]);
    expect(counted(before, await dump())).toEqual(expected);
  });
});
