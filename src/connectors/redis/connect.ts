import { assert, OperationalError, type Problem, succeed } from "#base";
import type { ResidueFinding } from "../facts-contract.ts";
import type {
  ConnectedStore,
  ConnectStoreOptions,
  StoreFinding,
  StoreItem,
  StoreOrder,
  StoreSubject,
} from "../store-contract.ts";
import {
  cannotCorrect,
  emptyKeys,
  keptTally,
  neighbourProblems,
  type PersonKeys,
  personKeys,
  refusalOf,
} from "../store-subject.ts";
import { inspectRedis, roleOf, roleProblems } from "./inspect.ts";
import { memberJson, type Membership, memberships, removeMember } from "./members.ts";
import { openSession, type Session } from "./session.ts";
import { readableTypes, valueJson } from "./values.ts";
import { literal, literalInAnyCase, walk } from "./walk.ts";

/** Keys taken out in one command. */
const batch = 500;

/** Connects with the first question. Throws OperationalError when the address is not set. */
export async function connectRedis({ store, reach, setting }: ConnectStoreOptions): Promise<ConnectedStore> {
  assert(reach.kind === "redis", "this store is reached as Redis");
  const address = setting(reach.urlFrom);
  if (address === undefined || address === "")
    throw new OperationalError(
      "store-address",
      `${reach.urlFrom} is not set, so the store "${store.name}" cannot be reached. Nothing was done.`,
    );
  const session = openSession(store.name, address);
  return {
    name: store.name,
    abilities: { kind: "redis", find: true, read: true, erase: true, correct: false, search: false },
    inspect: () => inspectRedis(session, store),
    find: (subject) => find(session, store.name, subject),
    items: (subject) => items(session, subject),
    erase: async (order) => {
      const found = await find(session, store.name, order.subject, false);
      return refusalOf(found.problems) ?? succeed(await erase(session, found, order));
    },
    correct: () => Promise.resolve(cannotCorrect(store.name)),
    settled: () => Promise.reject(new Error("Redis answers at once; nothing of it is pending")),
    residue: (subject) => residue(session, store.name, subject),
    close: () => session.close(),
  };
}

/** Keys that are the person's and are there, in batches. */
async function* met(session: Session, keys: PersonKeys): AsyncGenerator<readonly Buffer[]> {
  for (let at = 0; at < keys.exact.length; at += batch) {
    const asked = keys.exact.slice(at, at + batch).map((key) => Buffer.from(key));
    const there = await session.askAll(
      "Looking for keys",
      asked.map((key) => ["EXISTS", key]),
    );
    yield asked.filter((_, index) => there[index] === 1);
  }
  for (const prefix of keys.walks) yield* walk(session, `${literal(prefix)}*`);
}

async function* membershipsOf(
  session: Session,
  subject: StoreSubject,
): AsyncGenerator<Membership & { readonly name: string }> {
  const own = personKeys(subject.keys);
  for (const [name, values] of Object.entries(subject.values))
    for await (const one of memberships(session, name, values, (key) => own.meant(key) !== undefined))
      yield { ...one, name };
}

/** `types`: also whether every value can be handed out, which costs a question for each key. */
async function find(session: Session, store: string, subject: StoreSubject, types = true): Promise<StoreFinding> {
  const problems: Problem[] = [...emptyKeys(store, subject)];
  if (problems.length > 0) return { store, items: 0, kept: [], missing: 0, problems };
  problems.push(...roleProblems(store, await roleOf(session)));
  const keys = personKeys(subject.keys);
  const kept = keptTally();
  let items = 0;
  let unreadable = 0;
  for await (const names of met(session, keys)) {
    const mine = names.filter((name) => {
      const meant = keys.meant(name.toString());
      if (meant?.keep !== undefined) kept.add(meant.keep);
      return meant !== undefined;
    });
    items += mine.length;
    if (types) unreadable += await unreadableAmong(session, mine);
  }
  for await (const { times, known } of membershipsOf(session, subject)) {
    items += times;
    if (known.keep !== undefined) kept.add(known.keep, times);
  }
  if (unreadable > 0)
    problems.push({
      code: "store-unreadable",
      severity: "warning",
      path: `stores.${store}`,
      message: `${unreadable} of the values of this person are of a kind that a module added to Redis. They are erased, and cannot be handed out.`,
      remedy: "Read them by hand, and send what is in them beside the copy.",
    });
  problems.push(...neighbourProblems(store, keys.neighbours()));
  return { store, items, kept: kept.list(), missing: keys.missing(), problems };
}

async function unreadableAmong(session: Session, names: readonly Buffer[]): Promise<number> {
  const types = await session.askAll(
    "Reading the kind of values",
    names.map((name) => ["TYPE", name]),
  );
  return types.filter((type) => type !== "none" && !readableTypes.has(String(type))).length;
}

/** One file with everything, because a session of a thousand small keys is one story to its reader. */
async function* items(session: Session, subject: StoreSubject): AsyncGenerator<StoreItem> {
  const first = await everything(session, subject).next();
  if (first.done === true) return;
  yield {
    name: "values.json",
    mediaType: "application/json",
    open: async function* () {
      const encoder = new TextEncoder();
      let before = "[\n";
      for await (const write of everything(session, subject)) {
        let opened = false;
        for await (const text of write()) {
          yield encoder.encode(opened ? text : before + text);
          opened = true;
        }
        if (opened) before = ",\n";
      }
      yield encoder.encode(before === "[\n" ? "[]\n" : "\n]\n");
    },
  };
}

async function* everything(session: Session, subject: StoreSubject): AsyncGenerator<() => AsyncGenerator<string>> {
  const keys = personKeys(subject.keys);
  for await (const names of met(session, keys))
    for (const name of names) if (keys.meant(name.toString()) !== undefined) yield () => valueJson(session, name);
  for await (const one of membershipsOf(session, subject)) yield () => memberJson(session, one);
}

async function erase(session: Session, found: StoreFinding, order: StoreOrder) {
  const { subject, crashPoint, onProgress } = order;
  const keys = personKeys(subject.keys);
  const kept = keptTally();
  let erased = 0;
  const total = found.items - found.kept.reduce((sum, { items }) => sum + items, 0);
  const done = async (count: number) => {
    erased += count;
    if (count === 0) return;
    onProgress?.(erased, Math.max(total, erased));
    await crashPoint?.("between-items");
  };
  await crashPoint?.("before-change");
  for await (const names of met(session, keys)) {
    const going = names.filter((name) => {
      const meant = keys.meant(name.toString());
      if (meant?.keep !== undefined) kept.add(meant.keep);
      return meant !== undefined && meant.keep === undefined;
    });
    for (let at = 0; at < going.length; at += batch)
      await done(Number(await session.ask("Erasing keys", "UNLINK", ...going.slice(at, at + batch))));
  }
  for await (const one of membershipsOf(session, subject)) {
    if (one.known.keep === undefined) await done(await removeMember(session, one));
    else kept.add(one.known.keep, one.times);
  }
  await crashPoint?.("after-change");
  return { erased, corrected: 0, kept: kept.list() };
}

/** Keys and members again, and names of any key that hold an address of the person. */
async function residue(session: Session, store: string, subject: StoreSubject): Promise<readonly ResidueFinding[]> {
  const findings = new Map<string, ResidueFinding>();
  const add = (column: string, rows: number, because: ResidueFinding["because"]) => {
    const name = JSON.stringify([column, because]);
    const before = findings.get(name)?.rows ?? 0;
    findings.set(name, { table: store, column, rows: before + rows, ...(because && { because }) });
  };
  const keys = personKeys(subject.keys);
  for await (const names of met(session, keys))
    for (const name of names) {
      const meant = keys.meant(name.toString());
      if (meant !== undefined) add("keys", 1, meant.keep);
    }
  for await (const { name, times, known } of membershipsOf(session, subject)) add(name, times, known.keep);
  for (const email of subject.emails.filter((address) => address !== ""))
    for await (const names of walk(session, `*${literalInAnyCase(email)}*`))
      for (const name of names) if (keys.meant(name.toString()) === undefined) add("names of keys", 1, undefined);
  return [...findings.values()];
}
