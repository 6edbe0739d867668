/** Letters about a new version: looked at before, started, stopped, resumed, and carried out by whichever worker is there. */
import { assert, refuse, succeed } from "#base";
import type { Reader, RunningJob, Transaction } from "#store";
import { gather } from "./announce-gather.ts";
import { type AnnouncementsOptions, staff } from "./announce-house.ts";
import { type Impact, type ImpactOf, impacts } from "./announce-impact.ts";
import { preview } from "./announce-preview.ts";
import { finish, hold, postBatch } from "./announce-send.ts";
import { statusOf } from "./announce-status.ts";
import { type AnnouncementRow, aboutOf, tables } from "./announce-tables.ts";
import { forgetOld, unreached } from "./announce-unreached.ts";
import type { Announcements, AnnounceRefusal, Told } from "./contract.ts";
import { unlessUnreadable } from "./readable-before.ts";
import { record, undo } from "./told-otherwise.ts";

const queue = "policy.announce";
const tidyQueue = "policy.announcements-forget";
/** More letters than this in the outbox, and the next ones wait until some are gone. */
const waitingAtMost = 2_000;
const lookAgainMs = 5_000;
/** The grain of the queue: a shorter pause is waited out here. */
const shortPauseMs = 1_000;

export function createAnnouncements(options: AnnouncementsOptions): Announcements {
  const { store } = options;
  const impactOf = impacts(options);
  const status = (version: number) => statusOf(options, impactOf, store.reader, version);
  const changed = async (version: number, refused: (AnnounceRefusal & { ok: false }) | undefined) =>
    refused ?? succeed(await status(version));
  return {
    preview: (version) => preview(options, impactOf, version),
    announce: async (version, by) => {
      const impact = await impactOf(store.reader, version);
      return impact.ok ? changed(version, await store.transact((tx) => start(options, tx, impact.value, by))) : impact;
    },
    stop: async (version, by) => changed(version, await store.transact((tx) => stop(options, tx, version, by))),
    resume: async (version, by) => changed(version, await store.transact((tx) => resume(options, tx, version, by))),
    status: (reader, version) => statusOf(options, impactOf, reader, version),
    tellOtherwise: async (version, order, by) =>
      changed(version, await store.transact((tx) => record(options, impactOf, tx, version, order, by))),
    undoOtherwise: async (version, line, by) =>
      changed(version, await store.transact((tx) => undo(options, tx, version, line, by))),
    concerns: async (reader, version) =>
      (await hasBegun(reader, version)) || (await unlessUnreadable(() => impactOf(reader, version)))?.ok === true,
    told: async (reader) => {
      const found: Told[] = [];
      for (const { number, effectiveOn } of await options.versions.all(reader)) {
        const impact = await unlessUnreadable(() => impactOf(reader, number));
        const announcement = await statusOf(options, impactOf, reader, number);
        if (impact?.ok === false && announcement.state === "none") continue;
        const unreadable = impact === undefined ? { unreadable: true as const } : {};
        found.push({ version: number, effectiveOn, announcement, ...unreadable });
      }
      return found;
    },
    unreached: (version, by) => unreached(options, impactOf, version, by),
    serve: () => {
      store.queue.serve(queue, { gaveUp: (job, error) => giveUp(options, versionOf(job.data), error.code) }, (job) =>
        goOn(options, impactOf, job),
      );
      store.queue.serve(tidyQueue, {}, () => forgetOld(options));
      store.queue.schedule(tidyQueue, "40 4 * * *", options.policy.timeZone);
    },
  };
}

type Refused = (AnnounceRefusal & { readonly ok: false }) | undefined;

async function start(options: AnnouncementsOptions, tx: Transaction, impact: Impact, by: string): Promise<Refused> {
  const { store, evidence } = options;
  const { number } = impact.version;
  const now = store.clock.now();
  const made = await tables(tx)
    .insertInto("announcement")
    .values({
      version: number,
      since: impact.since.number,
      state: "gathering",
      key_id: await store.vault.createKey(tx),
      next_at: now,
      started_at: now,
      started_by: by,
      place: null,
      gathered_at: null,
      trouble: null,
      finished_at: null,
      letters: null,
      sent: null,
      failed: null,
      forgotten_at: null,
      tell_by: impact.tellBy ?? null,
      handed_over: 0,
    })
    .onConflict((conflict) => conflict.column("version").doNothing())
    .returning("version")
    .executeTakeFirst();
  if (made === undefined) {
    const message = `Version ${number} was announced already. Nothing was started; look how far it is.`;
    return refuse("already-announced", message);
  }
  await sendJob(options, tx, number);
  const passedOver = impact.passedOver.length === 0 ? {} : { passedOver: [...impact.passedOver] };
  const body = { version: number, since: impact.since.number, ...passedOver, class: impact.class, ...staff(by) };
  await evidence.append(tx, { kind: "policy.announcing", about: aboutOf(number), body });
  return undefined;
}

async function stop(options: AnnouncementsOptions, tx: Transaction, version: number, by: string): Promise<Refused> {
  const row = await hold(tx, version);
  if (row?.state !== "gathering" && row?.state !== "sending")
    return refuse("not-now", `Letters about version ${version} are not under way. Nothing was stopped.`);
  await change(tx, version, { state: "stopped", trouble: null });
  await log(options, tx, version, "policy.announcement-stopped", by);
  return undefined;
}

async function resume(options: AnnouncementsOptions, tx: Transaction, version: number, by: string): Promise<Refused> {
  const row = await hold(tx, version);
  if (row?.state !== "stopped")
    return refuse("not-now", `Letters about version ${version} were not stopped. Nothing was resumed.`);
  await change(tx, version, { state: row.gathered_at === null ? "gathering" : "sending", trouble: null });
  await sendJob(options, tx, version);
  await log(options, tx, version, "policy.announcement-resumed", by);
  return undefined;
}

async function log({ evidence }: AnnouncementsOptions, tx: Transaction, version: number, kind: string, by: string) {
  await evidence.append(tx, { kind, about: aboutOf(version), body: { version, ...staff(by) } });
}

async function change(tx: Transaction, version: number, values: Partial<AnnouncementRow>): Promise<void> {
  await tables(tx).updateTable("announcement").set(values).where("version", "=", version).execute();
}

function sendJob({ store }: AnnouncementsOptions, tx: Transaction, version: number, startAfter?: Date): Promise<void> {
  const when = startAfter === undefined ? {} : { startAfter };
  return store.queue.send(tx, { queue, data: { version }, onceKey: String(version), ...when });
}

/** Nothing comes of trying on: it stops, visibly, and staff resume it when the cause is gone. */
async function giveUp(options: AnnouncementsOptions, version: number, code: string): Promise<void> {
  await options.store.transact(async (tx) => {
    const row = await hold(tx, version);
    if (row?.state === "gathering" || row?.state === "sending")
      await change(tx, version, { state: "stopped", trouble: code });
  });
}

/** Carries it as far as it goes now. Any number may do so at once: each batch is one's own or nobody's. */
async function goOn(options: AnnouncementsOptions, impactOf: ImpactOf, { data, signal }: RunningJob): Promise<void> {
  const { store, mail } = options;
  const version = versionOf(data);
  const impact = await impactOf(store.reader, version);
  if (!impact.ok) return;
  const later = (at: number) => store.transact((tx) => sendJob(options, tx, version, new Date(at)));
  while (!signal.aborted) {
    const row = await read(options, version);
    if (row?.state === "gathering") {
      await gather(options, impact.value, row, signal);
      if ((await read(options, version))?.state === "gathering") return;
      continue;
    }
    if (row?.state !== "sending") return;
    const now = store.clock.now().getTime();
    const pauseMs = row.next_at.getTime() - now;
    if (pauseMs > shortPauseMs) return later(row.next_at.getTime());
    if (pauseMs > 0) await pause(pauseMs, signal);
    const waiting = await mail.waitingAbout(store.reader, aboutOf(version), waitingAtMost);
    if (waiting >= waitingAtMost) return later(now + shortPauseMs);
    const posted = await store.transact((tx) => postBatch(options, tx, impact.value));
    await options.crashPoint?.("post-committed");
    if (posted === "posted") continue;
    if (posted === "not-mine" || (await store.transact((tx) => finish(options, tx, impact.value)))) return;
    return later(now + lookAgainMs);
  }
}

async function hasBegun(reader: Reader, version: number): Promise<boolean> {
  const row = await tables(reader)
    .selectFrom("announcement")
    .select("version")
    .where("version", "=", version)
    .execute();
  return row.length > 0;
}

function read({ store }: AnnouncementsOptions, version: number): Promise<AnnouncementRow | undefined> {
  return tables(store.reader).selectFrom("announcement").selectAll().where("version", "=", version).executeTakeFirst();
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((wake) => {
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), wake()), { once: true });
  });
}

function versionOf(data: unknown): number {
  const version = (data as { version?: unknown } | null)?.version;
  assert(typeof version === "number", "a job about an announcement names its version");
  return version;
}
