/**
 * A file to an address that a person gave: streamed, by PUT, so that beginning anew after a kill leaves the same file there
 * (RFC 9110 §9.2.2). To the public internet over TLS and nowhere else, and never where it sends us on.
 */
import { OperationalError } from "#base";
import { Outbound, type OutboundOptions } from "./outbound.ts";

interface Upload {
  readonly url: URL;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  /** The same for every try, so that the other side can tell one from a second file. */
  readonly key: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface UploadOptions extends Pick<OutboundOptions, "resolve" | "trustedCertificates"> {
  /** Hosts of one's own network that uploads may go to; none of those that services may be on. */
  readonly ownHosts: readonly string[];
}

const leastMs = 2 * 60_000;
/** The slowest line that is waited for. */
const bytesPerSecond = 50_000;

/** Answers the status. Throws OperationalError as `Outbound.send`, and `upload-address` for one that is no https address. */
export async function upload(
  { url, fileName, mediaType, sizeBytes, sha256, key, bytes }: Upload,
  { ownHosts, ...more }: UploadOptions,
): Promise<number> {
  if (url.protocol !== "https:")
    throw new OperationalError("upload-address", "The address of the upload is not https. Nothing was sent.");
  const timeoutMs = leastMs + Math.ceil(sizeBytes / bytesPerSecond) * 1_000;
  const outbound = new Outbound({ ownHosts, timeoutMs, answerBytes: 64 * 1024, ...more });
  try {
    const { status } = await outbound.send({
      method: "PUT",
      url,
      headers: {
        "content-type": mediaType,
        "content-disposition": `attachment; filename="${fileName}"`,
        // RFC 9530: what was meant to arrive.
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
        "idempotency-key": `"${key}"`,
      },
      stream: { sizeBytes, bytes },
    });
    return status;
  } finally {
    outbound.close();
  }
}
