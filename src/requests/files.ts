/** Which files are kept with a request, and until when. */
import { addPeriod, type StaffId, startOfDay } from "#base";
import { attachmentRules } from "#policy";
import type { Transaction } from "#store";
import { fileTypeOf } from "./file-types.ts";
import { forAll, type House, today } from "./house.ts";
import type { FileRefusal, GivenFile, JudgedFiles, KeptFile, RefusedFile } from "./message-contract.ts";
import { hold, type RequestRow, tables } from "./tables.ts";

/** Of one letter. */
const mostFiles = 10;
const nameCharacters = 120;

/** Asks the bytes, never the name. */
export function judgeFiles({ policy }: Pick<House, "policy">, given: readonly GivenFile[]): JudgedFiles {
  const rules = attachmentRules(policy);
  const kept: KeptFile[] = [];
  const refused: RefusedFile[] = [];
  for (const file of given) {
    const name = shownName(file.name);
    const found = fileTypeOf(file.bytes);
    let because: FileRefusal | undefined;
    if (file.cut === true || file.bytes.length > rules.mostBytes) because = "size";
    else if (found === undefined || !rules.types.includes(found.type)) because = "type";
    else if (kept.length >= mostFiles) because = "count";
    if (because === undefined && found !== undefined)
      kept.push({ name, mediaType: found.mediaType, bytes: file.bytes });
    else if (because !== undefined) refused.push({ name, because });
  }
  return { kept, refused };
}

/** One line without a path, and without signs that turn the direction of reading (`fdp.exe` for `exe.pdf`). */
function shownName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? "";
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>|:*?]/gu, "").trim();
  return plain === "" ? "?" : plain.slice(0, nameCharacters).toWellFormed();
}

type Because = "ended" | "term" | "staff";

/** Answers how many. The bytes go; that there was a file, and how large, stays as long as the request. */
export async function deleteFiles(
  house: House,
  tx: Transaction,
  row: Pick<RequestRow, "id" | "reference" | "kind">,
  because: Because,
  which: { readonly file?: string; readonly before?: Date; readonly by?: StaffId } = {},
): Promise<number> {
  const gone = await tables(tx)
    .updateTable("request_file")
    .set({ sealed: null, deleted_at: house.store.clock.now() })
    .where("request_id", "=", row.id)
    .where("deleted_at", "is", null)
    .$if(which.file !== undefined, (query) => query.where("id", "=", which.file ?? ""))
    .$if(which.before !== undefined, (query) => query.where("received_at", "<", which.before ?? new Date(0)))
    .returning("id")
    .execute();
  if (gone.length > 0)
    await house.evidence.append(tx, {
      kind: "request.files-deleted",
      about: row.reference,
      body: { kind: row.kind, files: gone.length, because, ...(which.by === undefined ? {} : { staff: which.by }) },
    });
  return gone.length;
}

/** In the transaction that ends a request. */
export async function forgetFiles(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  await deleteFiles(house, tx, row, "ended");
}

/** Files whose declared term ended before their request did. */
export async function forgetOldFiles(house: House): Promise<void> {
  const { deleteAfter } = attachmentRules(house.policy);
  if (deleteAfter === undefined) return;
  const { amount, unit } = deleteAfter;
  const before = startOfDay(addPeriod(today(house), { amount: -amount, unit }), house.policy.timeZone);
  const old = await tables(house.store.reader)
    .selectFrom("request_file")
    .select("request_id")
    .distinct()
    .where("deleted_at", "is", null)
    .where("received_at", "<", before)
    .limit(1_000)
    .execute();
  await forAll(old, ({ request_id }) =>
    house.store.transact(async (tx) => {
      const row = await hold(tx, { id: request_id });
      if (row !== undefined) await deleteFiles(house, tx, row, "term", { before });
    }),
  );
}
