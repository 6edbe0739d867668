import { assert, type LocalDate, localDateOf, Personal, type PlanId, type StaffId, startOfDay } from "#base";
import type { Subject } from "#connectors";
import type { Plan } from "#plans";
import { isCategory } from "#policy";
import type { KeyId, Reader, Transaction } from "#store";
import type { CorrectedSince, Reappeared, Repeated, Replay, ReplayFinding, ReplayOptions } from "./contract.ts";
import { lostRestrictions, type MetRestriction } from "./restrictions.ts";

type ReplayRow = {
  plan_id: PlanId;
  of_plan: PlanId;
  about: string;
  key_id: KeyId;
  by_staff: StaffId;
  made_at: Date;
  ended_at: Date | null;
};

/** What was found, with whom the plan would be about; personal. */
interface Met {
  readonly reappeared: Reappeared;
  readonly subject?: Personal<Subject>;
}
interface Looked {
  readonly erasures: number;
  readonly met: readonly Met[];
  readonly restricted: readonly MetRestriction[];
  readonly corrections: readonly CorrectedSince[];
  readonly notLookedAt: ReplayFinding["notLookedAt"];
}

function tables(reader: Reader) {
  return reader.db.withTables<{ replay: ReplayRow }>();
}

export function createReplay(options: ReplayOptions): Replay {
  const { plans, policy } = options;
  return {
    find: async (since) => findingOf(await look(options, since)),
    repeat: async (since, by) => {
      const looked = await look(options, since);
      const finding = findingOf(looked);
      if (looked.notLookedAt.length > 0) return { ...finding, started: 0 };
      let started = 0;
      for (const { reappeared, subject } of looked.met)
        if (subject !== undefined && (await again(options, { ...reappeared, action: "erasure", subject, by })))
          started++;
      for (const { lost, subject } of looked.restricted)
        if (await again(options, { ...lost, action: "restriction", subject, by })) started++;
      return { ...finding, started };
    },
    standing: async (reader, since) => {
      const rows = await tables(reader)
        .selectFrom("replay")
        .selectAll()
        .where((where) =>
          where.or([where("ended_at", "is", null), where("ended_at", ">=", startOfDay(since, policy.timeZone))]),
        )
        .orderBy("made_at")
        .execute();
      const found = await Promise.all(
        rows.map(async ({ about, plan_id }): Promise<Repeated[]> => {
          const plan = await plans.get(reader, plan_id);
          return plan === undefined ? [] : [{ about, plan }];
        }),
      );
      return found.flat();
    },
    isRepeated: async (reader, plan) => (await rowOf(reader, plan)) !== undefined,
    planFollower: (tx, plan) => follow(options, tx, plan),
  };
}

function findingOf({ erasures, met, restricted, corrections, notLookedAt }: Looked): ReplayFinding {
  const reappeared = met.map(({ reappeared }) => reappeared);
  return { erasures, reappeared, restrictions: restricted.map(({ lost }) => lost), corrections, notLookedAt };
}

async function look(options: ReplayOptions, since: LocalDate): Promise<Looked> {
  const { promises, plans, policy, store } = options;
  const { erasures, persons, notLookedAt } = await promises.returnedSince(since);
  const met: Met[] = [];
  for (const { values, ...person } of persons) {
    const all = values.reveal();
    const emails = [...new Set(all.flatMap((one) => (isCategory(one.category, "contact.email") ? [one.value] : [])))];
    const located = [...(await plans.locate(emails)).values()];
    const candidates = located.flatMap((one) => one.candidates);
    const rows = located.flatMap(({ byAddress }) => byAddress).reduce((sum, one) => sum + one.rows, 0);
    // On the day itself nobody can tell; then it is the backup, because that is what one asks about.
    const cameBack = candidates.some(
      ({ addressSince }) => addressSince !== undefined && localDateOf(addressSince, policy.timeZone) > person.erasedOn,
    );
    if (cameBack) met.push({ reappeared: { ...person, notRepeated: "came-back" } });
    else if (candidates.length + rows === 0) met.push({ reappeared: { ...person, notRepeated: "no-address" } });
    else {
      const subject = { emails, anchors: candidates.map(({ anchor }) => anchor) };
      met.push({ reappeared: person, subject: new Personal(subject) });
    }
  }
  const corrections = await options.corrections(store.reader, since);
  // A system that does not answer was told already; without it nobody is looked for in the others.
  const restricted = notLookedAt.length > 0 ? [] : await lostRestrictions(options);
  return { erasures, met, restricted, corrections, notLookedAt };
}

interface Again {
  /** What is repeated. */
  readonly plan: PlanId;
  readonly about: string;
  readonly action: "erasure" | "restriction";
  readonly subject: Personal<Subject>;
  readonly by: StaffId;
}

/** False when it runs already. */
function again(
  { store, plans, evidence }: ReplayOptions,
  { plan: of, about, action, subject, by }: Again,
): Promise<boolean> {
  return store.transact(async (tx) => {
    const open = await tables(tx)
      .selectFrom("replay")
      .selectAll()
      .where("of_plan", "=", of)
      .where("ended_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (open !== undefined) return goOn(plans, tx, open.plan_id);
    const key = await store.vault.createKey(tx);
    const plan = await plans.prepare(tx, { about, action, subject, key });
    const made_at = store.clock.now();
    await tables(tx)
      .insertInto("replay")
      .values({ plan_id: plan, of_plan: of, about, key_id: key, by_staff: by, made_at, ended_at: null })
      .execute();
    await evidence.append(tx, { kind: "replay.begun", about, body: { plan, of, action, by } });
    return true;
  });
}

/** One that stopped is looked at again or resumed; one that runs is left alone. */
async function goOn(plans: ReplayOptions["plans"], tx: Transaction, id: PlanId): Promise<boolean> {
  const plan = await plans.get(tx, id);
  if (plan?.state === "blocked") return (await plans.prepareAgain(tx, id)).ok;
  if (plan?.state === "failed") return (await plans.resume(tx, id)).ok;
  return false;
}

async function follow({ store, plans, evidence }: ReplayOptions, tx: Transaction, plan: Plan): Promise<void> {
  if (plan.state !== "ready" && plan.state !== "done" && plan.state !== "abandoned") return;
  const row = await rowOf(tx, plan.id);
  if (row === undefined) return;
  if (plan.state === "ready") {
    const approved = await plans.approve(tx, plan.id, plan.hash, row.by_staff);
    assert(approved.ok, "a dry run that was just made is not the one that is approved");
    return;
  }
  await tables(tx).updateTable("replay").set({ ended_at: store.clock.now() }).where("plan_id", "=", plan.id).execute();
  await store.vault.shred(tx, row.key_id);
  await evidence.append(tx, {
    kind: "replay.ended",
    about: row.about,
    body: { plan: plan.id, of: row.of_plan, state: plan.state },
  });
}

function rowOf(reader: Reader, plan: PlanId): Promise<ReplayRow | undefined> {
  return tables(reader).selectFrom("replay").selectAll().where("plan_id", "=", plan).executeTakeFirst();
}
