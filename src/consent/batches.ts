/** Records that came together, and the one entry of the log that proves them. */
import { assert } from "#base";
import { sql, type Store } from "#store";

export const recordedKind = "consent.recorded";

/** How its entry names a batch. */
export function aboutBatch(batch: number): string {
  return `consents-${batch}`;
}

export function batchAbout(about: string | undefined): number | undefined {
  const number = /^consents-(\d+)$/.exec(about ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

/** As many as the sequence steps by. */
const atOnce = 1_000;

/** Numbers that no other process gets; some stay unused when this one ends. */
export function createNumbers({ store }: { readonly store: Store }): () => Promise<number> {
  let block: Promise<number> | undefined;
  let used = 0;
  return async () => {
    if (block === undefined || used === atOnce) {
      block = next(store);
      used = 0;
    }
    const place = used++;
    return (await block) + place;
  };
}

async function next({ reader }: Store): Promise<number> {
  const { rows } = await sql<{ first: number }>`select nextval('consent_batch') as first`.execute(reader.db);
  const first = rows[0]?.first;
  assert(first !== undefined, "a sequence has a next number");
  return first;
}
