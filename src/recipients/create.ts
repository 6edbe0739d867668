/** Wires the parts of the room. */
import { localDateOf, parseUuid, Personal, refuse, type Result, type StaffId, succeed } from "#base";
import { mayDisclose } from "#policy";
import type { Reader, Transaction } from "#store";
import type {
  NoticeRefusal,
  RecipientAnswer,
  RecipientNotice,
  RecipientNoticeDetail,
  Recipients,
  RecipientsOptions,
} from "./contract.ts";
import { createDisclosures } from "./disclosures.ts";
import { byHandBecause, openKnown, passOn, passOnStop, today } from "./pass-on.ts";
import { post, tokenHash } from "./post.ts";
import { isOverdue, remind } from "./remind.ts";
import { mailAbout, type NoticeRow, tables } from "./tables.ts";

const queue = "recipients.remind";
const listed = 500;

export function createRecipients(options: RecipientsOptions): Recipients {
  const { store, policy } = options;
  const { reader } = store;
  const disclosures = createDisclosures(options);
  const change = (id: string, work: (tx: Transaction, row: NoticeRow) => Promise<Result<void, NoticeRefusal>>) =>
    store.transact(async (tx) => {
      const row = await locked(tx, id);
      if (row === undefined) return refuse("unknown", "There is no such notice.");
      if (row.state === "answered") return refuse("not-now", "The recipient has answered. Nothing was changed.");
      return work(tx, row);
    });
  return {
    passOn: (tx, plan, act, passed) => passOn(options, tx, plan, act, passed),
    passOnStop: (tx, stopped) => passOnStop(options, tx, stopped),
    list: async (from, which) => noticesOf(options, from, await rowsThat(from, which)),
    facts: async (from) => {
      const now = store.clock.now();
      const rows = await tables(from)
        .selectFrom("recipient_notice")
        .select(["about", "recipient", "act", "state", "answer", "made_at", "told_at"])
        .execute();
      return rows.map(({ about, recipient, act, state, answer, ...times }) => {
        const overdue = isOverdue({ state, ...times }, now);
        return { about, recipient, act, state, overdue, ...(answer === null ? {} : { answer }) };
      });
    },
    detail: (from, id) => detail(options, from, id),
    question: async (token) => {
      const row = await byToken(reader, token);
      if (row === undefined) return undefined;
      const { recipient, about, act, made_at } = row;
      const onDay = localDateOf(made_at, policy.timeZone);
      return { recipient, about, act, onDay, known: await openKnown(options, reader, row) };
    },
    answer: (token, answer) =>
      store.transact(async (tx) => {
        const row = await byToken(tx, token, true);
        if (row !== undefined) await close(options, tx, row, answer);
        return row !== undefined;
      }),
    recordTold: (id, by) => change(id, (tx, row) => recordTold(options, tx, row, by)),
    recordAnswer: (id, by, answer) => change(id, async (tx, row) => succeed(await close(options, tx, row, answer, by))),
    send: (id) => change(id, (tx, row) => send(options, tx, row)),
    disclosures,
    remind: () => remind(options),
    serve: () => {
      store.queue.serve(queue, {}, async () => {
        await remind(options);
        await disclosures.forget();
      });
      store.queue.schedule(queue, "25 6 * * *", policy.timeZone);
    },
  };
}

async function locked(tx: Transaction, id: string): Promise<NoticeRow | undefined> {
  if (parseUuid(id) === undefined) return undefined;
  return tables(tx).selectFrom("recipient_notice").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

async function byToken(reader: Reader, token: string, lock = false): Promise<NoticeRow | undefined> {
  const query = tables(reader).selectFrom("recipient_notice").selectAll().where("token_hash", "=", tokenHash(token));
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

function rowsThat(reader: Reader, which: "open" | "answered"): Promise<NoticeRow[]> {
  const all = tables(reader).selectFrom("recipient_notice").selectAll().limit(listed);
  return which === "open"
    ? all.where("state", "<>", "answered").orderBy("made_at").orderBy("recipient").execute()
    : all.where("state", "=", "answered").orderBy("answered_at", "desc").orderBy("recipient").execute();
}

async function noticesOf(
  options: RecipientsOptions,
  reader: Reader,
  rows: readonly NoticeRow[],
): Promise<readonly RecipientNotice[]> {
  const now = options.store.clock.now();
  return Promise.all(
    rows.map(async (row): Promise<RecipientNotice> => {
      const open = row.state !== "answered";
      const failed =
        open && row.told_at !== null && (await options.mail.countsAbout(reader, mailAbout(row))).failed > 0;
      return {
        id: row.id,
        about: row.about,
        recipient: row.recipient,
        act: row.act,
        state: row.state,
        madeAt: row.made_at,
        reminders: row.reminders,
        overdue: isOverdue(row, now),
        mailFailed: failed,
        ...(row.by_hand_because === null ? {} : { byHandBecause: row.by_hand_because }),
        ...(row.told_at === null ? {} : { toldAt: row.told_at }),
        ...(row.answer === null ? {} : { answer: row.answer }),
        ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
      };
    }),
  );
}

async function detail(
  options: RecipientsOptions,
  reader: Reader,
  id: string,
): Promise<Personal<RecipientNoticeDetail> | undefined> {
  if (parseUuid(id) === undefined) return undefined;
  const row = await tables(reader).selectFrom("recipient_notice").selectAll().where("id", "=", id).executeTakeFirst();
  const [notice] = row === undefined ? [] : await noticesOf(options, reader, [row]);
  if (row === undefined || notice === undefined) return undefined;
  return new Personal({ ...notice, known: (await openKnown(options, reader, row)).reveal() });
}

async function recordTold(
  { store, evidence }: RecipientsOptions,
  tx: Transaction,
  row: NoticeRow,
  by: StaffId,
): Promise<Result<void, NoticeRefusal>> {
  if (row.state !== "by-hand") return refuse("not-now", "The recipient was told already. Nothing was changed.");
  await tables(tx)
    .updateTable("recipient_notice")
    .set({ state: "told", told_at: row.told_at ?? store.clock.now(), told_by: by })
    .where("id", "=", row.id)
    .execute();
  await evidence.append(tx, {
    kind: "recipient.told",
    about: row.about,
    body: { recipient: row.recipient, act: row.act, staff: by },
  });
  return succeed(undefined);
}

async function send(options: RecipientsOptions, tx: Transaction, row: NoticeRow): Promise<Result<void, NoticeRefusal>> {
  const recipient = options.policy.recipients.find(({ name }) => name === row.recipient);
  const because = recipient === undefined ? "no-address" : byHandBecause(options, recipient);
  if (because === undefined) {
    await post(options, tx, row, (await openKnown(options, tx, row)).reveal());
    return succeed(undefined);
  }
  const may = recipient === undefined ? undefined : mayDisclose(options.policy, recipient, today(options));
  return refuse(
    "may-not-pass",
    may === undefined || may.ok
      ? "The policy names no address of this recipient for requests. Nothing was sent. Add requestsTo, or tell it yourself."
      : may.message,
  );
}

async function close(
  { store, evidence }: RecipientsOptions,
  tx: Transaction,
  row: NoticeRow,
  answer: RecipientAnswer,
  by?: StaffId,
): Promise<void> {
  const now = store.clock.now();
  await tables(tx)
    .updateTable("recipient_notice")
    .set({
      state: "answered",
      answer,
      answered_at: now,
      answered_by: by ?? null,
      told_at: row.told_at ?? now,
      by_hand_because: null,
      token_hash: null,
      sealed: null,
    })
    .where("id", "=", row.id)
    .execute();
  await store.vault.shred(tx, row.key_id);
  await evidence.append(tx, {
    kind: "recipient.answered",
    about: row.about,
    body: { recipient: row.recipient, act: row.act, answer, ...(by === undefined ? {} : { staff: by }) },
  });
}
