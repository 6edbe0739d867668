/** What the tests of samples need to show people what is held of them and then erase them, row for row. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { loadPolicy } from "#app";
import { assert, type LocalDate, type PlanId } from "#base";
import { type ConnectedSystem, connect, type Subject } from "#connectors";
import { changes, type Dump, dumpSchema, type TestDatabase } from "#harness";

/** The first system of a sample's policy, on a database of its own. */
export async function connectSample(policyFile: URL, { url }: TestDatabase): Promise<ConnectedSystem> {
  const { policy } = await loadPolicy(fileURLToPath(policyFile));
  const [system] = policy?.systems ?? [];
  assert(policy !== undefined && system !== undefined, "the sample policy has errors");
  return connect({ policy, system, url });
}

export const dumpOf = async (database: TestDatabase): Promise<Dump> =>
  dumpSchema(async (text, values) => database.query(text, values), "public");

/** All that stands in a person's copy, in lower case. */
export async function copyOf(system: ConnectedSystem, subject: Subject): Promise<string> {
  const answer = await system.answer(subject);
  let text = "";
  for (const file of answer.files) for await (const part of file.open()) text += Buffer.from(part).toString("utf8");
  await answer.close();
  return text.toLowerCase();
}

/** Erases, and expects no error before, what the dry run said during, and nothing without a ground afterwards. */
export async function eraseAsPreviewed(system: ConnectedSystem, subject: Subject, today: LocalDate): Promise<void> {
  const preview = await system.preview("erasure", subject, today);
  expect(preview.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const known = await system.identifiers(subject);
  const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1000 };
  const outcome = await system.erase(order);
  assert(outcome.ok, "the erasure was refused");
  expect(outcome.value.tables).toEqual(preview.tables);
  const residue = await system.residue(known, "everywhere");
  expect(residue.filter(({ because }) => because === undefined)).toEqual([]);
}

/** What is different afterwards, by table: rows gone, and rows that came in the place of some of them. */
export function counted(before: Dump, after: Dump): Record<string, string> {
  return Object.fromEntries(
    changes(before, after).map(({ table, gone, added }) => {
      const removed = gone.length - added.length;
      const changed = added.length === 0 ? [] : [`${added.length} changed`];
      return [table, [...(removed === 0 ? [] : [`${removed} gone`]), ...changed].join(", ")];
    }),
  );
}
