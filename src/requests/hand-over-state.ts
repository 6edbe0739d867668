/** The row of a hand-over, and its end: whoever ends it also ends a request that waited for nothing else. */
import type { RequestId } from "#base";
import type { Reader, Transaction } from "#store";
import { end } from "./closing.ts";
import type { HandOverEnd } from "./hand-over-contract.ts";
import type { House } from "./house.ts";
import { kinds } from "./kinds/index.ts";
import { isClosed } from "./lifecycle.ts";
import { writeToRequester } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { type HandOverRow, type RequestRow, tables } from "./tables.ts";

export async function handOverOf(reader: Reader, id: RequestId): Promise<HandOverRow | undefined> {
  return tables(reader).selectFrom("hand_over").selectAll().where("request_id", "=", id).executeTakeFirst();
}

/** While nobody released it, or it came to nothing, another address can be given. */
export function mayHandOver(row: RequestRow, found: HandOverRow | undefined): boolean {
  // Whoever asks for somebody else gets a copy at most, and passes it on themselves.
  if (row.kind !== "portability" || row.asked_as !== null || isClosed(row.state)) return false;
  if (row.state === "received" || row.state === "verifying" || row.state === "failed") return false;
  return found === undefined || found.state !== "released" ? found?.state !== "done" : false;
}

/** The request waits for it. */
export async function handOverWaits(reader: Reader, id: RequestId): Promise<boolean> {
  const found = await handOverOf(reader, id);
  return found?.state === "asked" || found?.state === "released";
}

/** The person is told what came of it, whatever it was. Whoever calls holds the request. */
export async function endHandOver(house: House, tx: Transaction, row: RequestRow, how: HandOverEnd): Promise<void> {
  const url = await (await openSecrets(house, tx, row))?.read(tx, "hand-over");
  const now = house.store.clock.now();
  const ended = await tables(tx)
    .updateTable("hand_over")
    .set({
      state: how.state,
      ended_at: now,
      ...(how.state === "done" ? { size_bytes: how.sizeBytes, sha256: how.sha256, failure: null } : {}),
      ...("status" in how ? { status: how.status ?? null } : {}),
      ...(how.state === "failed" ? { failure: how.failure } : {}),
    })
    .where("request_id", "=", row.id)
    .where("ended_at", "is", null)
    .returning("attempts")
    .executeTakeFirst();
  if (ended === undefined) return;
  await house.evidence.append(tx, {
    kind: "request.hand-over-ended",
    about: row.reference,
    body: proof(row, how, ended.attempts),
  });
  const host = url === undefined ? "" : new URL(url).host;
  await writeToRequester(house, tx, row, (letters, frame) => letters.handedOver(frame, { host, how }));
  const link = await tables(tx)
    .selectFrom("delivery")
    .select("fetched_at")
    .where("request_id", "=", row.id)
    .executeTakeFirst();
  // The person has their own copy, so that nothing is left to wait for.
  if (row.state === "delivering" && link !== undefined && link.fetched_at !== null)
    await end(house, tx, row, { event: "delivered", by: "person", outcome: kinds[row.kind].outcome });
}

/** What was sent and what the other side said; never where to, which may say who. */
function proof(row: RequestRow, how: HandOverEnd, attempts: number) {
  const { state } = how;
  const sent = how.state === "done" ? { sizeBytes: how.sizeBytes, sha256: how.sha256 } : {};
  const status = "status" in how && how.status !== undefined ? { status: how.status } : {};
  return { kind: row.kind, state, attempts, ...sent, ...status };
}
