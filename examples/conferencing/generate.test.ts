import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { localDate, type PlanId } from "#base";
import { type Anchor, connect, type ConnectedSystem, type Subject } from "#connectors";
import { changes, type Dump, dumpSchema, freshDatabase, type TestDatabase } from "#harness";
import { digestOf, mappingOf } from "../kit/testing.ts";
import { numberOfCaller } from "./cast-meetings.ts";
import { buildConferencing, type CastMember, cast, policyFile } from "./index.ts";

const today = "2026-12-01";
const { policy } = await loadPolicy(fileURLToPath(policyFile));
const [system] = policy?.systems ?? [];
if (policy === undefined || system === undefined) throw new Error("the sample policy has errors");

const everyone: readonly [string, CastMember][] = Object.entries(cast);
/** The child has no account: she stands with her father's. */
const askers = everyone.filter(([name]) => name !== "child");

/** As found at verification: by address, or, for who left only a number, the row that staff found. */
async function subjectOf(connected: ConnectedSystem, person: CastMember): Promise<Subject> {
  const number: Anchor = { system: connected.name, table: "guests", key: [String(person.guestId)] };
  if (person.email === undefined) return { emails: [], anchors: [number] };
  const { candidates } = await connected.locate([person.email]);
  return { emails: [person.email], anchors: candidates.map(({ anchor }) => anchor) };
}

describe("the sample conferencing service", () => {
  let company: TestDatabase;
  let connected: ConnectedSystem;
  beforeAll(async () => {
    company = await freshDatabase();
    await buildConferencing({ url: company.url, customers: 300, today });
    connected = await connect({ policy, system, url: company.url });
  });
  afterAll(async () => {
    await connected.close();
    await company.drop();
  });

  const count = async (text: string, ...values: unknown[]): Promise<number> =>
    Number((await company.query<{ n: string }>(`select count(*) as n ${text}`, values))[0]?.n);

  test("is the same company when it is built twice, with rows in every table", async () => {
    await using other = await freshDatabase();
    await buildConferencing({ url: other.url, customers: 300, today });
    const digests = await digestOf(company);
    expect(await digestOf(other)).toEqual(digests);
    expect(Object.entries(digests).filter(([, digest]) => digest.startsWith("0 "))).toEqual([]);
  });

  test("refuses sizes and days that are none", async () => {
    await expect(buildConferencing({ url: company.url, customers: 1.5, today })).rejects.toThrow("whole number");
    await expect(buildConferencing({ url: company.url, today: "tomorrow" })).rejects.toThrow("calendar day");
  });

  test("has a place in the policy for every column, and the connector has nothing against it", async () => {
    expect(await mappingOf(system, company)).toEqual({ unplaced: [], invented: [] });
    const found = await connected.inspect();
    expect(found.filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  test("has the situations it was made for", async () => {
    expect(await count("from accounts where country in ('NL', 'GB', 'CH', 'US-CA', 'IN') and id < 1000")).toBe(7);
    expect(await count("from guests where email is null and phone = $1", numberOfCaller)).toBe(1);
    expect(await count("from invoices i join subscriptions s on s.id = subscription_id where account_id = 2")).toBe(0);
    expect(await count("from org_users where provisioned_by = $1", cast.admin.accountId)).toBe(1);
    expect(await count("from family_members where account_id = $1", cast.parent.accountId)).toBe(1);
    expect(await count("from mail_preferences where email = $1", cast.silent.email)).toBe(3);
    expect(await count("from purchased_records where email = $1", cast.prospect.email)).toBe(1);
    expect(await count("from accounts where email = $1", cast.prospect.email)).toBe(0);
    expect(await count("from accounts where sale_opt_out_at is not null")).toBe(1);
  });

  test("recorded everybody of the meeting but the one who refused", async () => {
    const meeting = "from participants p where meeting_id = 1 and recording_consent_at is null";
    expect(await count(`${meeting} and account_id = $1`, cast.refusing.accountId)).toBe(1);
    expect(await count(`from recording_tracks t where exists (select ${meeting} and p.id = t.participant_id)`)).toBe(0);
    expect(await count(`from transcripts t where exists (select ${meeting} and p.id = t.speaker_id)`)).toBe(0);
    expect(await count("from recording_tracks where meeting_id = 1")).toBe(3);
  });

  test.each(askers)("finds what there is of %s, and can erase it", async (_name, person) => {
    const subject = await subjectOf(connected, person);
    const access = await connected.preview("access", subject, localDate(today));
    expect(access.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(access.tables.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(0);
    const erasure = await connected.preview("erasure", subject, localDate(today));
    expect(erasure.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("shows the father what there is of his child", async () => {
    const { tables } = await connected.preview("access", await subjectOf(connected, cast.parent), localDate(today));
    expect(tables.find(({ table }) => table === "family_members")?.rows).toBe(1);
  });

  test("names the companies that hold data of who dialled in, and no others", async () => {
    const { recipients } = await connected.preview("access", await subjectOf(connected, cast.caller), localDate(today));
    expect(recipients.toSorted()).toEqual(["dial-in", "hosting", "suppliers"]);
  });
});

/**
 * Rows that go, by table, when they are erased in this order; `to` for rows that stay without the person: meetings and
 * subscriptions about nobody, calls without a number, invitations that somebody else has too. Read from the rows by hand.
 */
const whatChanges: Readonly<Record<string, string>> = {
  paying:
    "accounts 1, analytics_copies 1, billing_details 1, call_ratings 1, call_summaries 1, cards_on_file 1, " +
    "cdrs 1 to 1, consent_events 2, crm_copies 1, dev_copies 1, invitation_mails 2 to 2, invoices 1, " +
    "mailing_copies 1, meetings 1 to 1, participants 1, recording_tracks 1, recordings 1, search_index 1, " +
    "sign_ins 1, sign_up_sources 1, subscriptions 1 to 1, support_tickets 1, ticket_messages 2, transactions " +
    "1, transcripts 1, whiteboards 1",
  free:
    "accounts 1, analytics_copies 1, invitation_mails 1 to 1, meetings 1 to 1, participants 1, sign_ins 1, " +
    "sign_up_sources 1, support_tickets 1, ticket_messages 2",
  admin:
    "accounts 1, invitation_mails 1 to 1, meetings 1 to 1, org_users 2 to 1, participants 1, sign_ins 1, " +
    "sign_up_sources 1",
  employee: "accounts 1, cdrs 1 to 1, invitation_mails 1, org_users 1, participants 1, sign_ins 1, sign_up_sources 1",
  swiss: "accounts 1, arbitration_notices 1, complaint_cases 1, dispute_referrals 1, sign_ins 1, sign_up_sources 1",
  californian: "accounts 1, sign_ins 1, sign_up_sources 1",
  parent:
    "accounts 1, consent_events 1, family_members 1, meetings 1 to 1, participants 1, sign_ins 1, " +
    "sign_up_sources 1",
  silent:
    "accounts 1, billing_details 1, cards_on_file 1, consent_events 1, crm_copies 1, invoices 1, " +
    "mail_preferences 3, sign_ins 1, sign_up_sources 1, subscriptions 1 to 1, transactions 1",
  refusing: "accounts 1, invitation_mails 1, participants 1, sign_ins 1, sign_up_sources 1",
  caller: "cdrs 1 to 1, consent_events 1, guests 1, participants 1, recording_tracks 1, search_index 1, transcripts 1",
  guest:
    "call_ratings 1, complaint_cases 1, consent_events 1, guests 1, invitation_mails 2, participants 2, " +
    "recording_tracks 1, search_index 1, transcripts 1",
  prospect: "purchased_records 1",
};

describe("when one after the other of the sample conferencing service is erased", () => {
  let company: TestDatabase;
  let connected: ConnectedSystem;
  beforeAll(async () => {
    company = await freshDatabase();
    await buildConferencing({ url: company.url, customers: 20, today });
    connected = await connect({ policy, system, url: company.url });
  });
  afterAll(async () => {
    await connected.close();
    await company.drop();
  });
  const dump = async (): Promise<Dump> => dumpSchema(async (text, values) => company.query(text, values));

  test.each(askers)(
    "of %s nothing is left but what the law holds and what is also somebody else's",
    async (name, person) => {
      const subject = await subjectOf(connected, person);
      const identifiers = await connected.identifiers(subject);
      const before = await dump();
      const outcome = await connected.erase({
        plan: randomUUID() as PlanId,
        step: 1,
        attempt: 1,
        subject,
        today: localDate(today),
        rowsPerTransaction: 1000,
      });
      expect(outcome.ok).toBe(true);
      const residue = await connected.residue(identifiers, "everywhere");
      expect(residue.filter(({ because }) => because === undefined)).toEqual([]);
      const changed = changes(before, await dump()).map(
        ({ table, gone, added }) => `${table} ${gone.length}${added.length === 0 ? "" : ` to ${added.length}`}`,
      );
      expect(changed.join(", ")).toBe(whatChanges[name]);
      expect([...new Set(residue.map(({ table, because }) => `${table} ${because?.kind}`))]).toEqual(
        name === "paying" || name === "silent" ? ["invoices hold", "transactions hold"] : [],
      );
    },
  );

  test("of the invoices that the law holds, the help desk sees none, also not through its own view", async () => {
    await connected.guardInstall();
    const { installed, visible, problems } = await connected.guardCheck();
    expect({ installed, problems }).toEqual({ installed: true, problems: [] });
    const staff = visible.filter(({ role }) => role === "conference_staff");
    expect(staff.some(({ relation, heldRows }) => relation.includes("invoices") && heldRows > 0)).toBe(true);
    expect(staff.filter(({ visibleRows }) => visibleRows > 0)).toEqual([]);
  });
});
