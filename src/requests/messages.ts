/** Letters that came about a request, with their files: sealed under its key, shown to staff, and gone when it is shredded. */
import { randomUUID } from "node:crypto";
import { assert, normaliseEmail, parseUuid, Personal, type RequestId, type Result, type StaffId, succeed } from "#base";
import type { Reader, Transaction } from "#store";
import { notNow, unknown } from "./acts.ts";
import type { ActRefusal, RequestKind } from "./contract.ts";
import { deleteFiles } from "./files.ts";
import type { House } from "./house.ts";
import { isClosed } from "./lifecycle.ts";
import type { IncomingMessage, RefusedFile, StaffFile, StaffMessage, StaffMessages } from "./message-contract.ts";
import { writeTo } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { type FileRow, hold, load, type RequestRow, tables } from "./tables.ts";
import { parseReference, requesterDigest } from "./tokens.ts";

/** The same sender hears at most this often what was not kept, so that two machines cannot talk to each other for ever. */
const toldEveryMs = 24 * 60 * 60_000;

/** What is sealed of a letter. */
interface Content {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly shortened: boolean;
  readonly fromElsewhere: boolean;
  readonly files: readonly { readonly id: string; readonly name: string; readonly mediaType: string }[];
  readonly refused: readonly RefusedFile[];
}

const contextOf = (request: RequestId, what: "message" | "file", id: string) => `request/${request}/${what}/${id}`;

/** `false` when the request has ended: it takes no letter any more. */
export async function addMessage(
  house: House,
  tx: Transaction,
  id: RequestId,
  message: IncomingMessage,
): Promise<boolean> {
  const row = await hold(tx, { id });
  const cipher = row === undefined || isClosed(row.state) ? undefined : await house.store.vault.cipher(tx, row.key_id);
  if (row === undefined || cipher === undefined) return false;
  const messageId = randomUUID();
  const files = message.kept.map((file) => ({ id: randomUUID() as string, ...file }));
  const { from, subject, text, shortened, refused, receivedAt } = message;
  const content: Content = {
    from,
    subject,
    text,
    shortened,
    fromElsewhere: message.fromElsewhere === true,
    files: files.map(({ id: file, name, mediaType }) => ({ id: file, name, mediaType })),
    refused,
  };
  const seal = (bytes: Uint8Array, what: "message" | "file", of: string) =>
    Buffer.from(cipher.seal(bytes, contextOf(id, what, of)));
  const told = refused.length > 0 && (await mayTell(house, tx, id));
  await tables(tx)
    .insertInto("request_message")
    .values({
      id: messageId,
      request_id: id,
      received_at: receivedAt,
      sealed: seal(Buffer.from(JSON.stringify(content)), "message", messageId),
      told_at: told ? house.store.clock.now() : null,
    })
    .execute();
  for (const file of files)
    await tables(tx)
      .insertInto("request_file")
      .values({
        id: file.id,
        request_id: id,
        message_id: messageId,
        size_bytes: file.bytes.length,
        received_at: receivedAt,
        sealed: seal(file.bytes, "file", file.id),
        deleted_at: null,
      })
      .execute();
  const facts = { files: files.length, refused: refused.length };
  await house.evidence.append(tx, {
    kind: "request.message",
    about: row.reference,
    body: { kind: row.kind, ...facts },
  });
  if (told) await writeTo(house, tx, row, from, (letters, frame) => letters.filesRefused(frame, { files: refused }));
  return true;
}

/** What came with a request that is joined to another goes along, sealed anew under the key of the one that stays. */
export async function moveMessages(house: House, tx: Transaction, from: RequestRow, to: RequestRow): Promise<void> {
  const { vault } = house.store;
  const [old, fresh] = [await vault.cipher(tx, from.key_id), await vault.cipher(tx, to.key_id)];
  assert(old !== undefined && fresh !== undefined, "requests that are joined are open");
  const again = (sealed: Buffer, what: "message" | "file", id: string) =>
    Buffer.from(fresh.seal(old.open(sealed, contextOf(from.id, what, id)), contextOf(to.id, what, id)));
  for (const [table, what] of [
    ["request_message", "message"],
    ["request_file", "file"],
  ] as const) {
    const rows = await tables(tx)
      .selectFrom(table)
      .select(["id", "sealed"])
      .where("request_id", "=", from.id)
      .execute();
    for (const { id, sealed } of rows)
      await tables(tx)
        .updateTable(table)
        .set({ request_id: to.id, ...(sealed === null ? {} : { sealed: again(sealed, what, id) }) })
        .where("id", "=", id)
        .execute();
  }
}

async function mayTell(house: House, tx: Transaction, id: RequestId): Promise<boolean> {
  const since = new Date(house.store.clock.now().getTime() - toldEveryMs);
  const lately = await tables(tx)
    .selectFrom("request_message")
    .select("id")
    .where("request_id", "=", id)
    .where("told_at", ">", since)
    .executeTakeFirst();
  return lately === undefined;
}

export interface OpenRequest {
  readonly id: RequestId;
  readonly reference: string;
  readonly kind: RequestKind;
  /** The address was proven. */
  readonly proven: boolean;
  /** The letter is from the address that asked. */
  readonly fromRequester: boolean;
}

/** The open request with this reference, as whoever writes from this address would know it. */
export async function openRequest(
  house: House,
  reader: Reader,
  written: string,
  from: Personal<string>,
): Promise<OpenRequest | undefined> {
  const reference = parseReference(written);
  if (reference === undefined) return undefined;
  const row = await tables(reader)
    .selectFrom("request")
    .selectAll()
    .where("reference", "=", reference)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return row && seenFrom(house, reader, row, from);
}

/** Open requests of whoever has this address, oldest first. */
export async function openRequestsOf(
  house: House,
  reader: Reader,
  from: Personal<string>,
): Promise<readonly OpenRequest[]> {
  const rows = await tables(reader)
    .selectFrom("request")
    .selectAll()
    .where("requester_digest", "=", digestOf(house, from))
    .where("closed_at", "is", null)
    .orderBy("received_at")
    .limit(20)
    .execute();
  return Promise.all(rows.map((row) => seenFrom(house, reader, row, from)));
}

async function seenFrom(house: House, reader: Reader, row: RequestRow, from: Personal<string>): Promise<OpenRequest> {
  const { id, reference, kind, verified_at, requester_digest } = row;
  return {
    id,
    reference,
    kind,
    proven: verified_at !== null,
    fromRequester: requester_digest === digestOf(house, from) || (await asksForOther(house, reader, row, from)),
  };
}

async function asksForOther(house: House, reader: Reader, row: RequestRow, from: Personal<string>): Promise<boolean> {
  if (row.asked_as === null) return false;
  const asker = await (await openSecrets(house, reader, row))?.read(reader, "email");
  return asker === normaliseEmail(from.reveal());
}

function digestOf({ store }: House, email: Personal<string>): string {
  return requesterDigest(store.vault, normaliseEmail(email.reveal()));
}

export async function messagesOf(house: House, reader: Reader, row: RequestRow): Promise<StaffMessages> {
  const cipher = await house.store.vault.cipher(reader, row.key_id);
  if (cipher === undefined) return new Personal([]);
  const rows = await tables(reader)
    .selectFrom("request_message")
    .selectAll()
    .where("request_id", "=", row.id)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  const stored = await tables(reader)
    .selectFrom("request_file")
    .select(["id", "size_bytes", "deleted_at"])
    .where("request_id", "=", row.id)
    .execute();
  const files = new Map(stored.map((file) => [file.id, file]));
  const shown = rows.map(({ id, received_at, sealed }): StaffMessage => {
    const opened = Buffer.from(cipher.open(sealed, contextOf(row.id, "message", id))).toString("utf8");
    const { files: named, ...content } = JSON.parse(opened) as Content;
    return { id, receivedAt: received_at, ...content, files: named.map((file) => fileOf(file, files.get(file.id))) };
  });
  return new Personal(shown);
}

function fileOf(
  named: Content["files"][number],
  stored: Pick<FileRow, "size_bytes" | "deleted_at"> | undefined,
): StaffFile {
  assert(stored !== undefined, "a file is stored with the letter that names it");
  const deleted = stored.deleted_at === null ? {} : { deletedAt: stored.deleted_at };
  return { ...named, sizeBytes: stored.size_bytes, ...deleted };
}

/** To hand to staff; `undefined` when there is no such file of this request any more. */
export async function openFile(
  house: House,
  id: RequestId,
  file: string,
): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined> {
  const { reader, vault } = house.store;
  const row = await load(reader, id);
  const stored = await tables(reader)
    .selectFrom("request_file")
    .select("sealed")
    .where("id", "=", file)
    .where("request_id", "=", id)
    .executeTakeFirst();
  const cipher = row && (await vault.cipher(reader, row.key_id));
  if (row === undefined || cipher === undefined || stored?.sealed === null || stored === undefined) return undefined;
  const named = (await messagesOf(house, reader, row)).reveal().flatMap(({ files }) => files);
  const about = named.find((one) => one.id === file);
  return (
    about && {
      name: about.name,
      mediaType: about.mediaType,
      bytes: cipher.open(stored.sealed, contextOf(id, "file", file)),
    }
  );
}

/** What somebody sent that nobody needs, such as a passport: gone at once. */
export async function deleteFile(
  house: House,
  id: RequestId,
  by: StaffId,
  file: string,
): Promise<Result<void, ActRefusal>> {
  const known = parseUuid(file);
  if (known === undefined) return unknown;
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    return (await deleteFiles(house, tx, row, "staff", { file: known, by })) === 0 ? notNow(row) : succeed(undefined);
  });
}
