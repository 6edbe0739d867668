/** Puts writing, reading and proving together. */
import { canonicalJson, localDateOf, refuse } from "#base";
import { hash } from "node:crypto";
import { type Reader, sql } from "#store";
import type { Choice, Consents, ConsentRecord, ShownNotice } from "./contract.ts";
import { dropOver, proofKept, type ProofTerm } from "./dropped.ts";
import { makeMonths, monthOf } from "./months.ts";
import { countRates, ratesSince } from "./rates.ts";
import { decodeRecord } from "./record.ts";
import { createSights, sightsSince } from "./sights.ts";
import { noteUndeclared, undeclaredSince } from "./undeclared.ts";
import { verifyRecords } from "./verify.ts";
import { compareWordings } from "./wordings.ts";
import { createWriter, type WriteOptions } from "./write.ts";

export interface ConsentsOptions extends WriteOptions {
  /** Without it nothing is dropped. */
  readonly term?: ProofTerm;
}

const tidyQueue = "consent/months";

export function createConsents(options: ConsentsOptions): Consents {
  const { store } = options;
  const writer = createWriter(options);
  const notices = new Map<string, readonly string[]>();
  const digest = (visitor: string) => store.vault.digest("consent-visitor", visitor);
  return {
    keepNotice: (notice) => keepNotice(options, notice),
    shown,
    record: async ({ visitor, ...choice }) => {
      const asked = notices.get(choice.notice) ?? (await askedIn(store.reader, choice.notice));
      if (asked === undefined) return refuse("unknown-notice", unknownNotice);
      notices.set(choice.notice, asked);
      if (!sameNames(asked, choice)) return refuse("wrong-purposes", wrongPurposes);
      return writer.write({ ...choice, visitor: digest(visitor), receivedAt: store.clock.now() });
    },
    noteUndeclared: (names) => noteUndeclared(store, names),
    undeclared: undeclaredSince,
    noteSight: createSights(store),
    sights: sightsSince,
    of: (reader, visitor) => recordsOf(reader, digest(visitor)),
    rates: (since, timeZone) => ratesSince(options, since, timeZone),
    wordings: async ({ version, standard, timeZone }) => {
      await countRates(options, timeZone);
      return compareWordings(store.reader, version, standard);
    },
    verify: () => verifyRecords(options),
    proof: (reader) => proofKept(reader, localDateOf(store.clock.now(), "UTC"), options.term),
    tidy: () => tidy(options),
    serve: () => {
      store.queue.serve(tidyQueue, {}, () => tidy(options));
      store.queue.schedule(tidyQueue, "8 * * * *", "UTC");
    },
  };
}

async function tidy(options: ConsentsOptions): Promise<void> {
  await makeMonths(options.store, monthOf(options.store.clock.now()));
  if (options.term !== undefined) await dropOver(options, options.term);
}

const unknownNotice = "No notice of this hash was ever shown here. Nothing was recorded. Load the page again.";
const wrongPurposes =
  "A choice says yes or no to every purpose that its notice asks, and to no other. Nothing was recorded. Load the page again.";

async function keepNotice({ store }: WriteOptions, notice: ShownNotice): Promise<string> {
  const content = Buffer.from(canonicalJson(notice));
  const digest = hash("sha256", content, "buffer");
  await sql`
    insert into consent_notice (hash, content, first_seen_at) values (${digest}, ${content}, ${store.clock.now()})
    on conflict (hash) do nothing`.execute(store.reader.db);
  return digest.toString("hex");
}

async function shown(reader: Reader, digest: string): Promise<ShownNotice | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  const { rows } = await sql<{ content: Buffer }>`
    select content from consent_notice where hash = ${Buffer.from(digest, "hex")}`.execute(reader.db);
  return rows[0] && (JSON.parse(rows[0].content.toString()) as ShownNotice);
}

/** A notice names what it asks in its member `purposes`. */
async function askedIn(reader: Reader, digest: string): Promise<readonly string[] | undefined> {
  const notice = await shown(reader, digest);
  const purposes = notice?.["purposes"];
  return Array.isArray(purposes) ? purposes.filter((name) => typeof name === "string") : undefined;
}

function sameNames(asked: readonly string[], { choices }: Pick<Choice, "choices">): boolean {
  const names = Object.keys(choices);
  return names.length === asked.length && asked.every((name) => Object.hasOwn(choices, name));
}

async function recordsOf(reader: Reader, visitor: string): Promise<readonly ConsentRecord[]> {
  const its = Buffer.from(visitor, "base64url");
  const { rows } = await sql<{ body: Buffer }>`
    select body from consent_record where substring(visitor for 6) = substring(${its}::bytea for 6) and visitor = ${its}
    order by received_at desc, batch desc, place desc`.execute(reader.db);
  return rows.flatMap(({ body }) => decodeRecord(body) ?? []);
}
