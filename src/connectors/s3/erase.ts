/** Takes versions, delete markers and begun uploads out of a bucket, a thousand at a time, and says what a lock forbids. */
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
} from "@aws-sdk/client-s3";
import { OperationalError } from "#base";
import { type Bucket, isUnknownCall, statusOf } from "./bucket.ts";
import { type Entry, isRefused } from "./listing.ts";

/** As many as one call takes. */
export const batch = 1_000;
const tries = 5;

export interface Lock {
  readonly entry: Entry;
  /** Absent: a legal hold, until somebody lifts it. */
  readonly until?: Date;
}
export interface Removed {
  readonly erased: number;
  readonly locked: readonly Lock[];
}

/** Keys that XML cannot carry go one by one, in the address. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

export async function removeAll(bucket: Bucket, entries: readonly Entry[]): Promise<Removed> {
  const uploads = entries.filter(({ is }) => is === "upload");
  for (const upload of uploads) await abort(bucket, upload);
  const objects = entries.filter(({ is }) => is !== "upload");
  const single = objects.filter(({ key }) => unwritable.test(key));
  const several = objects.filter(({ key }) => !unwritable.test(key));
  const locked: Lock[] = [];
  let erased = uploads.length;
  for (let at = 0; at < several.length; at += batch) {
    const part = several.slice(at, at + batch);
    const left = await removeTogether(bucket, part);
    erased += part.length - left.length;
    for (const entry of left) locked.push(await lockOrThrow(bucket, entry));
  }
  for (const entry of single) {
    if (await removeOne(bucket, entry)) erased += 1;
    else locked.push(await lockOrThrow(bucket, entry));
  }
  return { erased, locked };
}

/** Answers what the server refused to take out. Throws when it could not for another reason. */
async function removeTogether(bucket: Bucket, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const { client, name: Bucket, call } = bucket;
  let going = entries;
  const refused: Entry[] = [];
  for (let attempt = 1; going.length > 0; attempt += 1) {
    const Objects = going.map(({ key, versionId }) => ({ Key: key, ...(versionId && { VersionId: versionId }) }));
    let errors;
    try {
      const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
      errors = (await call("Erasing objects", () => client.send(command))).Errors ?? [];
    } catch (error) {
      if (isUnknownCall(error)) return [...refused, ...(await removeEach(bucket, going))];
      if (isRefused(error)) return [...refused, ...going];
      throw error;
    }
    const codes = new Map(errors.map(({ Key, VersionId, Code }) => [`${Key ?? ""}\0${VersionId ?? ""}`, Code ?? ""]));
    const codeOf = ({ key, versionId }: Entry) => codes.get(`${key}\0${versionId ?? ""}`);
    if (errors.length > 0 && going.every((entry) => codeOf(entry) === undefined))
      throw new OperationalError("store-failed", "The store named errors for objects that it was not asked to erase.", {
        retryable: true,
      });
    refused.push(...going.filter((entry) => /^(?:AccessDenied|InvalidRequest|ObjectLocked)/.test(codeOf(entry) ?? "")));
    going = going.filter(
      (entry) =>
        !/^(?:|AccessDenied.*|InvalidRequest|ObjectLocked.*|NoSuchKey|NoSuchVersion)$/.test(codeOf(entry) ?? ""),
    );
    if (going.length > 0 && attempt === tries)
      throw new OperationalError(
        "store-busy",
        `Erasing failed for ${going.length} objects in the store "${bucket.store}" (${codeOf(going[0] as Entry)}). The others were erased. Try again later.`,
        { retryable: true },
      );
    if (going.length > 0) await pause(attempt);
  }
  return refused;
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 100 * 2 ** attempt);
  });
}

async function removeEach(bucket: Bucket, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const left: Entry[] = [];
  for (const entry of entries) if (!(await removeOne(bucket, entry))) left.push(entry);
  return left;
}

async function removeOne({ client, name: Bucket, call }: Bucket, { key: Key, versionId }: Entry): Promise<boolean> {
  const command = new DeleteObjectCommand({ Bucket, Key, ...(versionId && { VersionId: versionId }) });
  try {
    await call("Erasing an object", () => client.send(command));
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    if (statusOf((error as { cause?: unknown }).cause) === 404) return true;
    throw error;
  }
}

async function abort({ client, name: Bucket, call }: Bucket, { key: Key, uploadId: UploadId }: Entry): Promise<void> {
  try {
    await call("Ending an upload", () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
  } catch (error) {
    if (statusOf((error as { cause?: unknown }).cause) !== 404) throw error;
  }
}

/** Why a version stays: a lock, with its day. Without one the account has not the right, which is an error. */
async function lockOrThrow(bucket: Bucket, entry: Entry): Promise<Lock> {
  const lock = entry.is === "object" ? await lockOf(bucket, entry) : undefined;
  if (lock !== undefined) return lock;
  throw new OperationalError(
    "store-refused",
    `Erasing is refused in the store "${bucket.store}". What was erased before stays erased. Give the account s3:DeleteObject${entry.versionId === undefined ? "" : " and s3:DeleteObjectVersion"}.`,
  );
}

export async function lockOf({ client, name: Bucket, call }: Bucket, entry: Entry): Promise<Lock | undefined> {
  const command = new HeadObjectCommand({
    Bucket,
    Key: entry.key,
    ...(entry.versionId && { VersionId: entry.versionId }),
  });
  const head = await call("Reading a lock", () => client.send(command));
  if (head.ObjectLockLegalHoldStatus === "ON") return { entry };
  const until = head.ObjectLockRetainUntilDate;
  return until !== undefined && until > new Date() ? { entry, until } : undefined;
}

export function lockText(locked: readonly Lock[]): string {
  const last = locked.reduce<Date | undefined>(
    (latest, { until }) => (until !== undefined && (latest === undefined || until > latest) ? until : latest),
    undefined,
  );
  const holds = locked.filter(({ until }) => until === undefined).length;
  const what = locked.length === 1 ? "One version is" : `${locked.length} versions are`;
  return [
    `${what} locked by the bucket and cannot be erased`,
    ...(last === undefined ? [] : [`the last lock ends on ${last.toISOString().slice(0, 10)}`]),
    ...(holds === 0 ? [] : [`${holds} ${holds === 1 ? "has" : "have"} a legal hold, which somebody must lift`]),
  ].join("; ");
}
