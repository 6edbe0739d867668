/** Who would get which letter; nothing is kept of it. */
import { isOperationalError, localDateOf, type Problem, type Result, succeed } from "#base";
import { sql, type Transaction } from "#store";
import { countsOf, gatheredFrom, notMetBefore, notRestricted, systemsAsked } from "./announce-gather.ts";
import type { AnnouncementsOptions } from "./announce-house.ts";
import { type Impact, type ImpactOf, wantedIn } from "./announce-impact.ts";
import { letterIn } from "./announce-letter.ts";
import type { AnnouncementPreview, AnnounceRefusal, Concerned } from "./contract.ts";

export async function preview(
  options: AnnouncementsOptions,
  impactOf: ImpactOf,
  version: number,
): Promise<Result<AnnouncementPreview, AnnounceRefusal>> {
  const impact = await impactOf(options.store.reader, version);
  if (!impact.ok) return impact;
  const { policy, persons } = impact.value;
  const { concerned, letters, problems } = await options.store.transact((tx) => look(options, tx, impact.value));
  const today = localDateOf(options.store.clock.now(), options.policy.timeZone);
  const kinds = concerned.length === 0 ? persons : concerned.map(({ person }) => person);
  const letter = kinds.flatMap((person) =>
    policy.languages.map((language) => ({
      person,
      language,
      ...letterIn(impact.value, [person], language, { publicUrl: options.publicUrl, today }),
    })),
  );
  return succeed({
    version,
    concerned,
    letters,
    letter,
    problems: [...problems, ...unread(impact.value), ...unmapped(options, impact.value)],
  });
}

/** Addresses are counted where they take no memory of ours, and are gone with the transaction. */
async function look(options: AnnouncementsOptions, tx: Transaction, impact: Impact) {
  await sql`create temporary table announced (digest text, person text, primary key (digest, person)) on commit drop`.execute(
    tx.db,
  );
  const sums = new Map<string, Concerned>();
  const problems: Problem[] = [];
  for (const name of systemsAsked(options)) {
    try {
      await options.systems.use(name, async (system) => {
        for await (const { persons: met } of system.concerned(wantedIn(impact, name))) {
          const persons = await notRestricted(options, tx, met);
          const fresh = await notMetBefore(options, persons, async (digests) => {
            const { rows } = await sql<{ digest: string; person: string }>`
              select digest, person from announced where digest = any(${digests}::text[])`.execute(tx.db);
            return rows;
          });
          const letters = gatheredFrom(options, persons);
          await sql`
            insert into announced
            select * from unnest(${letters.map(({ digest }) => digest)}::text[], ${letters.map(({ person }) => person)}::text[])
            on conflict do nothing`.execute(tx.db);
          for (const one of countsOf(fresh)) sums.set(one.person, plus(sums.get(one.person), one));
        }
      });
    } catch (error) {
      if (!isOperationalError(error)) throw error;
      problems.push({
        code: error.code,
        severity: "error",
        message: error.message,
        remedy: "See that it can be reached, and look again.",
        path: `systems.${name}`,
      });
    }
  }
  const { rows } = await sql<{ letters: number }>`select count(distinct digest) as letters from announced`.execute(
    tx.db,
  );
  const concerned = [...sums.values()].toSorted((a, b) => (a.person < b.person ? -1 : 1));
  return { concerned, letters: rows[0]?.letters ?? 0, problems };
}

function plus(before: Concerned | undefined, { person, persons, withoutAddress }: Concerned): Concerned {
  return {
    person,
    persons: persons + (before?.persons ?? 0),
    withoutAddress: withoutAddress + (before?.withoutAddress ?? 0),
  };
}

/** What only a version changed that cannot be read is in no letter. */
function unread({ version, since, passedOver }: Impact): readonly Problem[] {
  return passedOver.map((number) => ({
    code: "version-unreadable",
    severity: "warning",
    message: `Version ${number} cannot be read here, so version ${version.number} is compared with version ${since.number}.`,
    remedy: "See in the archive what it said, or use the Gestand that published it.",
    path: `versions.${number}`,
  }));
}

/** Persons are found by the mapping that is carried out; what only the other version maps is said, not passed over. */
function unmapped({ policy }: AnnouncementsOptions, { differences }: Impact): readonly Problem[] {
  const known = new Set(policy.systems.flatMap(({ name, tables }) => tables.map((table) => `${name}.${table.name}`)));
  const missing = [...new Set(differences.flatMap(({ tables }) => tables))].filter((table) => !known.has(table));
  return missing.map((table) => ({
    code: "table-not-mapped",
    severity: "warning",
    message: `${table} is not in the version that is carried out now, so persons who are only known there are not found.`,
    remedy: "Look whether they must be told in another way.",
    path: table,
  }));
}
