/**
 * One letter, taken in once. Everything that comes of it is one transaction with the row that says so: killed before the
 * commit, nothing happened and it is read again; after it, the row is there and the letter is passed over.
 */
import { randomUUID } from "node:crypto";
import { type Language, localDateOf, normaliseEmail, Personal, type RequestId } from "#base";
import { kindOfMessage, type RequestKind } from "#policy";
import type { IncomingMessage, OpenRequest } from "#requests";
import type { Transaction } from "#store";
import type { LetterOutcome } from "./contract.ts";
import type { House, Watched } from "./house.ts";
import { languageOf } from "./language-of.ts";
import { readLetter, type ReadLetter } from "./read-letter.ts";
import { sealFiles, sealLetter } from "./sealed-letter.ts";
import { tables } from "./tables.ts";

/** As it lies in the mailbox. */
export interface Lying {
  readonly uidValidity: number;
  readonly uid: number;
  readonly arrivedAt: Date;
  readonly raw: Uint8Array;
  /** Only its beginning was fetched; `files` are named of the whole. */
  readonly cut: boolean;
  readonly filesBeyond: readonly string[];
}

/** Letters of one sender that wait for a code; another one waits for a person, so that no address is flooded with codes. */
const mostUnproven = 3;

export async function takeIn(house: House, watched: Watched, lying: Lying): Promise<LetterOutcome | "known"> {
  const letter = await readLetter(lying.raw, lying.cut);
  if (letter?.machine.report === true) await house.mail.takeReturned(lying.raw);
  const judged = house.requests.judgeFiles(letter?.files ?? []);
  const beyond = lying.filesBeyond.filter((name) => !(letter?.files ?? []).some((file) => file.name === name));
  const message: IncomingMessage = {
    kept: judged.kept,
    refused: [...judged.refused, ...beyond.map((name) => ({ name: name.slice(0, 120), because: "size" as const }))],
    receivedAt: lying.arrivedAt,
    from: letter?.from ?? "",
    subject: letter?.subject ?? "",
    text: letter?.text ?? "",
    shortened: letter?.shortened ?? false,
  };
  return house.store.transact(async (tx) => {
    const id = randomUUID();
    const noted = await note(house, tx, watched, lying, id, letter);
    if (noted !== "new") return noted;
    const language = languageOf(`${message.subject}\n${message.text}`, house.policy.languages);
    const came = await carriedOut(house, tx, await whatCame(house, tx, watched, letter, message), message, language);
    const row = tables(tx).updateTable("inbox_message").where("id", "=", id);
    if (came.outcome !== "to-sort") {
      await row.set({ outcome: came.outcome, request_id: came.request ?? null }).execute();
      return came.outcome;
    }
    const sealed = await sealLetter(house, tx, id, message, { unreadable: letter === undefined, language });
    await row.set({ outcome: "to-sort", proposed: [...came.proposed], ...sealed }).execute();
    await sealFiles(house, tx, { id, key_id: sealed.key_id }, message.kept);
    return "to-sort";
  });
}

/** A request that ended in this very moment takes no letter any more; then somebody looks at it. */
async function carriedOut(
  house: House,
  tx: Transaction,
  came: WhatCame,
  message: IncomingMessage,
  language: Language,
): Promise<Exclude<WhatCame, { outcome: "request" }> | Came> {
  if (came.outcome === "request")
    return { outcome: "request", request: (await open(house, tx, came.kind, message, language)).id };
  if (came.outcome !== "reply" || came.request === undefined) return came;
  const elsewhere = came.fromElsewhere === true ? { fromElsewhere: true as const } : {};
  const joined = await house.requests.addMessage(tx, came.request, { ...message, ...elsewhere });
  return joined ? came : { outcome: "to-sort", proposed: [] };
}

/** The row that makes it once. Of a letter that is there already under another number, the number alone is noted. */
async function note(
  house: House,
  tx: Transaction,
  { mailbox }: Watched,
  { uidValidity, uid, arrivedAt, raw }: Lying,
  id: string,
  letter: ReadLetter | undefined,
): Promise<"new" | "known" | "duplicate"> {
  const which =
    letter === undefined || letter.messageId === ""
      ? Buffer.from(raw.subarray(0, 64 * 1024)).toString("base64")
      : `${letter.messageId}\0${letter.from}\0${letter.date}`;
  const row = {
    id,
    mailbox,
    uid_validity: uidValidity,
    uid,
    arrived_at: arrivedAt,
    outcome: "own" as LetterOutcome,
    request_id: null,
    key_id: null,
    sealed: null,
    proposed: [],
    put_away_at: null,
  };
  const insert = (digest: string | null, outcome: LetterOutcome) =>
    tables(tx)
      .insertInto("inbox_message")
      .values({ ...row, digest, outcome })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
  if ((await insert(house.store.vault.digest("inbox-letter", which), "own")) !== undefined) return "new";
  return (await insert(null, "duplicate")) === undefined ? "known" : "duplicate";
}

interface Came {
  readonly outcome: Exclude<LetterOutcome, "to-sort">;
  readonly request?: RequestId;
  readonly fromElsewhere?: boolean;
}
type WhatCame =
  | (Came & { readonly outcome: Exclude<LetterOutcome, "request" | "to-sort"> })
  | { readonly outcome: "request"; readonly kind: RequestKind }
  | { readonly outcome: "to-sort"; readonly proposed: readonly RequestKind[] };

async function whatCame(
  house: House,
  tx: Transaction,
  { ours }: Watched,
  letter: ReadLetter | undefined,
  { subject }: IncomingMessage,
): Promise<WhatCame> {
  if (letter === undefined) return { outcome: "to-sort", proposed: [] };
  if (letter.machine.report) return { outcome: "bounce" };
  // The token entitles, whoever sends it: mail programs and the services behind them write these letters.
  const { unsubscribing } = letter;
  if (
    unsubscribing !== undefined &&
    (await house.unsubscribe?.(tx, unsubscribing.message, unsubscribing.token)) === true
  )
    return { outcome: "unsubscribed" };
  if (ours.has(letter.from) || (await house.mail.repliedTo(tx, [letter.messageId])) !== undefined)
    return { outcome: "own" };
  if (letter.machine.replied) return { outcome: "automatic" };
  const { kinds, clear } = kindOfMessage(house.policy, `${subject}\n${letter.ownWords}`);
  // Written by a program, and perhaps for a person: nobody answers it, and somebody looks when it speaks of a right.
  if (letter.machine.bulk) return kinds.length > 0 ? { outcome: "to-sort", proposed: kinds } : { outcome: "automatic" };
  const answered = await answeredBy(house, tx, letter);
  if (answered !== undefined) return { outcome: "reply", request: answered.id, fromElsewhere: !answered.fromRequester };
  if (clear === undefined || letter.from === "" || isColleague(letter.from, ours))
    return { outcome: "to-sort", proposed: kinds };
  const unproven = (await house.requests.openRequestsOf(tx, new Personal(letter.from))).filter(({ proven }) => !proven);
  const same = unproven.find(({ kind }) => kind === clear);
  if (same !== undefined) return { outcome: "reply", request: same.id };
  return unproven.length >= mostUnproven
    ? { outcome: "to-sort", proposed: kinds }
    : { outcome: "request", kind: clear };
}

/** By a number that only our letters hold, whoever writes; by a reference alone only for who asked. */
async function answeredBy(house: House, tx: Transaction, letter: ReadLetter): Promise<OpenRequest | undefined> {
  const from = new Personal(letter.from);
  const about = await house.mail.repliedTo(tx, letter.answers);
  const replied = about === undefined ? undefined : await house.requests.openRequest(tx, about, from);
  if (replied !== undefined) return replied;
  const named = /\bG-[0-9A-Z]{4}-[0-9A-Z]{4}\b/iu.exec(letter.subject)?.[0];
  const found = named === undefined ? undefined : await house.requests.openRequest(tx, named, from);
  return found?.fromRequester === true ? found : undefined;
}

/** Somebody of ours passes on what a customer wrote: the request is not theirs. */
function isColleague(from: string, ours: ReadonlySet<string>): boolean {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return [...ours].some((address) => address.endsWith(`@${domain}`)) && !isCommon(domain);
}

/** Where everybody has an address, the same domain says nothing. */
function isCommon(domain: string): boolean {
  return /^(gmail\.com|outlook\.com|hotmail\.(com|nl)|live\.(com|nl)|yahoo\.com|icloud\.com|ziggo\.nl|kpnmail\.nl|xs4all\.nl|planet\.nl|proton\.me|protonmail\.com)$/u.test(
    domain,
  );
}

/** The clock starts on the day the letter came. */
export async function open(
  house: House,
  tx: Transaction,
  kind: RequestKind,
  message: IncomingMessage,
  language: Language,
  purposes: readonly string[] = [],
): Promise<{ id: RequestId; reference: string }> {
  const { policy, requests, store } = house;
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const arrived = localDateOf(message.receivedAt, policy.timeZone);
  const { id, reference } = await requests.receive(tx, {
    kind,
    language,
    channel: "mail",
    email: new Personal(normaliseEmail(message.from)),
    receivedOn: arrived < today ? arrived : today,
    purposes,
  });
  await requests.addMessage(tx, id, message);
  return { id, reference };
}
