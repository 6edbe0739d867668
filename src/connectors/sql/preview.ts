/**
 * The dry run. For access it counts; for erasure it does everything in a transaction that is rolled back, so that what a
 * constraint or trigger would refuse is known before anybody approves. Each refusal becomes a problem of its own.
 */
import type { LocalDate, Problem } from "#base";
import type { Policy } from "#policy";
import { filesByHand } from "../by-hand.ts";
import type { Preview, Subject } from "../contract.ts";
import { pathOf, runUnit, sideEffects } from "./carry-out.ts";
import { collect } from "./collect.ts";
import type { Session } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { Blocked } from "./erase-problems.ts";
import { describe, eraseProblems, eraseUnits, expectedOf } from "./erase-units.ts";
import { findingsOf, type Group } from "./findings.ts";
import { hasRegister, rollBack } from "./record.ts";
import { recipientsMet, storesMet, survey, withKindsMet } from "./survey.ts";
import { prepareWork, type Reading, temporaryWork } from "./work.ts";

export interface PreviewOrder {
  readonly action: "access" | "erasure";
  readonly subject: Subject;
  readonly today: LocalDate;
  /** What was seen when the mapping was compared with the catalogue; taken over, so that it blocks approval. */
  readonly inspected: readonly Problem[];
}

/** The session must be outside a transaction. Nothing stays of what it does. */
export async function preview(
  session: Session,
  context: EraseContext & { readonly policy: Policy },
  { action, subject, today, inspected }: PreviewOrder,
): Promise<Preview> {
  const { plan, policy, engine, terms, digest } = context;
  const { dialect } = engine;
  const work = temporaryWork(dialect);
  const reading: Reading = { dialect, plan, work, registered: await hasRegister(session, { dialect, plan }) };
  const erasing = action === "erasure";
  const known = [...inspected, ...plan.problems, ...(erasing ? eraseProblems(plan) : [])];
  try {
    await prepareWork(session, reading);
    for (const sql of erasing ? dialect.beginWriting : dialect.beginReading) await session.run(sql);
    await collect(session, reading, { subject, digest, ...(erasing && { holds: { today, terms } }) });
    const surveyed = await survey(session, reading);
    const tables = await withKindsMet(session, reading, findingsOf(plan, action, surveyed));
    const recipients = await recipientsMet(session, reading, policy, tables);
    const elsewhere = await storesMet(session, reading, policy, action);
    const refused = erasing ? await rehearse(session, context, reading, surveyed.counted) : [];
    await session.run("rollback");
    const byHand = filesByHand(policy, action, plan.system.name, elsewhere);
    const problems = once([...known, ...refused, ...byHand]);
    return { system: plan.system.name, tables, problems, recipients, ...(elsewhere.length > 0 && { elsewhere }) };
  } catch (error) {
    await rollBack(session);
    throw engine.operationalError(error, "The dry run");
  }
}

async function rehearse(
  session: Session,
  { engine }: EraseContext,
  reading: Reading,
  counted: readonly Group[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const unit of eraseUnits(reading.plan)) {
    const expected = expectedOf(unit, counted);
    if (expected === 0) continue;
    if (unit.kind === "delete") problems.push(...(await sideEffects(session, reading, unit, {})));
    await session.run("savepoint rehearsal");
    try {
      await runUnit(session, reading, unit, {}, expected);
      await session.run("release savepoint rehearsal");
    } catch (error) {
      const path = pathOf(reading.plan, unit).replace(/\.erase$/, "");
      const problem = error instanceof Blocked ? error.problem : engine.refused(error, describe(unit), path);
      if (problem === undefined) throw error;
      await session.run("rollback to savepoint rehearsal");
      problems.push(problem);
    }
  }
  return problems;
}

function once(problems: readonly Problem[]): Problem[] {
  const named = problems.map((one) => [`${one.code} ${one.path ?? ""} ${one.message}`, one] as const);
  return [...new Map(named).values()];
}
