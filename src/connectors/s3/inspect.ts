import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { isOperationalError, type Problem } from "#base";
import type { Store } from "#policy";
import type { Bucket } from "./bucket.ts";
import { isRefused, type Keeping, keepingOf, uploadsUnder } from "./listing.ts";

/** Lists, and tries to take out an object that nobody has. Changes nothing. */
export async function inspectBucket(bucket: Bucket, store: Store): Promise<readonly Problem[]> {
  const { client, name: Bucket, call } = bucket;
  const problems: Problem[] = [];
  const add = (code: string, severity: Problem["severity"], message: string, remedy: string) =>
    problems.push({ code, severity, path: `stores.${store.name}`, message, remedy });
  try {
    await call("Listing objects", () => client.send(new ListObjectsV2Command({ Bucket })));
    const keeping = await keepingOf(bucket);
    problems.push(...keepingProblems(store.name, keeping));
    await uploadsUnder(bucket, `gestand-inspect-${randomUUID()}`).next();
    // In a bucket with versions a plain delete would leave a marker; the version "null" of this key does not exist.
    const Key = `gestand-inspect-${randomUUID()}`;
    if (!keeping.unknown)
      await call("Trying to erase", () =>
        client.send(new DeleteObjectCommand({ Bucket, Key, ...(keeping.versions && { VersionId: "null" }) })),
      );
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    const remedy = isRefused(error)
      ? "Add the rights to the account, for all keys of the bucket."
      : "Correct the variable with its address, or the name of the bucket in the policy.";
    add(error.code, "error", error.message, remedy);
  }
  if (Object.keys(store.matches ?? {}).length > 0)
    add(
      "store-looks-at-all",
      "note",
      `S3 cannot be asked for metadata or tags, so each question about a person looks at every object of the store "${store.name}".`,
      "Let keys begin with an id of the person, and name them in the policy instead.",
    );
  return problems;
}

export function keepingProblems(store: string, { unknown }: Keeping): readonly Problem[] {
  if (!unknown) return [];
  return [
    {
      code: "store-unknown-versions",
      severity: "error",
      path: `stores.${store}`,
      message: `Gestand may neither ask whether the bucket of the store "${store}" keeps older versions, nor list them. What was overwritten or deleted may still be there.`,
      remedy: "Give the account s3:GetBucketVersioning and s3:ListBucketVersions.",
    },
  ];
}
