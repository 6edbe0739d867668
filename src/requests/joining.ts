/**
 * Who asks for the same thing twice is answered once. Same kind, same proven address, nothing further named, and the first
 * still waits for staff: the second is linked to it and ends. The due date is that of the first, which is the earlier one.
 */
import { assert, type LocalDate, type RequestId } from "#base";
import type { Reader, Transaction } from "#store";
import { end } from "./closing.ts";
import type { Channel } from "./contract.ts";
import type { House } from "./house.ts";
import { waitsForStaff } from "./kinds/index.ts";
import { moveMessages } from "./messages.ts";
import { writeToRequester } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { hold, type RequestRow, tables } from "./tables.ts";

/** The earlier request, held; `undefined` when this one stands by itself. */
export async function earlierOne(house: House, tx: Transaction, row: RequestRow): Promise<RequestRow | undefined> {
  if (row.requester_digest === null || row.other_address || (await namesMore(house, tx, row))) return undefined;
  const found = await tables(tx)
    .selectFrom("request")
    .select("id")
    .where("kind", "=", row.kind)
    .where("requester_digest", "=", row.requester_digest)
    .where("id", "<>", row.id)
    .where("closed_at", "is", null)
    .where("verified_at", "is not", null)
    .where("other_address", "=", false)
    .orderBy("received_at")
    .limit(1)
    .executeTakeFirst();
  const earlier = found === undefined ? undefined : await hold(tx, { id: found.id });
  if (earlier === undefined || !waitsForStaff(earlier)) return undefined;
  // Who now says that they live where another law holds keeps the day that it gives.
  // A letter that is entered later can have come in earlier, and keeps its own day.
  if (row.received_on < earlier.received_on) return undefined;
  const sameLaw = earlier.laws.toSorted().join() === row.laws.toSorted().join();
  if (!sameLaw && (await saysWhere(house, tx, row))) return undefined;
  const same = earlier.purposes.toSorted().join("\0") === row.purposes.toSorted().join("\0");
  return same && !(await namesMore(house, tx, earlier)) ? earlier : undefined;
}

/** Who writes a letter does not say where they live; whoever asked before knows it better then. */
async function saysWhere(house: House, tx: Transaction, row: RequestRow): Promise<boolean> {
  const residence = await (await openSecrets(house, tx, row))?.read(tx, "residence");
  return row.channel === "web" || (residence ?? "") !== "";
}

async function namesMore(house: House, tx: Transaction, row: RequestRow): Promise<boolean> {
  const named = await (await openSecrets(house, tx, row))?.read(tx, "known-as");
  return named === undefined || Object.keys(named).length > 0;
}

export interface Joined {
  readonly reference: string;
  readonly receivedOn: LocalDate;
  readonly channel: Channel;
  readonly receipt: string;
}

/** Requests that are answered with this one, each with a receipt of its own. */
export async function joinedTo(house: House, reader: Reader, id: RequestId): Promise<readonly Joined[]> {
  const rows = await tables(reader)
    .selectFrom("request")
    .select(["reference", "received_on", "channel", "closed_evidence"])
    .where("joined_to", "=", id)
    .orderBy("received_at")
    .limit(20)
    .execute();
  return Promise.all(
    rows.flatMap(({ reference, received_on, channel, closed_evidence }) =>
      closed_evidence === null
        ? []
        : [
            house.evidence
              .receipt(closed_evidence)
              .then((receipt) => ({ reference, receivedOn: received_on, channel, receipt })),
          ],
    ),
  );
}

/** Ends the later request. Answers the way to the page of the first. */
export async function join(house: House, tx: Transaction, row: RequestRow, earlier: RequestRow): Promise<string> {
  const [secrets, first] = [await openSecrets(house, tx, row), await openSecrets(house, tx, earlier)];
  const token = await first?.read(tx, "follow-token");
  assert(secrets !== undefined && first !== undefined && token !== undefined, "an open request can be read");
  const added = (await secrets.read(tx, "message")) ?? "";
  const before = (await first.read(tx, "message")) ?? "";
  if (added !== "" && added !== before)
    await first.write(tx, "message", before === "" ? added : `${before}\n\n${added}`);
  await moveMessages(house, tx, row, earlier);
  const link = house.links.follow(earlier.language, token);
  await writeToRequester(house, tx, row, (letters, frame) => letters.joined(frame, { first: earlier.reference, link }));
  await end(house, tx, row, {
    event: "join",
    by: "system",
    outcome: "joined",
    values: { joined_to: earlier.id },
    facts: { joinedTo: earlier.reference },
  });
  return token;
}
