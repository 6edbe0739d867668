/**
 * To another controller, on request (GDPR art. 20(2)): the person gives an upload address, staff look at whose it is and release it, and
 * when the copy is ready it is sent there. Nothing goes before somebody released it, and nothing after the copy expired.
 */
import { limits, type RequestId, type Result, refuse, type StaffId, succeed } from "#base";
import type { Reader, Transaction } from "#store";
import { notNow, unknown } from "./acts.ts";
import type { ActRefusal } from "./contract.ts";
import { loadDelivery } from "./delivery.ts";
import { orderUpload } from "./hand-over-send.ts";
import type { HandOverView } from "./hand-over-contract.ts";
import { endHandOver, handOverOf, mayHandOver } from "./hand-over-state.ts";
import { forAll, type House } from "./house.ts";
import { openSecrets } from "./secrets.ts";
import { hold, type RequestRow, tables } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

const addressCharacters = 2_000;

/** An https address without a name or password in it; whether it may be reached is looked at when it is. */
export function uploadAddress(written: string): URL | undefined {
  const text = written.trim();
  if (text.length > addressCharacters || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.protocol === "https:" && url.username === "" && url.password === "" && url.hostname !== "";
  if (!plain) return undefined;
  url.hash = "";
  return url;
}

export type HandOverRefusal = { readonly reason: "not-now" | "unknown" | "wrong-address"; readonly message: string };

/** Said by the person, and again as long as nobody released it. */
export async function askHandOver(
  house: House,
  followToken: string,
  address: string,
): Promise<Result<void, HandOverRefusal>> {
  const url = uploadAddress(address);
  if (url === undefined)
    return refuse("wrong-address", "This is not an address that begins with https://. Nothing was stored.");
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { follow: tokenHash(followToken) });
    if (row === undefined) return refuse("unknown", unknown.message);
    const secrets = await openSecrets(house, tx, row);
    if (secrets === undefined || !mayHandOver(row, await handOverOf(tx, row.id)))
      return refuse("not-now", notNow(row).message);
    const fresh = {
      state: "asked" as const,
      asked_at: house.store.clock.now(),
      decided_at: null,
      decided_by: null,
      attempts: 0,
      size_bytes: null,
      sha256: null,
      status: null,
      failure: null,
      ended_at: null,
    };
    await secrets.write(tx, "hand-over", url.href);
    await tables(tx)
      .insertInto("hand_over")
      .values({ request_id: row.id, ...fresh })
      .onConflict((conflict) => conflict.column("request_id").doUpdateSet(fresh))
      .execute();
    await house.evidence.append(tx, {
      kind: "request.hand-over-asked",
      about: row.reference,
      body: { kind: row.kind },
    });
    return succeed(undefined);
  });
}

/** After looking at the host. `explanation`: why not; the person reads it. */
export async function decideHandOver(
  house: House,
  id: RequestId,
  by: StaffId,
  decision: { readonly release: true } | { readonly release: false; readonly explanation: string },
): Promise<Result<void, ActRefusal>> {
  if (
    !decision.release &&
    (decision.explanation.trim() === "" || decision.explanation.length > limits.messageCharacters)
  )
    return refuse("reason-missing", "Say in a few words why it is not sent there. Nothing was decided.");
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const found = await handOverOf(tx, id);
    if (found?.state !== "asked" || row.closed_at !== null) return notNow(row);
    const decided = { decided_at: house.store.clock.now(), decided_by: by };
    await tables(tx).updateTable("hand_over").set(decided).where("request_id", "=", id).execute();
    await house.evidence.append(tx, {
      kind: "request.hand-over-decided",
      about: row.reference,
      body: { kind: row.kind, released: decision.release, staff: by },
    });
    if (!decision.release) {
      await endHandOver(house, tx, row, { state: "refused", explanation: decision.explanation.trim() });
      return succeed(undefined);
    }
    await tables(tx).updateTable("hand_over").set({ state: "released" }).where("request_id", "=", id).execute();
    if (row.state === "delivering") await orderUpload(house, tx, id);
    return succeed(undefined);
  });
}

/** What the copy's link outlived: it goes nowhere any more. */
export async function expireHandOvers(house: House): Promise<void> {
  const late = await tables(house.store.reader)
    .selectFrom("hand_over")
    .innerJoin("delivery", "delivery.request_id", "hand_over.request_id")
    .select("hand_over.request_id")
    .where("hand_over.ended_at", "is", null)
    .where("delivery.expires_at", "<=", house.store.clock.now())
    .limit(1_000)
    .execute();
  await forAll(late, ({ request_id }) =>
    house.store.transact(async (tx) => {
      const row = await hold(tx, { id: request_id });
      const link = row && (await loadDelivery(tx, row.id));
      const over = link !== undefined && link.expires_at <= house.store.clock.now();
      if (row !== undefined && over) await endHandOver(house, tx, row, { state: "expired" });
    }),
  );
}

export async function handOverView(
  house: House,
  reader: Reader,
  row: RequestRow,
): Promise<{ readonly mayHandOver: boolean; readonly handOver?: HandOverView }> {
  const found = await handOverOf(reader, row.id);
  const may = { mayHandOver: mayHandOver(row, found) };
  if (found === undefined) return may;
  const address = await (await openSecrets(house, reader, row))?.read(reader, "hand-over");
  const view: HandOverView = {
    state: found.state,
    attempts: found.attempts,
    ...(address === undefined ? {} : { host: new URL(address).host }),
    ...(found.size_bytes === null ? {} : { sizeBytes: found.size_bytes }),
    ...(found.sha256 === null ? {} : { sha256: found.sha256 }),
    ...(found.ended_at === null ? {} : { endedAt: found.ended_at }),
    ...(found.status === null ? {} : { status: found.status }),
    ...(found.failure === null ? {} : { failure: found.failure }),
  };
  return { ...may, handOver: view };
}

/** When the copy is ready, in the same transaction. */
export async function copyIsReady(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if ((await handOverOf(tx, row.id))?.state === "released") await orderUpload(house, tx, row.id);
}
