/** Puts the ledger, the answers and what is remembered of them together. */
import type { Personal } from "#base";
import { MayCache, verdictIn } from "#may";
import { aboutPurpose, type May, switchable } from "#policy";
import type { Reader, Transaction } from "#store";
import { answersFor, decide, standingsOf } from "./answers.ts";
import type { Asked, ChoiceSaid, Permissions } from "./contract.ts";
import { changesSince, forgetChanges } from "./feed.ts";
import { forgetReplaced, proofKept } from "./forget.ts";
import { forgetLetters } from "./letters.ts";
import { personBehind } from "./links.ts";
import { contactsFor, mailPreferences, unsubscribingOf } from "./mailing.ts";
import { preferencesOf, switched, unsubscribed } from "./preferences.ts";
import { confirmSignUp, forgetSignUps, signUp, signUpBehind, type SignUpOptions } from "./sign-up.ts";
import { digestOf } from "./house.ts";
import { importCsv } from "./import.ts";
import { byParents, countsByChannel, givenBy, insertLines, linesByPerson } from "./ledger.ts";
import { record, recordLines } from "./record.ts";
import { suppressedIn } from "./suppressed.ts";
import { verifyLines } from "./verify.ts";

export type { SignUpOptions as PermissionsOptions } from "./sign-up.ts";

/** What the server process remembers is never older than this. */
const boundMs = 1_000;
const mostPersons = 100_000;
const tidyQueue = "permission/tidy";

export function createPermissions(options: SignUpOptions): Permissions {
  const { store, policy } = options;
  const source = {
    answers: (persons: readonly string[]) => answersFor(options, persons),
    changes: (cursor: string | undefined) => changesSince(options, cursor),
  };
  const cache = new MayCache(source, { boundMs, mostPersons });
  return {
    record: (said) => record(options, said),
    noteErased: (tx, emails) => noteErased(options, tx, emails),
    ask: (reader, person, asked) => ask(options, reader, person, asked),
    askMany: async (asks) => {
      const answers = await cache.get(asks.map(({ person }) => person));
      return asks.map((asked, at) => verdictIn(answers[at] as (typeof answers)[number], asked) as May);
    },
    ...source,
    digest: (person) => digestOf(options, person.reveal()),
    standing: async (reader, person) => standingOf(options, reader, person),
    linesOf: async (reader, person) => {
      const digest = digestOf(options, person.reveal());
      return (await linesByPerson(reader, [digest])).get(digest)?.toReversed() ?? [];
    },
    counts: countsByChannel,
    givenBy: (reader, purposes) => givenBy(reader, purposes.map(aboutPurpose)),
    byParents: (reader, purposes) => byParents(reader, purposes.map(aboutPurpose)),
    import: (csv, { dry }) => importCsv(options, csv, dry),
    suppressed: (reader) => suppressedIn(options, reader),
    proof: (purposes) => proofKept(options, purposes),
    verify: () => verifyLines(options),
    ...withLinks(options),
    tidy: () => tidy(options),
    serve: () => {
      store.queue.serve(tidyQueue, {}, () => tidy(options));
      store.queue.schedule(tidyQueue, "17 * * * *", policy.timeZone);
    },
  };
}

/** What persons do themselves, by the links in their mails. */
function withLinks(options: SignUpOptions) {
  const { policy } = options;
  const say = async (said: readonly ChoiceSaid[] | undefined) =>
    said !== undefined && said.length > 0 && (await record(options, said)).ok;
  return {
    contacts: (message, persons, language) => contactsFor(options, message, persons, language),
    unsubscribing: (message) => unsubscribingOf(options, message),
    personBehind: (token) => personBehind(options, token),
    preferences: (person) => preferencesOf(options, person),
    switch: (person, about, on) => say(switched(options, person, about, on)),
    unsubscribe: (person, name) => {
      const message = switchable(policy).find((each) => each.name === name);
      return say(message && unsubscribed(policy, person, message));
    },
    unsubscribeBy: async (tx, name, token) => {
      const person = await personBehind(options, token);
      const message = switchable(policy).find((each) => each.name === name);
      if (person === undefined || message === undefined) return false;
      await recordLines(options, tx, unsubscribed(policy, person, message));
      return true;
    },
    mailPreferences: (email, language) => mailPreferences(options, email, language),
    signUp: (said) => signUp(options, said),
    signUpBehind: (token) => signUpBehind(options, token),
    confirmSignUp: (token) => confirmSignUp(options, token),
  } satisfies Partial<Permissions>;
}

async function tidy(options: SignUpOptions): Promise<void> {
  await forgetChanges(options.store);
  await forgetLetters(options);
  await forgetSignUps(options);
  await forgetReplaced(options);
}

async function standingOf(options: SignUpOptions, reader: Reader, person: Personal<string>) {
  const [standing] = await standingsOf(options, reader, [digestOf(options, person.reveal())]);
  return standing ?? { choices: [], stops: [] };
}

async function ask(options: SignUpOptions, reader: Reader, person: Personal<string>, asked: Asked): Promise<May> {
  const standing = await standingOf(options, reader, person);
  return decide(options.policy, asked, standing, await options.consentFrom(reader));
}

async function noteErased(options: SignUpOptions, tx: Transaction, emails: readonly string[]): Promise<void> {
  const now = options.store.clock.now();
  const digests = [...new Set(emails.map((email) => digestOf(options, email)))];
  const known = await linesByPerson(tx, digests);
  await insertLines(
    options,
    tx,
    // Of whoever never chose anything there is nothing to end, and their digest is not kept for it.
    digests
      .filter((person) => known.has(person))
      .map((person) => ({
        person,
        act: "erased",
        about: "everything",
        at: now,
        channel: "system",
        receivedAt: now,
        version: options.version,
      })),
  );
}
