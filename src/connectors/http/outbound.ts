/**
 * The one place from which calls to outside services leave. It speaks TLS, to the host that was meant and no other: a name
 * is resolved, every address that it has is looked at, and the connection goes to one of exactly those addresses, so that a
 * name that changes its mind between looking and connecting gains nothing. No answer is larger, slower or elsewhere than
 * allowed. Errors name the host and what happened, never an address with a person in it.
 */
import { Buffer } from "node:buffer";
import { lookup as resolveName } from "node:dns/promises";
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rootCertificates } from "node:tls";
import { OperationalError } from "#base";
import { isLoopback, isPrivateAddress, isPublicAddress } from "./addresses.ts";

export interface OutboundOptions {
  /** Hosts of one's own network (`host` or `host:port`), which may have private addresses; with a loopback one also without TLS. */
  readonly ownHosts: readonly string[];
  /** For one answer, from the first byte sent to the last received. */
  readonly timeoutMs: number;
  readonly answerBytes: number;
  /** Every address of a name; the system's resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** PEM certificates to trust besides the usual ones, for a host of one's own network. */
  readonly trustedCertificates?: string;
}

export interface OutboundRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of a body: what is read while it is sent. */
  readonly stream?: { readonly sizeBytes: number; readonly bytes: AsyncIterable<Uint8Array> };
}

export interface OutboundAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const mostRedirects = 5;

export class Outbound {
  readonly #options: OutboundOptions;
  readonly #plain = new HttpAgent({ keepAlive: true });
  readonly #tls: HttpsAgent;

  constructor(options: OutboundOptions) {
    this.#options = options;
    const { trustedCertificates: own } = options;
    const ca = own === undefined ? {} : { ca: [...rootCertificates, own] };
    this.#tls = new HttpsAgent({ keepAlive: true, minVersion: "TLSv1.2", ...ca });
  }

  /** Throws OperationalError: `address-refused`, `service-unreachable`, `service-slow`, `answer-too-large`, `service-redirects`. */
  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    let { url } = request;
    for (let hops = 0; ; hops++) {
      const answer = await this.#once({ ...request, url });
      const location = answer.headers["location"];
      if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
      url = redirected(url, location, request.method, hops);
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }

  async #once(request: OutboundRequest): Promise<OutboundAnswer> {
    const { url } = request;
    refuseForm(url);
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    const addresses = await this.#addressesOf(url);
    if (url.protocol === "http:" && !addresses.every(isLoopback)) throw refusedAddress(url, "is without TLS");
    return new Promise((resolve, reject) => {
      const sent = this.#open(request, addresses, deadline);
      sent.on("response", (message) => {
        collect(message, this.#options.answerBytes).then(
          (body) => resolve({ status: message.statusCode ?? 0, headers: headersOf(message), body }),
          (error: unknown) => {
            sent.destroy();
            reject(failure(error, url, deadline));
          },
        );
      });
      sent.on("error", (error) => reject(failure(error, url, deadline)));
      if (request.stream === undefined) sent.end(request.body);
      // Whoever answers before everything came has answered; what the source says of itself goes on as it is.
      else
        pipeline(Readable.from(request.stream.bytes, { objectMode: false }), sent).catch((error: unknown) =>
          reject(failure(error, url, deadline)),
        );
    });
  }

  #open(
    { method, url, headers, body, stream }: OutboundRequest,
    addresses: readonly string[],
    signal: AbortSignal,
  ): ClientRequest {
    const [open, agent] = url.protocol === "http:" ? [httpRequest, this.#plain] : [httpsRequest, this.#tls];
    return open(url, {
      method,
      agent,
      signal,
      lookup: pinnedTo(addresses),
      headers: {
        "accept-encoding": "identity",
        "user-agent": "Gestand",
        ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
        ...(stream === undefined ? {} : { "content-length": String(stream.sizeBytes) }),
        ...headers,
      },
    });
  }

  /** All of them must be allowed: a name with one good and one bad address is not trusted with a second look-up. */
  async #addressesOf(url: URL): Promise<readonly string[]> {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(host) === 0 ? await this.#resolve(host, url) : [host];
    const own = this.#options.ownHosts.includes(url.host) || this.#options.ownHosts.includes(url.hostname);
    if (addresses.length === 0) throw unreachable(url, "its name has no address");
    if (addresses.every((address) => isPublicAddress(address) || (own && isPrivateAddress(address)))) return addresses;
    throw refusedAddress(url, "has an address that is not of the public internet");
  }

  async #resolve(host: string, url: URL): Promise<readonly string[]> {
    if (this.#options.resolve !== undefined) return this.#options.resolve(host);
    try {
      return (await resolveName(host, { all: true })).map(({ address }) => address);
    } catch (error) {
      throw unreachable(url, "its name could not be resolved", error);
    }
  }
}

/** Connects to what was looked at; the name is still the one on the certificate. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_, options, done) => {
    const [first] = all;
    if (options.all === true) done(null, all);
    else done(null, first?.address ?? "", first?.family ?? 4);
  };
}

function refuseForm(url: URL): void {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refusedAddress(url, "is no web address");
  if (url.username !== "" || url.password !== "") throw refusedAddress(url, "holds a user name or password");
}

function redirected(from: URL, location: string, method: string, hops: number): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  const allowed = to !== undefined && to.origin === from.origin && method === "GET" && hops < mostRedirects;
  if (allowed) return to;
  throw new OperationalError(
    "service-redirects",
    `${from.host} sends us elsewhere, which is followed only for reading, on the same host, ${mostRedirects} times. Nothing was sent there. Correct the address in the declaration of the service.`,
  );
}

async function collect(message: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit)
      throw new OperationalError(
        "answer-too-large",
        `An answer of the service is larger than ${Math.floor(limit / 1024)} kB and was not read.`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function headersOf(message: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

function failure(error: unknown, url: URL, deadline: AbortSignal): OperationalError {
  if (error instanceof OperationalError) return error;
  if (deadline.aborted)
    return new OperationalError("service-slow", `${url.host} did not answer in time.`, { retryable: true });
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return new OperationalError(
      "service-certificate",
      `The certificate of ${url.host} is not valid for it (${code}). Nothing was sent.`,
    );
  return unreachable(url, code === "" ? "the connection broke" : code);
}

function unreachable(url: URL, why: string, cause?: unknown): OperationalError {
  return new OperationalError("service-unreachable", `${url.host} could not be reached: ${why}.`, {
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  });
}

function refusedAddress(url: URL, why: string): OperationalError {
  return new OperationalError(
    "address-refused",
    `The address of the service at ${url.host} ${why}. Nothing was sent. Services are reached over https on the public internet; name a host of your own network in GESTAND_OWN_HOSTS.`,
  );
}
