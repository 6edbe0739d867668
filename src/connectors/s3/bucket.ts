import { createHash } from "node:crypto";
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { isOperationalError, OperationalError } from "#base";

const waits = { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true } as const;
/** With pauses that grow, about ten seconds in all: long enough for a server that asks to slow down. */
const tries = 6;

export interface Bucket {
  readonly store: string;
  readonly name: string;
  readonly client: S3Client;
  /** Errors come out as OperationalError and name `attempted`, never a key or a secret. */
  readonly call: <T>(attempted: string, run: () => Promise<T>) => Promise<T>;
  close(): void;
}

/**
 * `https://KEY:SECRET@host[:port]/?region=eu-central-1`. The bucket goes into the path, as servers other than Amazon's want
 * it, unless the address says `style=host`. `token` is that of keys that live for a while.
 */
export function openBucket(store: string, address: string, name: string): Bucket {
  const client = new S3Client({
    ...settings(store, address),
    // Checksums that only Amazon knows are refused by others; what the protocol asks for is sent all the same.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: tries,
    requestHandler: waits,
  });
  // Deleting many at once needs a digest of the list; older servers know only this one.
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const request = args.request as { body?: unknown; headers: Record<string, string> };
        if (commandName === "DeleteObjectsCommand" && typeof request.body === "string")
          request.headers["content-md5"] = createHash("md5").update(request.body).digest("base64");
        return next(args);
      },
    { step: "build", name: "digestOfTheList", priority: "low" },
  );
  return {
    store,
    name,
    client,
    call: async (attempted, run) => {
      try {
        return await run();
      } catch (error) {
        throw failure(error, store, attempted);
      }
    },
    close: () => client.destroy(),
  };
}

function settings(store: string, address: string) {
  try {
    const url = new URL(address);
    if (!["http:", "https:"].includes(url.protocol) || url.username === "" || url.password === "")
      throw new TypeError();
    const token = url.searchParams.get("token");
    const path = url.pathname === "/" ? "" : url.pathname;
    return {
      endpoint: `${url.protocol}//${url.host}${path}`,
      region: url.searchParams.get("region") ?? "us-east-1",
      forcePathStyle: url.searchParams.get("style") !== "host",
      credentials: {
        accessKeyId: decodeURIComponent(url.username),
        secretAccessKey: decodeURIComponent(url.password),
        ...(token !== null && { sessionToken: token }),
      },
    };
  } catch {
    throw new OperationalError(
      "store-address",
      `The address of the store "${store}" cannot be read. Nothing was done there. Write it as https://KEY:SECRET@host/?region=eu-central-1, with special characters of the secret as %xx.`,
    );
  }
}

const refusals: Readonly<Record<string, readonly [string, string]>> = {
  NoSuchBucket: ["store-no-bucket", "there is no such bucket. Correct `bucket` in the policy"],
  InvalidAccessKeyId: ["store-account", "it does not know the access key. Correct the address"],
  SignatureDoesNotMatch: ["store-account", "the secret does not fit the access key. Correct the address"],
  ExpiredToken: ["store-account", "the access key is no longer valid. Put a new one in the address"],
  PermanentRedirect: ["store-region", "the bucket is in another region. Put ?region=… in the address"],
  AuthorizationHeaderMalformed: ["store-region", "the bucket is in another region. Put ?region=… in the address"],
  InvalidObjectState: ["store-archived", "an object is archived. Restore it at the provider, and try again"],
};

export function codeOf(error: unknown): string {
  return error instanceof S3ServiceException ? error.name : "";
}

export function statusOf(error: unknown): number {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
}

/** A call that this server does not know. */
export function isUnknownCall(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return ["NotImplemented", "MethodNotAllowed"].includes(codeOf(cause)) || [405, 501].includes(statusOf(cause));
}

function failure(error: unknown, store: string, attempted: string): OperationalError {
  if (isOperationalError(error)) return error;
  const status = statusOf(error);
  const lead = `${attempted} failed in the store "${store}"`;
  const known = refusals[codeOf(error)];
  if (known !== undefined) return new OperationalError(known[0], `${lead}: ${known[1]}.`, { cause: error });
  if (status === 401 || status === 403)
    return new OperationalError(
      "store-refused",
      `${lead}: the account may not. Give it s3:ListBucket, s3:ListBucketVersions, s3:ListBucketMultipartUploads, s3:GetBucketVersioning, s3:GetObject, s3:GetObjectVersion, s3:DeleteObject, s3:DeleteObjectVersion and s3:AbortMultipartUpload.`,
      { cause: error },
    );
  if (status === 429 || (status >= 500 && status !== 501))
    return new OperationalError(
      "store-busy",
      `${lead}: it is too busy or has a fault of its own (${status}). Try again later.`,
      {
        retryable: true,
        cause: error,
      },
    );
  if (status > 0) return new OperationalError("store-failed", `${lead}: it answered ${status}.`, { cause: error });
  return new OperationalError(
    "store-unreachable",
    `${lead}: it does not answer. Check that it runs and that its address is right.`,
    { retryable: true, cause: error },
  );
}
