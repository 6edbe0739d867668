/** The gate for a mailing, and the links that go with each mail. */
import { type Language, limits, type Personal } from "#base";
import { mayContact, stoppedBy, switchable } from "#policy";
import { sql } from "#store";
import { standingsOf } from "./answers.ts";
import type { Contact } from "./contract.ts";
import { digestOf } from "./house.ts";
import { mayWrite } from "./letters.ts";
import { tokensFor } from "./links.ts";
import { preferencesAbout, type SignUpOptions } from "./sign-up.ts";

export async function contactsFor(
  options: SignUpOptions,
  message: string,
  persons: readonly string[],
  language: Language,
): Promise<readonly Contact[]> {
  const { store, policy, publicUrl } = options;
  const from = await options.consentFrom(store.reader);
  const standings = await standingsOf(
    options,
    store.reader,
    persons.map((person) => digestOf(options, person)),
  );
  const tokens = await tokensFor(options, persons);
  const canStop = switchable(policy).some(({ name }) => name === message);
  return persons.map((_, at) => ({
    ...mayContact(policy, message, standings[at] ?? { choices: [], stops: [] }, from),
    preferences: `${publicUrl}/${language}/preferences/${tokens[at]}`,
    ...(canStop && { unsubscribe: unsubscribeUrl(publicUrl, message, tokens[at] ?? "") }),
    ...(canStop &&
      options.unsubscribeTo !== undefined && {
        unsubscribeMail: unsubscribeMail(options.unsubscribeTo, message, tokens[at] ?? ""),
      }),
  }));
}

/** Nobody has an address there (RFC 2606 section 2). */
const nobody = "nobody@gestand.invalid";

/** The link of nobody's, to look whether it opens, and how many said no by theirs; undefined where the message cannot be stopped. */
export async function unsubscribingOf(
  options: SignUpOptions,
  name: string,
): Promise<{ url: string; used: number } | undefined> {
  const { policy, publicUrl, store } = options;
  const message = switchable(policy).find((each) => each.name === name);
  if (message === undefined) return undefined;
  const [token = ""] = await tokensFor(options, [nobody]);
  const { rows } = await sql<{ used: number }>`
    select count(distinct person) as used from person_choice
    where channel = 'mail' and act = 'withdrawn' and about = any (${[...stoppedBy(message)]}::text[])`.execute(
    store.reader.db,
  );
  return { url: unsubscribeUrl(publicUrl, name, token), used: rows[0]?.used ?? 0 };
}

/** What stands in the subject is all that is needed; the room of letters that come in reads it. */
function unsubscribeMail(to: string, message: string, token: string): string {
  return `mailto:${encodeURIComponent(to).replace("%40", "@")}?subject=${encodeURIComponent(`unsubscribe ${message} ${token}`)}`;
}

export function unsubscribeUrl(publicUrl: string, message: string, token: string): string {
  return `${publicUrl}/unsubscribe/${encodeURIComponent(message)}/${token}`;
}

/** One letter whoever it is; at most three a day to one address, without a word about it. */
export async function mailPreferences(
  options: SignUpOptions,
  email: Personal<string>,
  language: Language,
): Promise<void> {
  const { store, policy, publicUrl, mail } = options;
  const address = email.reveal().trim();
  if (address === "" || address.length > limits.emailCharacters || !address.includes("@")) return;
  const [token = ""] = await tokensFor(options, [address]);
  await store.transact(async (tx) => {
    if (!(await mayWrite(options, tx, digestOf(options, address)))) return;
    const sealing = await store.vault.createKey(tx);
    await mail.post(tx, {
      class: "required",
      to: email,
      language,
      key: sealing,
      about: preferencesAbout,
      ...letter(policy.organisation.name, language, `${publicUrl}/${language}/preferences/${token}`),
    });
  });
}

function letter(name: string, language: Language, link: string): { subject: string; text: string } {
  return language === "nl"
    ? {
        subject: "Kies welke berichten u krijgt",
        text: `Met deze link kiest u welke berichten u van ${name} krijgt, en waarvoor wij uw gegevens mogen gebruiken:\n\n${link}\n\nDe link is van u alleen. Hebt u hier niet om gevraagd? Dan hoeft u niets te doen.`,
      }
    : {
        subject: "Choose which messages you get",
        text: `By this link you choose which messages you get from ${name}, and for what we may use your data:\n\n${link}\n\nThe link is yours alone. Did you not ask for it? Then you need not do anything.`,
      };
}
