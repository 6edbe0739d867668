/**
 * Customers for whom data is used decide about it, and we help them (GDPR art. 28(3)(e)). When all or part of what was found is
 * theirs, each customer gets a letter with a link: whose request it is, which right, and what they can have us do.
 */
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { assert, type RequestId, say } from "#base";
import type { Anchor } from "#connectors";
import { redirectsOf } from "#policy";
import type { Reader, Transaction } from "#store";
import type { CustomerTold } from "./customer-contract.ts";
import { forAll, type House } from "./house.ts";
import { writeTo } from "./post.ts";
import type { FoundInSystem, OpenSecrets } from "./secrets.ts";
import { type CustomerNoticeRow, type RequestRow, tables } from "./tables.ts";
import { makeToken, tokenHash } from "./tokens.ts";

/** As long as a controller has to answer at most: a month, and two more (GDPR art. 12(3)). */
const answerableDays = 92;

interface Sealed {
  readonly customer: { readonly email: string; readonly name?: string };
  readonly person: string;
  readonly message: string;
  readonly anchors: readonly Anchor[];
}

/** Told in the transaction that concludes the search. Only of who was found under the proven address: others are not known to be the person. */
export async function tellCustomers(
  house: House,
  tx: Transaction,
  row: RequestRow,
  secrets: OpenSecrets,
  found: readonly FoundInSystem[],
): Promise<void> {
  const forwarding = redirectsOf(house.policy, row.kind).filter(({ redirects }) => redirects?.how === "forwards");
  const theirs = found
    .flatMap(({ candidates }) => candidates)
    .filter(
      ({ elsewhere, under, customer }) => elsewhere !== true && under === undefined && customer?.email !== undefined,
    )
    .filter(({ customer }) => forwarding.some(({ name }) => name === customer?.of));
  const person = await secrets.read(tx, row.asked_as === null ? "email" : "known-email");
  if (person === undefined) return;
  const message = (await secrets.read(tx, "message")) ?? "";
  for (const group of Map.groupBy(theirs, ({ customer }) => `${customer?.of} ${customer?.key}`).values()) {
    const customer = group[0]?.customer;
    if (customer?.email === undefined) continue;
    const anchors = group.map(({ anchor }) => anchor);
    const { email, name } = customer;
    await tell(house, tx, row, customer, {
      customer: { email, ...(name !== undefined && { name }) },
      person,
      message,
      anchors,
    });
  }
}

async function tell(
  house: House,
  tx: Transaction,
  row: RequestRow,
  { of, key: which }: { readonly of: string; readonly key: string },
  sealed: Sealed,
): Promise<void> {
  const { store, policy } = house;
  const id = randomUUID();
  const token = makeToken();
  const now = store.clock.now();
  const key = await store.vault.createKey(tx);
  const cipher = await store.vault.cipher(tx, key);
  assert(cipher !== undefined, "a key that was just made opens");
  const made = await tables(tx)
    .insertInto("customer_notice")
    .values({
      id,
      request_id: row.id,
      about: row.reference,
      kind: row.kind,
      on_behalf: of,
      customer: store.vault.digest("customer", `${of} ${which}`),
      key_id: key,
      sealed: Buffer.from(cipher.seal(Buffer.from(JSON.stringify(sealed)), contextOf(id))),
      token_hash: tokenHash(token),
      made_at: now,
      expires_at: new Date(now.getTime() + answerableDays * 86_400_000),
      answer: null,
      answered_at: null,
    })
    .onConflict((conflict) => conflict.columns(["request_id", "on_behalf", "customer"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made === undefined) return store.vault.shred(tx, key);
  const title = policy.onBehalf?.find(({ name }) => name === of)?.title ?? {};
  const language = policy.languages[0] ?? row.language;
  await writeTo(house, tx, { ...row, language }, sealed.customer.email, (letters, frame) =>
    letters.customerAsked(frame, {
      link: house.links.customer(language, token),
      task: say(title, language),
      ...(sealed.customer.name !== undefined && { customer: sealed.customer.name }),
    }),
  );
  await house.evidence.append(tx, { kind: "customer.told", about: row.reference, body: { kind: row.kind, of } });
}

export async function customersTold(reader: Reader, request: RequestId): Promise<readonly CustomerTold[]> {
  const rows = await tables(reader)
    .selectFrom("customer_notice")
    .select(["on_behalf", "made_at", "answer", "answered_at"])
    .where("request_id", "=", request)
    .orderBy("made_at")
    .orderBy("id")
    .execute();
  return rows.map(({ on_behalf: of, made_at: toldAt, answer }) => ({ of, toldAt, ...(answer !== null && { answer }) }));
}

/** Links that ended: whose request it was is no longer known here. */
export async function forgetOldNotices({ store }: House): Promise<void> {
  const old = await tables(store.reader)
    .selectFrom("customer_notice")
    .select(["id", "key_id"])
    .where("sealed", "is not", null)
    .where("expires_at", "<=", store.clock.now())
    .limit(1_000)
    .execute();
  await forAll(old, ({ id, key_id: key }) =>
    store.transact(async (tx) => {
      await tables(tx).updateTable("customer_notice").set({ sealed: null }).where("id", "=", id).execute();
      await store.vault.shred(tx, key);
    }),
  );
}

export async function openNotice(
  { store }: House,
  reader: Reader,
  token: string,
  held = false,
): Promise<CustomerNoticeRow | undefined> {
  const query = tables(reader)
    .selectFrom("customer_notice")
    .selectAll()
    .where("token_hash", "=", tokenHash(token))
    .where("expires_at", ">", store.clock.now())
    .where("answered_at", "is", null);
  return (held ? query.forUpdate() : query).executeTakeFirst();
}

export async function unseal({ store }: House, reader: Reader, row: CustomerNoticeRow): Promise<Sealed | undefined> {
  const cipher = row.sealed === null ? undefined : await store.vault.cipher(reader, row.key_id);
  if (cipher === undefined || row.sealed === null) return undefined;
  return JSON.parse(Buffer.from(cipher.open(row.sealed, contextOf(row.id))).toString("utf8")) as Sealed;
}

function contextOf(id: string): string {
  return `customer/${id}`;
}
