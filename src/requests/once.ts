/**
 * What the company's own app asks for somebody who is signed in there. Its server vouches for the address, so no code is sent; and the
 * same request sent twice counts once, whichever of the two answers was lost.
 */
import { type Json, normaliseEmail, type Personal, type Result, refuse, succeed } from "#base";
import type { Transaction } from "#store";
import type { Submission } from "./contract.ts";
import type { House } from "./house.ts";
import { receive } from "./intake.ts";
import { openSecrets } from "./secrets.ts";
import { load, tables } from "./tables.ts";

/** An app that lost the answer asks again within minutes. */
const rememberedMs = 24 * 60 * 60_000;

export interface Vouched {
  readonly reference: string;
  /** The person's way back in; absent once the request's key was destroyed, and for what takes effect without a proof. */
  readonly followToken?: string;
  /** It was sent before; nothing was made anew. */
  readonly again: boolean;
}
export type OnceRefusal = { readonly reason: "different"; readonly message: string };

/** `key`: the app's own name for this request. */
export async function submitOnce(
  house: House,
  submission: Submission,
  key: string,
): Promise<Result<Vouched, OnceRefusal>> {
  const { vault, clock } = house.store;
  const digest = vault.digest("request-once", `${normaliseEmail(submission.email.reveal())}\0${key}`);
  const body_digest = vault.digest("request-once-body", JSON.stringify(bodyOf(submission)));
  return house.store.transact(async (tx) => {
    // Whoever sends the same in this very moment waits here for the other.
    await lock(tx, digest);
    const known = await tables(tx)
      .selectFrom("request_once")
      .selectAll()
      .where("digest", "=", digest)
      .executeTakeFirst();
    if (known !== undefined)
      return known.body_digest === body_digest
        ? succeed({ ...(await asBefore(house, tx, known.request_id)), again: true })
        : refuse("different", "This Idempotency-Key was used for another request. Nothing was made. Use a new key.");
    const { id, reference, followToken } = await receive(house, tx, submission, { vouched: true });
    await tables(tx)
      .insertInto("request_once")
      .values({ digest, body_digest, request_id: id, made_at: clock.now() })
      .execute();
    return succeed({ reference, ...(followToken === undefined ? {} : { followToken }), again: false });
  });
}

async function lock(tx: Transaction, digest: string): Promise<void> {
  await tables(tx)
    .selectNoFrom((all) => [all.fn("pg_advisory_xact_lock", [all.fn("hashtext", [all.val(digest)])]).as("held")])
    .execute();
}

async function asBefore(house: House, tx: Transaction, id: Parameters<typeof load>[1]) {
  const row = await load(tx, id);
  if (row === undefined) throw new Error("This cannot happen: the line of a request outlived it");
  // What was joined leads to the page of the first.
  const place = row.joined_to === null ? row : ((await load(tx, row.joined_to)) ?? row);
  const followToken = await (await openSecrets(house, tx, place))?.read(tx, "follow-token");
  return { reference: row.reference, ...(followToken === undefined ? {} : { followToken }) };
}

function revealed(value: Personal<Json> | undefined): Json {
  return value?.reveal() ?? null;
}

function bodyOf({ email, knownEmail, knownAs, message, ...rest }: Submission): Json {
  return [
    normaliseEmail(email.reveal()),
    revealed(knownEmail),
    revealed(knownAs),
    revealed(message),
    rest.kind,
    [...(rest.purposes ?? [])].toSorted(),
    rest.residence ?? null,
    rest.language,
  ];
}

export async function forgetOldOnce(house: House): Promise<void> {
  const before = new Date(house.store.clock.now().getTime() - rememberedMs);
  await house.store.transact((tx) => tables(tx).deleteFrom("request_once").where("made_at", "<", before).execute());
}
