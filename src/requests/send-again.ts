/**
 * The link to the copy once more, when a mail was refused for good. A new link to the same address; the old one opens
 * nothing from then on. Possible only after such a failure and only while the copy is there, so that nobody keeps a copy
 * alive by sending it again and again.
 */
import { limits, type RequestId, refuse, type StaffId, succeed } from "#base";
import type { Reader, Transaction } from "#store";
import { type Act, notNow, unknown } from "./acts.ts";
import { loadDelivery } from "./delivery.ts";
import { type House, today } from "./house.ts";
import { instantInWords } from "./letters/letter.ts";
import { next } from "./kinds/index.ts";
import { failedMails } from "./post.ts";
import { writeToReceiver } from "./receiver.ts";
import { record } from "./record.ts";
import { openSecrets } from "./secrets.ts";
import { type DeliveryRow, hold, type RequestRow, tables } from "./tables.ts";
import { makeToken, tokenHash } from "./tokens.ts";

/** Requests of which a mail about a copy that is ready could not be delivered: the person may wait for what does not come. */
export async function linksLost({ mail }: Pick<House, "mail">, reader: Reader): Promise<readonly RequestId[]> {
  const failed = await mail.failed(reader);
  if (failed.size === 0) return [];
  const links = await tables(reader)
    .selectFrom("delivery")
    .innerJoin("request", "request.id", "delivery.request_id")
    .select(["request.id", "request.reference", "delivery.failed_mails_before"])
    .where("request.state", "=", "delivering")
    .where("request.reference", "in", [...failed.keys()])
    .execute();
  return links.filter((link) => (failed.get(link.reference) ?? 0) > link.failed_mails_before).map(({ id }) => id);
}

export async function sendAgain(house: House, id: RequestId, by: StaffId): Promise<Act> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    if (next(row, "send-again") === undefined) return notNow(row);
    const link = await loadDelivery(tx, id);
    const refused = await whyNot(house, tx, row, link);
    if (refused !== undefined) return refuse("not-now", `${refused} Nothing was sent.`);
    const expiresAt = await replaceLink(house, tx, row);
    // The person did not have the answer before: this is the day that counts.
    await record(
      house,
      tx,
      row,
      "send-again",
      { staff: by },
      {
        values: { answered_on: today(house) },
        facts: { plan: row.plan_id, expiresAt: expiresAt.toISOString() },
      },
    );
    return succeed(undefined);
  });
}

async function whyNot(
  house: House,
  tx: Transaction,
  row: RequestRow,
  link: DeliveryRow | undefined,
): Promise<string | undefined> {
  const now = house.store.clock.now();
  if (link === undefined || row.plan_id === null || link.fetched_at !== null || link.expires_at <= now)
    return "The copy is gone.";
  if (link.claimed_until !== null && link.claimed_until > now) return "The copy is being fetched at this moment.";
  if ((await failedMails(house, tx, row)) <= link.failed_mails_before)
    return "No mail has failed since the link last went out.";
  return (await house.plans.openAnswer(tx, row.plan_id)) === undefined ? "The copy is gone." : undefined;
}

/** As long a time as the first link had: the person never had that one. Answers until when. */
async function replaceLink(house: House, tx: Transaction, row: RequestRow): Promise<Date> {
  const token = makeToken();
  const expiresAt = new Date(house.store.clock.now().getTime() + limits.deliveryLinkDays * 86_400_000);
  await tables(tx)
    .updateTable("delivery")
    .set({
      token_hash: tokenHash(token),
      expires_at: expiresAt,
      failed_mails_before: await failedMails(house, tx, row),
      claim: null,
      claimed_until: null,
    })
    .where("request_id", "=", row.id)
    .execute();
  const followToken = await (await openSecrets(house, tx, row))?.read(tx, "follow-token");
  await writeToReceiver(house, tx, row, (letters, frame) =>
    letters.answerAgain(frame, {
      link: house.links.download(row.language, token),
      expiresAt: instantInWords(expiresAt, row.language, house.policy.timeZone),
      // The mail with the way to this page may have been lost as well.
      ...(followToken === undefined || row.asked_as !== null
        ? {}
        : { follow: house.links.follow(row.language, followToken) }),
    }),
  );
  return expiresAt;
}
