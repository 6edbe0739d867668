/** What is in a bucket, page after page, so that nothing is missed however much there is. */
import {
  type DeleteMarkerEntry,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectVersion,
} from "@aws-sdk/client-s3";
import { isOperationalError, OperationalError } from "#base";
import type { PersonKeys } from "../store-subject.ts";
import { type Bucket, isUnknownCall, statusOf } from "./bucket.ts";

/** One version of an object, a delete marker, or an upload that was begun and not ended. */
export interface Entry {
  readonly key: string;
  readonly is: "object" | "marker" | "upload";
  /** Absent in a bucket that keeps no versions. */
  readonly versionId?: string;
  readonly uploadId?: string;
  readonly latest: boolean;
  readonly storageClass?: string;
}

/** How a bucket keeps what is overwritten and deleted. */
export interface Keeping {
  readonly versions: boolean;
  /** The account may not ask, nor list versions: there may be older ones that nobody sees. */
  readonly unknown: boolean;
}

export async function keepingOf({ client, name: Bucket, call }: Bucket): Promise<Keeping> {
  try {
    const { Status } = await call("Asking whether versions are kept", () =>
      client.send(new GetBucketVersioningCommand({ Bucket })),
    );
    return { versions: Status !== undefined, unknown: false };
  } catch (error) {
    if (isUnknownCall(error)) return { versions: false, unknown: false };
    if (!isRefused(error)) throw error;
  }
  try {
    await call("Listing versions", () => client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 })));
    return { versions: true, unknown: false };
  } catch (error) {
    if (isUnknownCall(error)) return { versions: false, unknown: false };
    if (isRefused(error)) return { versions: false, unknown: true };
    throw error;
  }
}

export function isRefused(error: unknown): boolean {
  return isOperationalError(error) && error.code === "store-refused";
}

/** Everything whose key begins so, in pages of at most a thousand. */
export function entriesUnder(bucket: Bucket, keeping: Keeping, prefix: string): AsyncGenerator<readonly Entry[]> {
  return keeping.versions ? versionsUnder(bucket, prefix) : objectsUnder(bucket, prefix);
}

async function* objectsUnder({ client, name: Bucket, call }: Bucket, Prefix: string): AsyncGenerator<readonly Entry[]> {
  for (let ContinuationToken: string | undefined; ; ) {
    const input = { Bucket, Prefix, EncodingType: "url", ...(ContinuationToken && { ContinuationToken }) } as const;
    const page = await call("Listing objects", () => client.send(new ListObjectsV2Command(input)));
    const decode = decoderOf(page.EncodingType);
    yield (page.Contents ?? []).map(({ Key, StorageClass }) => ({
      key: decode(Key),
      is: "object",
      latest: true,
      ...(StorageClass && { storageClass: StorageClass }),
    }));
    if (page.IsTruncated !== true) return;
    ContinuationToken = next(page.NextContinuationToken, ContinuationToken);
  }
}

async function* versionsUnder(
  { client, name: Bucket, call }: Bucket,
  Prefix: string,
): AsyncGenerator<readonly Entry[]> {
  let place: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const input = { Bucket, Prefix, EncodingType: "url", ...place } as const;
    const page = await call("Listing versions", () => client.send(new ListObjectVersionsCommand(input)));
    const decode = decoderOf(page.EncodingType);
    const common = (one: ObjectVersion | DeleteMarkerEntry) => ({
      key: decode(one.Key),
      latest: one.IsLatest === true,
      ...(one.VersionId && { versionId: one.VersionId }),
    });
    yield [
      ...(page.Versions ?? []).map(
        (one): Entry => ({ ...common(one), is: "object", ...(one.StorageClass && { storageClass: one.StorageClass }) }),
      ),
      ...(page.DeleteMarkers ?? []).map((one): Entry => ({ ...common(one), is: "marker" })),
    ];
    if (page.IsTruncated !== true) return;
    const KeyMarker = decode(page.NextKeyMarker);
    const VersionIdMarker = page.NextVersionIdMarker;
    next(`${KeyMarker}\0${VersionIdMarker ?? ""}`, `${place.KeyMarker ?? ""}\0${place.VersionIdMarker ?? ""}`);
    place = { KeyMarker, ...(VersionIdMarker && { VersionIdMarker }) };
  }
}

/** Uploads that were begun under keys that begin so. A server that knows none has none. */
export async function* uploadsUnder(
  { client, name: Bucket, call }: Bucket,
  Prefix: string,
): AsyncGenerator<readonly Entry[]> {
  let place: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const input = { Bucket, Prefix, EncodingType: "url", ...place } as const;
    let page;
    try {
      page = await call("Listing uploads", () => client.send(new ListMultipartUploadsCommand(input)));
    } catch (error) {
      if (isUnknownCall(error)) return;
      throw error;
    }
    const decode = decoderOf(page.EncodingType);
    yield (page.Uploads ?? []).map(
      ({ Key, UploadId }): Entry => ({
        key: decode(Key),
        is: "upload",
        latest: false,
        ...(UploadId && { uploadId: UploadId }),
      }),
    );
    if (page.IsTruncated !== true) return;
    const KeyMarker = decode(page.NextKeyMarker);
    const UploadIdMarker = page.NextUploadIdMarker;
    next(`${KeyMarker}\0${UploadIdMarker ?? ""}`, `${place.KeyMarker ?? ""}\0${place.UploadIdMarker ?? ""}`);
    place = { KeyMarker, ...(UploadIdMarker && { UploadIdMarker }) };
  }
}

/** A server that says there is more and not where would be asked for ever, or believed to be at its end. */
function next(place: string | undefined, before: string | undefined): string {
  if (place === undefined || place === "" || place === "\0" || place === before)
    throw new OperationalError(
      "store-failed",
      "The store says that there is more, and not where to go on. Nothing was taken for complete.",
    );
  return place;
}

/** Only so can keys hold what XML cannot. `+` is a space there, as in forms. */
function decoderOf(encoding: string | undefined): (key: string | undefined) => string {
  if (encoding !== "url") return (key) => key ?? "";
  return (key) => {
    try {
      return decodeURIComponent((key ?? "").replaceAll("+", " "));
    } catch {
      return key ?? "";
    }
  };
}

/** So many single keys are looked up at the same time. */
const atOnce = 8;

/** All entries under the keys of a person, whoever's they are; the caller asks the keys. */
export async function* entriesOf(
  bucket: Bucket,
  keeping: Keeping,
  keys: PersonKeys,
  uploads: boolean,
): AsyncGenerator<readonly Entry[]> {
  for (let at = 0; at < keys.exact.length; at += atOnce) {
    const found = await Promise.all(
      keys.exact.slice(at, at + atOnce).map((key) => entriesAt(bucket, keeping, key, uploads)),
    );
    yield found.flat();
  }
  for (const prefix of keys.walks) {
    yield* entriesUnder(bucket, keeping, prefix);
    if (uploads) yield* uploadsUnder(bucket, prefix);
  }
}

/** Keys come in order, so what follows the key itself is somebody else's. */
async function entriesAt(bucket: Bucket, keeping: Keeping, key: string, uploads: boolean): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  const collect = async (pages: AsyncGenerator<readonly Entry[]>) => {
    for await (const page of pages) {
      found.push(...page.filter((entry) => entry.key === key));
      if (page.some((entry) => entry.key !== key)) return;
    }
  };
  if (keeping.versions) await collect(versionsUnder(bucket, key));
  else if (await isThere(bucket, key)) found.push({ key, is: "object", latest: true });
  if (uploads) await collect(uploadsUnder(bucket, key));
  return found;
}

async function isThere({ client, name: Bucket, call }: Bucket, Key: string): Promise<boolean> {
  try {
    await call("Looking for an object", () => client.send(new HeadObjectCommand({ Bucket, Key })));
    return true;
  } catch (error) {
    if (statusOf((error as { cause?: unknown }).cause) === 404) return false;
    throw error;
  }
}
