/**
 * The dry run. For access it counts; for erasure it does everything in a transaction that is rolled back, so that what a
 * constraint or trigger would refuse is known before anybody approves. Each refusal becomes a problem of its own.
 */
import type { LocalDate, Problem } from "#base";
import type { Policy } from "#policy";
import type { Preview, Subject } from "../contract.ts";
import { filesByHand } from "../by-hand.ts";
import type { Queryable } from "./catalogue.ts";
import { operationalError } from "./database-error.ts";
import { Blocked, refusedByDatabase } from "./erase-problems.ts";
import { type EraseContext, erasureWork, rollBack } from "./erase-record.ts";
import {
  describe,
  eraseProblems,
  type EraseUnit,
  eraseUnits,
  expectedOf,
  incomingKeys,
  runUnit,
  sideEffects,
} from "./erase-units.ts";
import { collect, decideAccess } from "./ownership-collect.ts";
import { findingsOf, type Group, survey } from "./ownership-findings.ts";
import { prepareWork } from "./ownership-prepare.ts";
import type { OwnershipPlan } from "./ownership.ts";
import { withKindsMet } from "./kinds-met.ts";
import { recipientsMet } from "./recipients-met.ts";
import { storesMet } from "./stores-met.ts";
import { beginSnapshot, temporaryWork, type WorkPlace } from "./work.ts";

export interface PreviewOrder {
  readonly action: "access" | "erasure";
  readonly subject: Subject;
  readonly today: LocalDate;
  /** What was seen when the mapping was compared with the catalogue; taken over, so that it blocks approval. */
  readonly inspected: readonly Problem[];
}

export interface PreviewContext extends EraseContext {
  readonly policy: Policy;
}

/** The client must be a session of its own, outside a transaction. Nothing stays of what it does. */
export async function preview(client: Queryable, context: PreviewContext, order: PreviewOrder): Promise<Preview> {
  const { plan, policy } = context;
  const known = [...order.inspected, ...plan.problems, ...(order.action === "erasure" ? eraseProblems(plan) : [])];
  const work = order.action === "erasure" ? erasureWork(context, order.today) : temporaryWork();
  try {
    await prepareWork(client, plan, work);
    await beginSnapshot(client);
    const present = await collect(client, plan, work, { subject: order.subject, digest: context.digest });
    if (order.action === "access") await decideAccess(client, plan, work, present);
    const surveyed = await survey(client, plan, work);
    const tables = await withKindsMet(client, plan, work, findingsOf(plan, order.action, surveyed));
    const recipients = await recipientsMet(client, plan, work, policy, tables);
    const elsewhere = await storesMet(client, plan, work, policy, order.action);
    const refused = order.action === "erasure" ? await rehearse(client, plan, work, surveyed.counted) : [];
    await client.query("rollback");
    const byHand = filesByHand(policy, order.action, plan.system.name, elsewhere);
    const problems = once([...known, ...refused, ...byHand]);
    return { system: plan.system.name, tables, problems, recipients, ...(elsewhere.length > 0 && { elsewhere }) };
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "The dry run");
  }
}

async function rehearse(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  counted: readonly Group[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const held = await client.query<{ there: boolean }>(
    "select exists (select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relname = 'held') as there",
  );
  const incoming = incomingKeys(plan, held.rows[0]?.there === true);
  const path = (unit?: EraseUnit) =>
    [
      `systems.${plan.system.name}`,
      ...(unit?.tables[0] === undefined ? [] : [`tables.${unit.tables[0].mapping.name}`]),
    ].join(".");
  await client.query("set constraints all deferred");
  for (const unit of work.once("units", () => eraseUnits(plan))) {
    const picked = { expected: expectedOf(unit, counted) };
    if (picked.expected === 0) continue;
    if (unit.kind === "delete") problems.push(...(await sideEffects(client, plan, work, unit, picked, incoming)));
    const problem = await attempt(client, describe(unit), path(unit), () =>
      runUnit(client, plan, work, unit, picked, incoming),
    );
    if (problem !== undefined) problems.push(problem);
  }
  const last = await attempt(client, "Erasing", path(), () => client.query("set constraints all immediate"));
  return last === undefined ? problems : [...problems, last];
}

async function attempt(
  client: Queryable,
  doing: string,
  path: string,
  work: () => Promise<unknown>,
): Promise<Problem | undefined> {
  await client.query("savepoint rehearsal");
  try {
    await work();
    await client.query("release savepoint rehearsal");
    return undefined;
  } catch (error) {
    const problem = error instanceof Blocked ? error.problem : refusedByDatabase(error, doing, path);
    if (problem === undefined) throw error;
    await client.query("rollback to savepoint rehearsal");
    return problem;
  }
}

function once(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.code} ${problem.path ?? ""} ${problem.message}`, problem]),
    ).values(),
  ];
}
