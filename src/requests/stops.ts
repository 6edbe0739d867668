/** What persons had stopped, by keyed digest: written when they ask, ended by how the request ends, read by whoever uses data. */
import { normaliseEmail, Personal } from "#base";
import { afterObjection, purposesOf, type Stop, stopsAtOnce } from "#policy";
import type { Reader, Transaction } from "#store";
import type { Outcome } from "./contract.ts";
import type { House } from "./house.ts";
import { type RequestRow, type StopRow, tables } from "./tables.ts";
import { openSecrets } from "./secrets.ts";
import { requesterDigest } from "./tokens.ts";

type Concerned = Pick<RequestRow, "id" | "reference" | "kind" | "purposes" | "requester_digest">;

/** What stops the moment the request counts. Idempotent. */
export async function beginStops(house: House, tx: Transaction, row: Concerned): Promise<void> {
  const stops = stopsAtOnce(row.kind, row.purposes);
  const person = row.requester_digest;
  if (person === null || stops.length === 0) return;
  await tables(tx)
    .insertInto("request_stop")
    .values(
      stops.map(({ of, because }) => ({
        request_id: row.id,
        person_digest: person,
        stopped: typeof of === "string" ? of : "purpose",
        purpose: typeof of === "string" ? null : of.purpose,
        because,
        since: house.store.clock.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await note(house, tx, row, "stop.begun", { stops: stops.length, purposes: [...row.purposes] });
}

const decisions: Readonly<Partial<Record<Outcome, Parameters<typeof afterObjection>[0]>>> = {
  upheld: "upheld",
  refused: "refused",
  withdrawn: "withdrawn",
  // Of a child: nothing is left to stop.
  erased: "withdrawn",
};

/** Staff found that another address is this person's as well: what they stopped, they stopped for it too. */
export async function stopForOther(house: House, tx: Transaction, row: Concerned, email: string): Promise<void> {
  await beginStops(house, tx, { ...row, requester_digest: requesterDigest(house.store.vault, email) });
}

/** What becomes of what was stopped while it was contested. The other stops do not end with their request. */
export async function settleStops(house: House, tx: Transaction, row: Concerned, outcome: Outcome): Promise<void> {
  const decision = decisions[outcome];
  if (decision === undefined) return;
  const because = afterObjection(decision);
  const pending = await tables(tx)
    .selectFrom("request_stop")
    .select("id")
    .where("request_id", "=", row.id)
    .where("because", "in", ["objection-pending", "minor-reported"])
    .execute();
  if (pending.length === 0) return;
  const ids = pending.map(({ id }) => id);
  if (because === "ends") await tables(tx).deleteFrom("request_stop").where("id", "in", ids).execute();
  else await tables(tx).updateTable("request_stop").set({ because }).where("id", "in", ids).execute();
  await note(house, tx, row, because === "ends" ? "stop.ended" : "stop.upheld", { stops: ids.length });
}

/** Systems and recipients go by what they are told: what the person stopped ends there as well. */
export async function tellStopped(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  const purposes = [...new Set(stopsAtOnce(row.kind, row.purposes).flatMap((stop) => purposesOf(house.policy, stop)))];
  const secrets = await openSecrets(house, tx, row);
  const email = await secrets?.read(tx, row.asked_as === null ? "email" : "known-email");
  if (email === undefined || purposes.length === 0) return;
  const { id: request, reference: about, found_anything: found } = row;
  const stopped = { request, about, purposes, email: new Personal(email) };
  await house.onStopped?.(tx, { ...stopped, ...(found !== null && { found }) });
}

/** What stands for this address, to be put to `mayUse`. */
export async function stopsFor(house: House, reader: Reader, email: Personal<string>): Promise<readonly Stop[]> {
  const rows = await tables(reader)
    .selectFrom("request_stop")
    .selectAll()
    .where("person_digest", "=", requesterDigest(house.store.vault, normaliseEmail(email.reveal())))
    .orderBy("id")
    .execute();
  return rows.map(stopOf);
}

/** What stands for each of these digests, and since when; as many as a batch has. */
export async function stopsAmong(
  reader: Reader,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly (Stop & { readonly since: Date })[]>> {
  if (digests.length === 0) return new Map();
  const rows = await tables(reader)
    .selectFrom("request_stop")
    .selectAll()
    .where("person_digest", "in", [...digests])
    .orderBy("id")
    .execute();
  const by = Map.groupBy(rows, ({ person_digest: person }) => person);
  return new Map([...by].map(([person, its]) => [person, its.map((row) => ({ ...stopOf(row), since: row.since }))]));
}

function stopOf({ stopped, purpose, because }: Pick<StopRow, "stopped" | "purpose" | "because">): Stop {
  return { of: stopped === "purpose" ? { purpose: purpose ?? "" } : stopped, because };
}

async function note(
  house: House,
  tx: Transaction,
  row: Concerned,
  kind: string,
  body: Record<string, number | string | string[]>,
): Promise<void> {
  await house.evidence.append(tx, { kind, about: row.reference, body: { kind: row.kind, ...body } });
}
