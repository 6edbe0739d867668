/** Puts the room together and declares its job. */
import { isOperationalError } from "#base";
import type { Reader } from "#store";
import type { Incoming, Look, MailboxStatus } from "./contract.ts";
import type { House } from "./house.ts";
import { letterFile, sort, toSort } from "./sort.ts";
import { tables } from "./tables.ts";
import { look, rememberFailure, watchedMailbox } from "./watch.ts";

export type IncomingOptions = House;

const queue = "inbox.look";
/** While the mailbox has no address there is nothing to tell its state by. */
const unset = "unset";

export function createIncoming(house: IncomingOptions): Incoming {
  const watched = house.policy.channels?.mailbox !== undefined;
  return {
    watched,
    look: () => lookOnce(house),
    status: (reader) => status(house, reader),
    toSort: (reader) => toSort(house, reader),
    file: (id, ordinal) => letterFile(house, id, ordinal),
    sort: (id, by, sorting) => sort(house, id, by, sorting),
    serve: () => {
      // One that is no longer declared is no longer looked into.
      house.store.queue.serve(queue, { tries: 1 }, async () => void (await lookOnce(house)));
      if (watched) house.store.queue.schedule(queue, "* * * * *", house.policy.timeZone);
    },
  };
}

const nothing: Look = { taken: {}, moved: 0, deleted: 0 };

async function lookOnce(house: House): Promise<Look> {
  let mailbox = unset;
  try {
    const watched = watchedMailbox(house);
    if (watched === undefined) return nothing;
    mailbox = watched.mailbox;
    const seen = await look(house, watched);
    return seen;
  } catch (error) {
    await rememberFailure(house, mailbox, isOperationalError(error) ? error.code : "bug");
    // Where the world failed the board says so, and the next minute tries again.
    if (isOperationalError(error)) return nothing;
    throw error;
  }
}

async function status(house: House, reader: Reader): Promise<MailboxStatus> {
  const row = await tables(reader)
    .selectFrom("inbox_state")
    .selectAll()
    .where("mailbox", "=", mailboxOf(house))
    .executeTakeFirst();
  const { letters, oldest } = await tables(reader)
    .selectFrom("inbox_message")
    .select((all) => [all.fn.countAll<number>().as("letters"), all.fn.min("arrived_at").as("oldest")])
    .where("outcome", "=", "to-sort")
    .executeTakeFirstOrThrow();
  return {
    toSort: letters,
    ...((oldest as Date | null) === null ? {} : { oldestToSort: oldest }),
    ...(row === undefined || row.looked_at === null ? {} : { lookedAt: row.looked_at }),
    ...(row === undefined || row.failing_since === null
      ? {}
      : { failing: { since: row.failing_since, code: row.failure ?? "" } }),
  };
}

function mailboxOf(house: House): string {
  try {
    return watchedMailbox(house)?.mailbox ?? unset;
  } catch {
    return unset;
  }
}
