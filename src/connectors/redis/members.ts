/**
 * Values of a person that stand as members in what belongs to everybody: who is online, who follows whom. A name under
 * `matches` is the key of such a set, sorted set, list, hash (its fields) or stream (values of its entries); ended with
 * `*` it means every key that begins so. Members are compared whole, byte for byte, and taken out alone.
 */
import type { KnownValue } from "../facts-contract.ts";
import type { Argument, Reply, Session } from "./session.ts";
import { entryJson, type StreamEntry, streamPages, text } from "./values.ts";
import { literal, walk } from "./walk.ts";

export interface Membership {
  readonly key: Buffer;
  readonly known: KnownValue;
  /** How often it is there: a list and a stream can hold it more than once. */
  readonly times: number;
  readonly type: string;
}

/** Keys that a name under `matches` means; those that are the person's own are left to their keys. */
async function* containers(session: Session, name: string, own: (key: string) => boolean): AsyncGenerator<Buffer> {
  if (!name.endsWith("*")) {
    if (!own(name)) yield Buffer.from(name);
    return;
  }
  for await (const batch of walk(session, `${literal(name.slice(0, -1))}*`))
    for (const key of batch) if (!own(key.toString())) yield key;
}

export async function* memberships(
  session: Session,
  name: string,
  values: readonly KnownValue[],
  own: (key: string) => boolean,
): AsyncGenerator<Membership> {
  const wanted = [...new Map(values.map((known) => [known.value, known])).values()];
  for await (const key of containers(session, name, own)) {
    const type = String(await session.ask("Reading the kind of a value", "TYPE", key));
    if (type === "stream") {
      yield* inStream(session, key, wanted);
      continue;
    }
    const holds = asks[type];
    if (holds === undefined) continue;
    const replies = await session.askAll(
      "Looking for a member",
      wanted.map(({ value }) => holds(key, value)),
    );
    for (const [index, known] of wanted.entries()) {
      const times = timesOf(replies[index] ?? null);
      if (times > 0) yield { key, known, times, type };
    }
  }
}

const asks: Readonly<Record<string, (key: Buffer, value: string) => readonly Argument[]>> = {
  set: (key, value) => ["SISMEMBER", key, value],
  hash: (key, value) => ["HEXISTS", key, value],
  zset: (key, value) => ["ZSCORE", key, value],
  list: (key, value) => ["LPOS", key, value, "COUNT", "0"],
};

function timesOf(reply: Reply): number {
  if (Array.isArray(reply)) return reply.length;
  if (typeof reply === "number") return reply;
  return reply === null ? 0 : 1;
}

async function* inStream(session: Session, key: Buffer, wanted: readonly KnownValue[]): AsyncGenerator<Membership> {
  const times = new Map<KnownValue, number>();
  for await (const entry of entries(session, key))
    for (const known of wanted) if (holds(entry, known.value)) times.set(known, (times.get(known) ?? 0) + 1);
  for (const [known, count] of times) yield { key, known, times: count, type: "stream" };
}

async function* entries(session: Session, key: Buffer): AsyncGenerator<StreamEntry> {
  for await (const page of streamPages(session, key)) yield* page as unknown as readonly StreamEntry[];
}

function holds([, fields]: StreamEntry, value: string): boolean {
  return fields.some((field, at) => at % 2 === 1 && field.toString() === value);
}

/** Takes the member out, and answers how often it was there. */
export async function removeMember(session: Session, { key, known, type }: Membership): Promise<number> {
  const attempted = "Taking out a member";
  const { value } = known;
  switch (type) {
    case "set":
      return Number(await session.ask(attempted, "SREM", key, value));
    case "hash":
      return Number(await session.ask(attempted, "HDEL", key, value));
    case "zset":
      return Number(await session.ask(attempted, "ZREM", key, value));
    case "list":
      return Number(await session.ask(attempted, "LREM", key, "0", value));
    default: {
      let removed = 0;
      for await (const entry of entries(session, key))
        if (holds(entry, value)) removed += Number(await session.ask(attempted, "XDEL", key, entry[0]));
      return removed;
    }
  }
}

/** One membership as JSON, with what stands beside the member. */
export async function* memberJson(session: Session, { key, known, type, times }: Membership): AsyncGenerator<string> {
  const attempted = "Reading a member";
  yield `{"key":${text(key)},"type":${JSON.stringify(type)},`;
  if (type === "stream") {
    let before = '"entries":[';
    for await (const entry of entries(session, key)) {
      if (!holds(entry, known.value)) continue;
      yield before + entryJson(entry);
      before = ",";
    }
    yield "]}";
    return;
  }
  yield `"member":${JSON.stringify(known.value)}`;
  if (type === "hash") yield `,"value":${text((await session.ask(attempted, "HGET", key, known.value)) as Buffer)}`;
  if (type === "zset") yield `,"score":${text((await session.ask(attempted, "ZSCORE", key, known.value)) as Buffer)}`;
  if (type === "list") yield `,"times":${times}`;
  yield "}";
}
