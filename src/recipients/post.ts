/** A letter to a recipient, with the link behind which it answers. */
import { createHash, randomBytes } from "node:crypto";
import { assert, dateText, type Language, localDateOf, Personal, say } from "#base";
import type { Transaction } from "#store";
import { behindOf, categoryTitle } from "#policy";
import type { KnownBy, RecipientsOptions } from "./contract.ts";
import { mailAbout, type NoticeRow, tables } from "./tables.ts";
import { recordOwn } from "./own-disclosures.ts";
import { letters } from "./words.ts";

/** What is stored of a token: 256 random bits need no more. */
export function tokenHash(token: string): Buffer {
  return createHash("sha256").update("gestand recipient token\0").update(token.slice(0, 200)).digest();
}

/** Dutch where it is in the Netherlands or Belgium, else English; of these what the pages speak. */
export function languageFor({ policy }: RecipientsOptions, countries: readonly string[]): Language {
  const dutch = countries.length > 0 && countries.every((one) => one === "NL" || one === "BE");
  const wanted = dutch ? "nl" : "en";
  return policy.languages.includes(wanted) ? wanted : (policy.languages[0] ?? wanted);
}

function becomes({ now }: KnownBy): string {
  return now === undefined ? "" : ` → ${now}`;
}

/** By which the person is found, where the letter names it. */
function addressIn(known: readonly KnownBy[]): Personal<string> | undefined {
  const one = known.find(({ category }) => category === "contact.email");
  return one && new Personal(one.value);
}

/** Also again: an older link then opens nothing any more. */
export async function post(
  options: RecipientsOptions,
  tx: Transaction,
  row: Pick<NoticeRow, "id" | "about" | "recipient" | "act" | "key_id" | "told_at" | "made_at">,
  known: readonly KnownBy[],
  reminder = false,
  person = addressIn(known),
): Promise<void> {
  const { store, mail, evidence, policy, publicUrl } = options;
  const recipient = policy.recipients.find(({ name }) => name === row.recipient);
  assert(recipient?.requestsTo !== undefined, "a letter is written to a recipient without an address");
  const token = randomBytes(32).toString("base64url");
  const now = store.clock.now();
  const language = languageFor(options, recipient.countries);
  const { subject, text } = letters[language]({
    organisation: policy.organisation.legalName ?? policy.organisation.name,
    contact: policy.organisation.contact.email,
    party: say(recipient.party, language),
    isProcessor: recipient.role === "processor",
    act: row.act,
    about: row.about,
    on: dateText(localDateOf(row.made_at, policy.timeZone), language),
    known: known.map((one) => `${categoryTitle(policy, one.category, language)}: ${one.value}${becomes(one)}`),
    behind: behindOf(policy, recipient, language),
    link: `${publicUrl}/${language}/recipient/${token}`,
    reminder,
  });
  await tables(tx)
    .updateTable("recipient_notice")
    .set({
      state: "told",
      by_hand_because: null,
      token_hash: tokenHash(token),
      told_at: row.told_at ?? now,
      ...(reminder ? { reminded_at: now } : {}),
    })
    .where("id", "=", row.id)
    .execute();
  await mail.post(tx, {
    class: "required",
    to: new Personal(recipient.requestsTo),
    language,
    subject,
    text,
    key: row.key_id,
    about: mailAbout(row),
  });
  await recordOwn(options, tx, {
    id: `notice ${row.id}`,
    recipient: recipient.name,
    categories: known.map(({ category }) => category),
    ...(row.act !== "erasure" && person !== undefined && { person }),
  });
  await evidence.append(tx, {
    kind: reminder ? "recipient.reminded" : "recipient.told",
    about: row.about,
    body: { recipient: row.recipient, act: row.act },
  });
}
