/** The upload itself: a job that begins anew whenever it was cut short, until the other side has the whole file or the copy expires. */
import { createHash } from "node:crypto";
import { isOperationalError, OperationalError, type RequestId } from "#base";
import { upload } from "#connectors";
import type { Transaction } from "#store";
import { loadDelivery } from "./delivery.ts";
import type { HandOverEnd } from "./hand-over-contract.ts";
import { endHandOver, handOverOf } from "./hand-over-state.ts";
import type { House } from "./house.ts";
import { openSecrets } from "./secrets.ts";
import { hold, load, type RequestRow, tables } from "./tables.ts";

export const handOverQueue = "request.hand-over";
const firstPauseMs = 60_000;
const longestPauseMs = 4 * 60 * 60_000;

export async function orderUpload({ store }: House, tx: Transaction, id: RequestId, startAfter?: Date): Promise<void> {
  await store.queue.send(tx, {
    queue: handOverQueue,
    data: { request: id },
    onceKey: id,
    ...(startAfter === undefined ? {} : { startAfter }),
  });
}

export async function sendHandOver(house: House, id: RequestId): Promise<void> {
  const begun = await begin(house, id);
  if (begun === undefined) return;
  const { row, url, attempt } = begun;
  let came: Came;
  try {
    came = await sent(house, row, url);
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    came = { failure: error.code, retryable: error.retryable };
  }
  await house.store.transact((tx) => note(house, tx, id, attempt, came));
}

type Came =
  | { readonly done: Extract<HandOverEnd, { state: "done" }> }
  | { readonly failure: string; readonly retryable: boolean; readonly status?: number };

interface Begun {
  readonly row: RequestRow;
  readonly url: URL;
  readonly attempt: number;
}

/** Counts the try before it is made, so that one that was killed counts too, and one that wakes up late changes nothing. */
async function begin(house: House, id: RequestId): Promise<Begun | undefined> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row?.state !== "delivering" || row.plan_id === null) return undefined;
    const link = await loadDelivery(tx, id);
    if (link === undefined || link.expires_at <= house.store.clock.now()) return undefined;
    const url = await (await openSecrets(house, tx, row))?.read(tx, "hand-over");
    const counted = await tables(tx)
      .updateTable("hand_over")
      .set((all) => ({ attempts: all("attempts", "+", 1) }))
      .where("request_id", "=", id)
      .where("state", "=", "released")
      .returning("attempts")
      .executeTakeFirst();
    return counted === undefined || url === undefined
      ? undefined
      : { row, url: new URL(url), attempt: counted.attempts };
  });
}

async function sent(house: House, row: RequestRow, url: URL): Promise<Came> {
  const open = async () => {
    const answer = row.plan_id === null ? undefined : await house.plans.openAnswer(house.store.reader, row.plan_id);
    if (answer === undefined) throw new OperationalError("answer-gone", "The copy is gone. Nothing was sent.");
    return answer;
  };
  const hash = createHash("sha256");
  for await (const part of (await open()).stream) hash.update(part);
  const sha256 = hash.digest("hex");
  const { sizeBytes, stream } = await open();
  const file = { fileName: `${row.reference}.zip`, mediaType: "application/zip", sizeBytes, sha256, key: row.id };
  const status = await upload({ url, ...file, bytes: stream }, house.uploads ?? { ownHosts: [] });
  if (status >= 200 && status < 300) return { done: { state: "done", sizeBytes, sha256, status } };
  // 408, 425 and 429 ask to come back; so does whoever is at fault themselves.
  const retryable = status >= 500 || [408, 425, 429].includes(status);
  return { failure: "upload-refused", retryable, status };
}

async function note(house: House, tx: Transaction, id: RequestId, attempt: number, came: Came): Promise<void> {
  const row = await hold(tx, { id });
  const found = await handOverOf(tx, id);
  if (row === undefined || found?.state !== "released" || found.attempts !== attempt) return;
  if ("done" in came) return endHandOver(house, tx, row, came.done);
  const { failure, retryable, status } = came;
  if (!retryable)
    return endHandOver(house, tx, row, { state: "failed", failure, ...(status === undefined ? {} : { status }) });
  await tables(tx)
    .updateTable("hand_over")
    .set({ failure, status: status ?? null })
    .where("request_id", "=", id)
    .execute();
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
  await orderUpload(house, tx, id, new Date(house.store.clock.now().getTime() + pause));
}

/** A worker died of it again and again, or it is a mistake of ours: the person is told, and not left waiting. */
export async function uploadStopped(house: House, id: RequestId): Promise<void> {
  const row = await load(house.store.reader, id);
  if (row === undefined) return;
  await house.store.transact(async (tx) => {
    const held = await hold(tx, { id });
    if (held?.state === "delivering")
      await endHandOver(house, tx, held, { state: "failed", failure: "upload-stopped" });
  });
}
