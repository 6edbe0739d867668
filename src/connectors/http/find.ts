/** Which records of a service are a person's. */
import type { StoreSubject } from "../store-contract.ts";
import type { KeptBecause } from "../facts-contract.ts";
import { canonicalJson, normaliseEmail } from "#base";
import { changedShape, type ServiceClient } from "./client.ts";
import type { Lookup, RecordDeclaration } from "./declaration.ts";
import { asText, textAt, valuesAt } from "./json-path.ts";
import { listed } from "./list.ts";
import { fill, type Values } from "./template.ts";

export interface Found {
  readonly record: RecordDeclaration;
  /** `id`, and what else other calls need. Personal. */
  readonly values: Values;
  /** As the look-up gave it; absent when it is assumed. */
  readonly item?: unknown;
  /** Rows that lead here are kept, and so is this. */
  readonly keep?: KeptBecause;
}

export interface FoundAll {
  readonly found: readonly Found[];
  /** Values under which nothing is. */
  readonly missing: number;
  /** The service never lists more than it listed, so that there may be more. */
  readonly capped: boolean;
}

/** Throws when one list could not be read to its end: part of an answer is none. `seen` leaves out what is only assumed. */
export async function findAll(client: ServiceClient, subject: StoreSubject, seen = false): Promise<FoundAll> {
  const all = new Map<string, Found>();
  let missing = 0;
  let capped = false;
  for (const record of client.service.records)
    for (const lookup of record.find) {
      if (seen && lookup.list === undefined) continue;
      for (const { value, keep } of valuesFor(lookup.by, subject)) {
        let count = 0;
        for await (const { values, item } of lookUp(client, lookup, value)) {
          count++;
          const key = canonicalJson([record.name, values]);
          const earlier = all.get(key);
          const because = earlier?.keep ?? keep;
          all.set(key, {
            record,
            values,
            ...(item === undefined ? {} : { item }),
            ...(because === undefined ? {} : { keep: because }),
          });
        }
        if (count === 0 && lookup.by !== "email") missing++;
        if (lookup.atMost !== undefined && count >= lookup.atMost) capped = true;
      }
    }
  return { found: [...all.values()], missing, capped };
}

/** What a store knows the person by. Keys of rows stand under the name `key`. */
function valuesFor(
  by: string,
  subject: StoreSubject,
): readonly { readonly value: string; readonly keep?: KeptBecause }[] {
  if (by === "email") return subject.emails.map((value) => ({ value }));
  if (by === "key")
    return subject.keys
      .filter(({ prefix }) => !prefix)
      .map(({ key, keep }) => ({ value: key, ...(keep === undefined ? {} : { keep }) }));
  return Object.hasOwn(subject.values, by) ? (subject.values[by] ?? []) : [];
}

async function* lookUp(
  client: ServiceClient,
  lookup: Lookup,
  value: string,
): AsyncGenerator<{ values: Values; item?: unknown }> {
  const start = { ...client.settings, [lookup.by]: value };
  if (lookup.list === undefined) {
    yield { values: { id: value } };
    return;
  }
  for await (const each of eachOf(client, lookup, start)) {
    const values = each === undefined ? start : { ...start, each };
    for await (const item of listed(client, lookup.list, values)) {
      if (!counts(client, lookup, item, values)) continue;
      yield { values: idsOf(client, lookup, item, value, each), item };
    }
  }
}

async function* eachOf(client: ServiceClient, { each }: Lookup, values: Values): AsyncGenerator<string | undefined> {
  if (each === undefined) {
    yield undefined;
    return;
  }
  for await (const item of listed(client, each.list, values)) {
    const id = textAt(each.id, item);
    if (id === undefined) throw changedShape(client.service, `an item without ${each.id.text}`);
    yield id;
  }
}

function idsOf(
  client: ServiceClient,
  { id: path, with: more }: Lookup,
  item: unknown,
  value: string,
  each: string | undefined,
): Values {
  const id = path === undefined ? value : textAt(path, item);
  if (id === undefined) throw changedShape(client.service, `an item without ${path?.text ?? "id"}`);
  const further = more.map(({ name, path: at }): [string, string] => {
    const text = textAt(at, item);
    if (text === undefined) throw changedShape(client.service, `an item without ${at.text}`);
    return [name, text];
  });
  return { id, ...(each === undefined ? {} : { each }), ...Object.fromEntries(further) };
}

function counts(client: ServiceClient, { only, except }: Lookup, item: unknown, values: Values): boolean {
  const holds = ({ path, value }: Lookup["only"][number]) =>
    (valuesAt(path, item) ?? []).some((one) => same(asText(one) ?? "", fill(value, values)));
  for (const { path } of only)
    if (valuesAt(path, item)?.length === 0 || valuesAt(path, item) === undefined)
      // A member that is never there any more would make everybody unknown.
      throw changedShape(client.service, `an item without ${path.text}`);
  return only.every(holds) && !except.some(holds);
}

export function same(one: string, other: string): boolean {
  return normaliseEmail(one) === normaliseEmail(other);
}
