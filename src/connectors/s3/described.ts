/**
 * Objects that name a person in their metadata or tags. A name under `matches` is `metadata.NAME` or `tag.NAME`; a plain
 * name means metadata. S3 cannot be asked for them, so every object of the bucket is looked at, one call each.
 */
import { GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { normaliseEmail } from "#base";
import type { KnownValue } from "../facts-contract.ts";
import type { StoreSubject } from "../store-contract.ts";
import { type Bucket, isUnknownCall, statusOf } from "./bucket.ts";
import { entriesUnder, type Entry, type Keeping } from "./listing.ts";

const atOnce = 16;

export interface Description {
  readonly mediaType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** `undefined`: the object is gone by now. */
export async function describe(
  { client, name: Bucket, call }: Bucket,
  entry: Entry,
  withTags: boolean,
): Promise<Description | undefined> {
  const at = { Bucket, Key: entry.key, ...(entry.versionId && { VersionId: entry.versionId }) };
  try {
    const head = await call("Reading metadata", () => client.send(new HeadObjectCommand(at)));
    const tags = withTags
      ? await call("Reading tags", () => client.send(new GetObjectTaggingCommand(at))).catch(noTags)
      : noTags();
    return {
      mediaType: head.ContentType ?? "application/octet-stream",
      metadata: head.Metadata ?? {},
      tags: Object.fromEntries((tags.TagSet ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
    };
  } catch (error) {
    if (statusOf((error as { cause?: unknown }).cause) === 404) return undefined;
    throw error;
  }
}

function noTags(error?: unknown): {
  readonly TagSet?: { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
} {
  if (error === undefined || isUnknownCall(error)) return {};
  throw error;
}

export interface Described {
  readonly entry: Entry;
  /** Which name under `matches` it answers to. */
  readonly name: string;
  readonly known: KnownValue;
}

/** Objects that the person's keys do not mean and their values do. */
export async function* describedBy(
  bucket: Bucket,
  keeping: Keeping,
  { emails, values }: StoreSubject,
  own: (key: string) => boolean,
): AsyncGenerator<readonly Described[]> {
  const wanted = Object.entries(values).filter(([, known]) => known.length > 0);
  if (wanted.length === 0) return;
  const withTags = wanted.some(([name]) => name.startsWith("tag."));
  const addresses = new Set(emails.map(normaliseEmail));
  const same = (one: string, other: string) =>
    one === other || (addresses.has(normaliseEmail(one)) && normaliseEmail(one) === normaliseEmail(other));
  for await (const page of entriesUnder(bucket, keeping, "")) {
    const objects = page.filter(({ is, key }) => is === "object" && !own(key));
    for (let at = 0; at < objects.length; at += atOnce) {
      const part = objects.slice(at, at + atOnce);
      const found = await Promise.all(part.map((entry) => describe(bucket, entry, withTags)));
      yield part.flatMap((entry, index): Described[] => {
        const about = found[index];
        if (about === undefined) return [];
        const met = wanted.flatMap(([name, known]) => {
          const value = valueOf(about, name);
          return value === undefined
            ? []
            : known.filter((one) => same(one.value, value)).map((one) => ({ entry, name, known: one }));
        });
        // What stays wins; and an object counts once.
        const first = met.find(({ known }) => known.keep !== undefined) ?? met[0];
        return first === undefined ? [] : [first];
      });
    }
  }
}

function valueOf({ metadata, tags }: Description, name: string): string | undefined {
  if (name.startsWith("tag.")) return tags[name.slice("tag.".length)];
  return metadata[name.replace(/^metadata\./, "").toLowerCase()];
}
