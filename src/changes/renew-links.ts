/** A link for each person to answer once, and what the answer does to that person's rows. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Buffer } from "node:buffer";
import { assert, canonicalJson, type Json, type Language, normaliseEmail, OperationalError, say } from "#base";
import type { ConnectedSystem, FreshConsent, Subject } from "#connectors";
import { categoryTitle, type Difference, partyName } from "#policy";
import { type KeyId, type Reader, type RunningJob, sql, type Transaction } from "#store";
import type { Addressee } from "./contract.ts";
import type { Question, Renewal, Renewals } from "./renew-contract.ts";
import { type RenewalsOptions, type RenewalTables, renewalTables } from "./renew-house.ts";
import { recordedFor, type Step, type Steps, unrecordedAmong } from "./renew-since.ts";

const queue = "consent.renew";
const tidyQueue = "consent.links-forget";
/** Who has not answered by then was asked, and did not consent. */
const answerableDays = 90;

type Link = RenewalTables["renewal_link"];
type Answers = Readonly<Record<string, "yes" | "no">>;

export function linkTasks(options: RenewalsOptions, steps: Steps) {
  const { store } = options;
  const tasks: Pick<Renewals, "personalLinks" | "question" | "answer"> = {
    personalLinks: (tx, version, addressees) => makeLinks(options, steps, tx, version, addressees),
    question: async (token) => {
      const link = await linkOf(options, store.reader, token);
      const step = link && (await stepOf(steps, store.reader, link.version));
      return link && step && questionOf(step, link);
    },
    answer: (token, answers, shown, language) =>
      store.transact((tx) => takeAnswer(options, steps, tx, { token, answers, shown, language })),
  };
  return {
    public: tasks,
    serve: () => {
      store.queue.serve(queue, {}, (job) => renew(options, steps, job));
      store.queue.serve(tidyQueue, {}, () => forget(options));
      store.queue.schedule(tidyQueue, "50 4 * * *", options.policy.timeZone);
    },
  };
}

export async function answersOf(reader: Reader, version: number): Promise<Renewal["answers"]> {
  const { rows } = await sql<Renewal["answers"]>`
    select count(*) as asked, count(*) filter (where answer @? '$.* ? (@ == "yes")') as yes,
           count(*) filter (where answer is not null and not answer @? '$.* ? (@ == "yes")') as no
    from renewal_link where version = ${version}`.execute(reader.db);
  return rows[0] ?? { asked: 0, yes: 0, no: 0 };
}

async function stepOf(steps: Steps, reader: Reader, version: number): Promise<Step | undefined> {
  return (await steps(reader)).find(({ line }) => line.number === version);
}

/** Purposes that can be answered here: those whose consents stand in a table. */
function askable({ policy, diff }: Step): readonly string[] {
  const unrecorded = unrecordedAmong(policy, diff.consentFor);
  return diff.consentFor.filter((purpose) => !unrecorded.includes(purpose));
}

async function makeLinks(
  options: RenewalsOptions,
  steps: Steps,
  tx: Transaction,
  version: number,
  addressees: readonly Addressee[],
): Promise<ReadonlyMap<string, URL>> {
  const links = new Map<string, URL>();
  const step = await stepOf(steps, tx, version);
  if (step === undefined || askable(step).length === 0 || addressees.length === 0) return links;
  const { store, publicUrl, policy } = options;
  const cipher = await store.vault.cipher(tx, await keyOf(options, tx, version));
  if (cipher === undefined) return links;
  const from = Math.max(step.begins.getTime(), store.clock.now().getTime());
  const expires = new Date(from + answerableDays * 86_400_000);
  const rows = addressees.map(({ digest, email }) => {
    const token = randomBytes(32).toString("base64url");
    const id = randomUUID();
    links.set(digest, new URL(`${publicUrl}/${policy.languages[0] ?? "en"}/consent/${token}`));
    return {
      id,
      version,
      addressee_digest: digest,
      token_hash: store.vault.digest("consent-link", token),
      sealed: Buffer.from(cipher.seal(Buffer.from(email.reveal()), contextOf(version, digest))),
      expires_at: expires,
      answer: null,
      answered_at: null,
      applied_at: null,
      rows: null,
    };
  });
  // Whoever is asked again, because the letter before this one never went out, gets a link that works.
  const made = await renewalTables(tx)
    .insertInto("renewal_link")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["version", "addressee_digest"])
        .doUpdateSet((eb) => ({
          token_hash: eb.ref("excluded.token_hash"),
          sealed: eb.ref("excluded.sealed"),
          expires_at: eb.ref("excluded.expires_at"),
        }))
        .where("renewal_link.answered_at", "is", null),
    )
    .returning("addressee_digest")
    .execute();
  const linked = new Set(made.map((row) => row.addressee_digest));
  return new Map([...links].filter(([digest]) => linked.has(digest)));
}

async function keyOf({ store }: RenewalsOptions, tx: Transaction, version: number): Promise<KeyId> {
  const db = renewalTables(tx);
  // Held, so that it is not destroyed for want of links while one is made.
  const known = () =>
    db.selectFrom("renewal_key").select("key_id").where("version", "=", version).forUpdate().executeTakeFirst();
  const found = await known();
  if (found !== undefined) return found.key_id;
  const key = await store.vault.createKey(tx);
  await db
    .insertInto("renewal_key")
    .values({ version, key_id: key })
    .onConflict((conflict) => conflict.column("version").doNothing())
    .execute();
  const kept = await known();
  assert(kept !== undefined, "the key of a renewal was just written");
  return kept.key_id;
}

function contextOf(version: number, digest: string): string {
  return `renewal/${version}/${digest}`;
}

/** A wrong token and one that ended look the same. */
function linkOf({ store }: RenewalsOptions, reader: Reader, token: string): Promise<Link | undefined> {
  return renewalTables(reader)
    .selectFrom("renewal_link")
    .selectAll()
    .where("token_hash", "=", store.vault.digest("consent-link", token.slice(0, 100)))
    .where("expires_at", ">", store.clock.now())
    .executeTakeFirst();
}

function questionOf(step: Step, { answer, version }: Link): Question {
  const { policy, diff } = step;
  return {
    version,
    since: step.line.effectiveOn,
    purposes: askable(step).flatMap((name) => {
      const purpose = policy.purposes.find((each) => each.name === name);
      if (purpose === undefined) return [];
      const given = answer?.[name];
      const parties = policy.recipients.filter((recipient) => recipient.purposes.includes(name));
      return [
        {
          name,
          title: inEach((language) => say(purpose.title, language)),
          data: purpose.uses.map((used) => inEach((language) => categoryTitle(policy, used, language))),
          recipients: parties.map((recipient) => inEach((language) => partyName(recipient, language))),
          changes: diff.differences.filter((one) => one.consentFor.includes(name)).map((one) => changeOf(one, name)),
          ...(answer === null ? {} : { answered: given ?? ("no" as const) }),
        },
      ];
    }),
  };
}

/** Under the heading of its purpose a sentence need not begin with that. */
function changeOf({ path, title, says }: Difference, purpose: string) {
  if (!path.startsWith(`purposes.${purpose}`)) return says;
  return inEach((language) => says[language].slice(title[language].length).replace(/^\.? /, ""));
}

function inEach(text: (language: Language) => string) {
  return { nl: text("nl"), en: text("en") };
}

interface Given {
  readonly token: string;
  readonly answers: Answers;
  readonly shown: Json;
  readonly language: Language;
}

async function takeAnswer(
  options: RenewalsOptions,
  steps: Steps,
  tx: Transaction,
  { token, answers, shown, language }: Given,
): Promise<boolean> {
  const { store, evidence } = options;
  const link = await linkOf(options, tx, token);
  const step = link && (await stepOf(steps, tx, link.version));
  if (link === undefined || step === undefined) return false;
  const answer = Object.fromEntries(
    askable(step).map((name) => [name, answers[name] === "yes" ? ("yes" as const) : ("no" as const)]),
  );
  const of = (word: "yes" | "no") => Object.keys(answer).filter((name) => answer[name] === word);
  const now = store.clock.now();
  const refused = of("yes").length === 0;
  const taken = await renewalTables(tx)
    .updateTable("renewal_link")
    .set({
      answer: JSON.stringify(answer) as never,
      answered_at: now,
      // Who says no stays off: nothing is to be done, and no address is needed for it.
      ...(refused ? { applied_at: now, sealed: null, rows: 0 } : {}),
    })
    .where("id", "=", link.id)
    .where("answered_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  // The first answer counts; the page says what it was.
  if (taken === undefined) return true;
  if (!refused) await sendRenewal(options, tx, link.id);
  const hash = createHash("sha256").update(canonicalJson(shown)).digest("hex");
  await evidence.append(tx, {
    kind: "consent.answered",
    about: `policy/${link.version}`,
    body: { version: link.version, answer: link.id, yes: of("yes"), no: of("no"), shown: hash, language },
  });
  return true;
}

function sendRenewal({ store }: Pick<RenewalsOptions, "store">, tx: Transaction, link: string, startAfter?: Date) {
  return store.queue.send(tx, { queue, data: { link }, onceKey: link, ...(startAfter && { startAfter }) });
}

/**
 * Rows that are in force go on under the version at once; whoever withdraws after that has withdrawn. Others are put in force
 * on its first day. Doing it twice changes nothing more.
 */
async function renew(options: RenewalsOptions, steps: Steps, job: RunningJob): Promise<void> {
  const { store, evidence } = options;
  const id = (job.data as { link?: unknown } | null)?.link;
  assert(typeof id === "string", "a job about an answer names it");
  const db = renewalTables(store.reader);
  const link = await db.selectFrom("renewal_link").selectAll().where("id", "=", id).executeTakeFirst();
  if (link?.answer == null || link.answered_at === null || link.sealed === null) return;
  const step = await stepOf(steps, store.reader, link.version);
  // Another version took the day of the one that was answered: it never holds, and nothing is to be done.
  const begins = step?.begins ?? link.answered_at;
  const early = begins > store.clock.now();
  const at = link.answered_at > begins ? link.answered_at : begins;
  const rows = step === undefined ? 0 : await renewRows(options, step, link, link.answer, { at, inForceOnly: early });
  await options.crashPoint?.("renewed");
  if (early) return store.transact((tx) => sendRenewal(options, tx, id, begins));
  await store.transact(async (tx) => {
    const done = await renewalTables(tx)
      .updateTable("renewal_link")
      .set({ applied_at: store.clock.now(), sealed: null, rows })
      .where("id", "=", id)
      .where("applied_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (done === undefined) return;
    await evidence.append(tx, {
      kind: "consent.renewed",
      about: `policy/${link.version}`,
      body: { version: link.version, answer: id, rows },
    });
  });
}

async function renewRows(
  { store, systems }: RenewalsOptions,
  step: Step,
  link: Link,
  answer: Answers,
  when: Pick<FreshConsent, "at" | "inForceOnly">,
): Promise<number> {
  const { policy } = step;
  const key = await renewalTables(store.reader)
    .selectFrom("renewal_key")
    .select("key_id")
    .where("version", "=", link.version)
    .executeTakeFirst();
  const cipher = key && (await store.vault.cipher(store.reader, key.key_id));
  if (cipher === undefined || link.sealed === null)
    throw new OperationalError("answer-unreadable", "The key of an answer is gone. No consent was recorded.");
  const email = normaliseEmail(
    Buffer.from(cipher.open(link.sealed, contextOf(link.version, link.addressee_digest))).toString("utf8"),
  );
  const asked = askable(step);
  // One yes that stands for several purposes is given when each of them was answered with yes.
  const given = recordedFor(policy, asked).filter(({ purposes }) =>
    purposes.every((purpose) => !asked.includes(purpose) || answer[purpose] === "yes"),
  );
  const { timeZone } = policy;
  let rows = 0;
  for (const { place, record } of given)
    rows += await systems.use(place.system, async (system) => {
      const subject = await subjectOf(system, email);
      return system.consents.renew({ record, subject, ...when, timeZone, version: String(link.version) });
    });
  return rows;
}

/** Whoever reads mail at this address. Of two accounts with one address it is not known whose this is, so neither is touched. */
async function subjectOf(system: ConnectedSystem, email: string): Promise<Subject> {
  const { candidates } = await system.locate([email]);
  return { emails: [email], anchors: candidates.length === 1 ? candidates.map(({ anchor }) => anchor) : [] };
}

/**
 * Links that ended, and the key of a version that has none left. An answer that could not be carried out is tried again
 * every day, and stays until it was.
 */
async function forget({ store }: RenewalsOptions): Promise<void> {
  await store.transact(async (tx) => {
    const db = renewalTables(tx);
    const open = await db
      .selectFrom("renewal_link")
      .select("id")
      .where("answered_at", "is not", null)
      .where("applied_at", "is", null)
      .execute();
    for (const { id } of open) await sendRenewal({ store }, tx, id);
    await db
      .deleteFrom("renewal_link")
      .where("expires_at", "<=", store.clock.now())
      .where((eb) => eb.or([eb("answered_at", "is", null), eb("applied_at", "is not", null)]))
      .execute();
    // Held before it is looked whether there are links, because a letter may be making one.
    await db.selectFrom("renewal_key").select("version").forUpdate().execute();
    const unused = await db
      .deleteFrom("renewal_key")
      .where("version", "not in", db.selectFrom("renewal_link").select("version"))
      .returning("key_id")
      .execute();
    for (const { key_id: key } of unused) await store.vault.shred(tx, key);
  });
}
