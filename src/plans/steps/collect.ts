/**
 * Reads every system into one sealed ZIP, in one pass: rows go from the systems through the ZIP into sealed pieces, and no
 * other copy is made on the way.
 */
import { languages, localDateOf } from "#base";
import type { ConnectedSystem, Subject } from "#connectors";
import type { Concerning } from "#notice";
import type { Policy } from "#policy";
import { findingOf, type StorePart, storeEntries, withStores } from "../answer/stores.ts";
import { type AnswerPart, contents, dataEntries, type FileRecord, measured, partOf } from "../answer/contents.ts";
import { page } from "../answer/page.ts";
import { finishAnswer, writeAnswer } from "../answer/spool.ts";
import { answerWords } from "../answer/words.ts";
import { type ZipEntry, zipStream } from "../answer/zip.ts";
import type { PlanAction, PlansOptions, StepFinding } from "../contract.ts";
import { elsewhereOf } from "../elsewhere.ts";
import { differences } from "../differences.ts";
import { stopOnDrift } from "../failures.ts";
import { onlyOf } from "../provided.ts";
import { openStores, openSubject } from "../secrets.ts";
import type { BegunStep, StepResult } from "../step-record.ts";
import { approvedTables } from "./approved.ts";
import { toldStore } from "./store.ts";

export async function collect(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { store, systems } = options;
  const { plan } = begun;
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  const made = await withAnswers(options, plan.action, systems.names, subject, [], (parts) =>
    withStores(options, begun, async (stores) => {
      const concerning = concerningOf(options.policy, plan, parts, stores);
      const source = zipStream(entriesOf(options, begun, parts, stores, concerning), store.clock.now());
      const written = await writeAnswer(options, begun, source);
      const dataFiles = [...parts, ...stores].reduce((sum, { files }) => sum + files.length, 0);
      const inStores = stores.map(findingOf);
      return {
        written,
        concerning,
        dataFiles,
        inStores,
        parts: parts.map(({ system, tables }) => ({ system, tables })),
      };
    }),
  );
  const { written, concerning, dataFiles } = made;
  return {
    tables: [
      ...made.parts.flatMap(({ system, tables }) => tables.map((finding): StepFinding => ({ ...finding, system }))),
      ...made.inStores,
    ],
    differences: made.parts.flatMap(({ system, tables }) =>
      differences(system, approvedTables(plan.previews, system), tables),
    ),
    facts: {
      sizeBytes: written.sizeBytes,
      dataFiles,
      categories: [...concerning.categories],
      recipients: [...concerning.recipients],
    },
    record: async (tx) => {
      await finishAnswer(tx, written, store.clock.now());
      const subjects = await openStores(tx, store.vault, plan);
      for (const { store: name } of made.inStores) {
        const asked = name === undefined ? undefined : subjects.get(name)?.reveal();
        if (name !== undefined && asked !== undefined) await toldStore(options, tx, begun, name, asked);
      }
    },
  };
}

/**
 * All systems open at the same time, so that the pages, which speak of all, can stand in front. Closed whatever happens.
 * Drift of the mapping stops a copy as it stops an erasure: what is not mapped would be missing.
 */
function withAnswers<T>(
  options: PlansOptions,
  action: PlanAction,
  names: readonly string[],
  subject: Subject,
  open: readonly AnswerPart[],
  work: (parts: readonly AnswerPart[]) => Promise<T>,
): Promise<T> {
  const [name, ...others] = names;
  if (name === undefined) return work(open);
  return options.systems.use(name, async (system: ConnectedSystem) => {
    stopOnDrift(name, await system.inspect());
    const answer = await system.answer(subject, onlyOf(options.policy, action, name));
    try {
      return await withAnswers(options, action, others, subject, [...open, partOf(name, answer)], work);
    } finally {
      await answer.close();
    }
  });
}

function entriesOf(
  options: PlansOptions,
  { plan }: BegunStep,
  parts: readonly AnswerPart[],
  stores: readonly StorePart[],
  concerning: Concerning,
): AsyncIterable<ZipEntry> {
  const { policy, policyHash, store } = options;
  const madeOn = localDateOf(store.clock.now(), policy.timeZone);
  const { recipients } = concerning;
  const elsewhere = elsewhereOf(policy, plan);
  const records: FileRecord[] = [];
  const pages = languages.map((language): ZipEntry => {
    const path = answerWords[language].fileName;
    return {
      path,
      open: () =>
        measured(
          page({
            policy,
            language,
            madeOn,
            action: plan.action,
            about: plan.about,
            concerning,
            parts,
            stores,
            elsewhere,
          }),
          (sizeBytes, sha256) => records.push({ path, language, mediaType: "text/html", sizeBytes, sha256 }),
        ),
    };
  });
  const index: ZipEntry = {
    path: "index.json",
    open: () =>
      contents({ policy, policyHash, about: plan.about, madeOn, recipients, parts, stores, elsewhere, records }),
  };
  return inOrder(
    pages,
    parts.flatMap((part) => dataEntries(part, records)),
    storeEntries(stores, records),
    [index],
  );
}

async function* inOrder(...all: readonly (Iterable<ZipEntry> | AsyncIterable<ZipEntry>)[]): AsyncIterable<ZipEntry> {
  for (const entries of all) yield* entries;
}

/** Of whom and what the facts must speak. Recipients without a test of their own are named whenever a purpose of theirs is met. */
function concerningOf(
  policy: Policy,
  plan: BegunStep["plan"],
  parts: readonly AnswerPart[],
  stores: readonly StorePart[],
): Concerning {
  const found = parts.flatMap(({ answer }) => answer.recipients);
  const met = parts.flatMap(({ system, tables }) =>
    tables
      .filter(({ rows }) => rows > 0)
      .map(({ table, categories, persons }) => ({ system, table, categories, ...(persons && { persons }) })),
  );
  const filed = stores.filter(({ items }) => items > 0).flatMap(({ holds }) => holds);
  const categories = [...new Set([...met.flatMap((one) => one.categories), ...filed])].sort();
  const purposes = policy.purposes.filter(({ uses }) => uses.some((name) => categories.includes(name)));
  const untested = policy.recipients
    .filter(({ holdsWhen }) => holdsWhen.length === 0)
    .filter((recipient) => purposes.some(({ name }) => recipient.purposes.includes(name)));
  const recipients = [...new Set([...found, ...untested.map(({ name }) => name)])].sort();
  const looked = plan.stores.filter(({ by }) => by === "person").map(({ store }) => store);
  const places = [...stores.filter(({ items }) => items > 0).map(({ store }) => store), ...looked];
  return { categories, recipients, tables: met, stores: places };
}
