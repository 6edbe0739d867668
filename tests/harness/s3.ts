/**
 * A small server that speaks the part of S3 that erasing needs, with what other test servers leave out: versions, delete
 * markers, locks, begun uploads, tags, refusals and pauses. Answers are written as Amazon documents them.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly body?: Buffer;
  /** A body that is made while it is read. */
  readonly bytes?: number;
  readonly marker?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly lockedUntil?: string;
  readonly legalHold?: boolean;
  readonly storageClass?: string;
}

export interface TestS3 extends AsyncDisposable {
  readonly url: string;
  /** In the order of keys, newest first. */
  versions: StoredVersion[];
  uploads: { readonly key: string; readonly uploadId: string }[];
  versioning: boolean;
  locks: boolean;
  pageSize: number;
  /** Answers instead of the server: a status and a code, by the name of the call. */
  refuse: (call: string, key: string) => readonly [number, string] | undefined;
  /** Names of calls so far. */
  readonly calls: string[];
  put(key: string, body: string, more?: Partial<StoredVersion>): void;
}

export async function startS3(): Promise<TestS3> {
  let count = 0;
  const state: TestS3 = {
    url: "",
    versions: [],
    uploads: [],
    versioning: false,
    locks: false,
    pageSize: 1_000,
    refuse: () => undefined,
    calls: [],
    put: (key, body, more = {}) => {
      count += 1;
      if (!state.versioning) state.versions = state.versions.filter((one) => one.key !== key);
      const versionId = state.versioning ? `v${String(count).padStart(6, "0")}` : "null";
      state.versions.unshift({ key, versionId, body: Buffer.from(body), ...more });
      state.versions.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://KEY:geheim@127.0.0.1:${port}/?region=eu-central-1` });
}

async function answer(state: TestS3, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const [, , ...rest] = path.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const words = new URLSearchParams(query);
  const call = nameOf(request.method ?? "", key, words);
  state.calls.push(call);
  const refused = state.refuse(call, key);
  if (refused !== undefined) return fail(response, ...refused);
  const run = calls[call];
  if (run === undefined) return fail(response, 501, "NotImplemented");
  await run({ state, request, response, key, words, body });
}

function nameOf(method: string, key: string, words: URLSearchParams): string {
  const about = ["versioning", "versions", "uploads", "uploadId", "object-lock", "tagging", "delete"].find((word) =>
    words.has(word),
  );
  return `${method} ${key === "" ? "bucket" : "object"}${about === undefined ? "" : ` ${about}`}`;
}

interface Call {
  readonly state: TestS3;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: string;
  readonly words: URLSearchParams;
  readonly body: string;
}

const calls: Readonly<Record<string, (call: Call) => Promise<void> | void>> = {
  "GET bucket": ({ state, response, words }) => {
    const visible = latest(state).filter(
      ({ key, marker }) => marker !== true && key.startsWith(words.get("prefix") ?? ""),
    );
    const from = Number(words.get("continuation-token") ?? 0);
    const page = visible.slice(from, from + size(state, words));
    const more = from + page.length < visible.length;
    reply(response, "ListBucketResult", [
      element("EncodingType", "url"),
      element("IsTruncated", String(more)),
      more ? element("NextContinuationToken", String(from + page.length)) : "",
      ...page.map(
        (one) =>
          `<Contents>${element("Key", encoded(one.key))}${element("StorageClass", one.storageClass ?? "STANDARD")}</Contents>`,
      ),
    ]);
  },
  "GET bucket versions": ({ state, response, words }) => {
    const current = new Set(latest(state));
    const all = state.versions.filter(({ key }) => key.startsWith(words.get("prefix") ?? ""));
    const [marker, id] = [words.get("key-marker"), words.get("version-id-marker")];
    const from = marker === null ? 0 : all.findIndex((one) => one.key === marker && one.versionId === id) + 1;
    const page = all.slice(from, from + size(state, words));
    const last = from + page.length < all.length ? page.at(-1) : undefined;
    reply(response, "ListVersionsResult", [
      element("EncodingType", "url"),
      element("IsTruncated", String(last !== undefined)),
      last === undefined
        ? ""
        : element("NextKeyMarker", encoded(last.key)) + element("NextVersionIdMarker", last.versionId),
      ...page.map((one) => {
        const name = one.marker === true ? "DeleteMarker" : "Version";
        const inner = [
          element("Key", encoded(one.key)),
          element("VersionId", one.versionId),
          element("IsLatest", String(current.has(one))),
        ];
        return `<${name}>${inner.join("")}${element("StorageClass", one.storageClass ?? "STANDARD")}</${name}>`;
      }),
    ]);
  },
  "GET bucket uploads": ({ state, response, words }) => {
    const all = state.uploads.filter(({ key }) => key.startsWith(words.get("prefix") ?? ""));
    reply(response, "ListMultipartUploadsResult", [
      element("EncodingType", "url"),
      element("IsTruncated", "false"),
      ...all.map((one) => `<Upload>${element("Key", encoded(one.key))}${element("UploadId", one.uploadId)}</Upload>`),
    ]);
  },
  "GET bucket versioning": ({ state, response }) =>
    reply(response, "VersioningConfiguration", state.versioning ? [element("Status", "Enabled")] : []),
  "GET bucket object-lock": ({ state, response }) =>
    state.locks
      ? reply(response, "ObjectLockConfiguration", [element("ObjectLockEnabled", "Enabled")])
      : fail(response, 404, "ObjectLockConfigurationNotFoundError"),
  "HEAD object": (call) => {
    const found = versionOf(call);
    if (found === undefined || found.marker === true) return fail(call.response, 404, "NoSuchKey");
    call.response.writeHead(200, headersOf(found)).end();
  },
  "GET object": async (call) => {
    const found = versionOf(call);
    if (found === undefined) return fail(call.response, 404, "NoSuchKey");
    if (found.storageClass === "GLACIER") return fail(call.response, 403, "InvalidObjectState");
    call.response.writeHead(200, headersOf(found));
    if (found.bytes === undefined) call.response.end(found.body);
    else await made(call.response, found.bytes);
  },
  "GET object tagging": (call) => {
    const tags = Object.entries(versionOf(call)?.tags ?? {});
    const set = tags.map(([name, value]) => `<Tag>${element("Key", name)}${element("Value", value)}</Tag>`);
    reply(call.response, "Tagging", [`<TagSet>${set.join("")}</TagSet>`]);
  },
  "DELETE object": (call) => {
    const error = remove(call.state, call.key, call.words.get("versionId") ?? undefined);
    if (error === undefined) call.response.writeHead(204).end();
    else fail(call.response, 403, error);
  },
  "DELETE object uploadId": ({ state, response, key, words }) => {
    state.uploads = state.uploads.filter((one) => one.key !== key || one.uploadId !== words.get("uploadId"));
    response.writeHead(204).end();
  },
  "POST bucket delete": ({ state, request, response, body }) => {
    if (request.headers["content-md5"] !== createHash("md5").update(body).digest("base64"))
      return fail(response, 400, "InvalidDigest");
    const asked = [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, inner = ""]) => ({
      key: plain(/<Key>(.*?)<\/Key>/s.exec(inner)?.[1] ?? ""),
      versionId: /<VersionId>(.*?)<\/VersionId>/.exec(inner)?.[1],
    }));
    if (asked.length > 1_000) return fail(response, 400, "MalformedXML");
    const errors = asked.flatMap(({ key, versionId }) => {
      const code = state.refuse("delete one", key)?.[1] ?? remove(state, key, versionId);
      const id = versionId === undefined ? "" : element("VersionId", versionId);
      return code === undefined ? [] : [`<Error>${element("Key", key)}${id}${element("Code", code)}</Error>`];
    });
    reply(response, "DeleteResult", errors);
  },
};

function remove(state: TestS3, key: string, versionId: string | undefined): string | undefined {
  if (versionId === undefined && state.versioning) {
    state.put(key, "", { marker: true });
    return undefined;
  }
  const found = state.versions.find((one) => one.key === key && one.versionId === (versionId ?? "null"));
  if (found?.legalHold === true || found?.lockedUntil !== undefined) return "AccessDenied";
  state.versions = state.versions.filter((one) => one !== found);
  return undefined;
}

function latest(state: TestS3): readonly StoredVersion[] {
  return state.versions.filter(({ key }, at) => state.versions[at - 1]?.key !== key);
}

function versionOf({ state, key, words }: Call): StoredVersion | undefined {
  const id = words.get("versionId");
  return state.versions.find((one) => one.key === key && (id === null || one.versionId === id));
}

function size(state: TestS3, words: URLSearchParams): number {
  return Math.min(state.pageSize, Number(words.get("max-keys") ?? state.pageSize));
}

function headersOf(version: StoredVersion): Record<string, string> {
  const metadata = Object.entries(version.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    "content-type": "text/plain",
    "content-length": String(version.bytes ?? version.body?.length ?? 0),
    ...Object.fromEntries(metadata),
    ...(version.lockedUntil !== undefined && {
      "x-amz-object-lock-mode": "COMPLIANCE",
      "x-amz-object-lock-retain-until-date": version.lockedUntil,
    }),
    ...(version.legalHold === true && { "x-amz-object-lock-legal-hold": "ON" }),
  };
}

async function made(response: ServerResponse, bytes: number): Promise<void> {
  const piece = Buffer.alloc(256 * 1024, "x");
  for (let left = bytes; left > 0; left -= piece.length)
    if (!response.write(piece.subarray(0, Math.min(left, piece.length)))) await once(response, "drain");
  response.end();
}

/** As Amazon does: a space is `+`. */
function encoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
}

function element(name: string, text: string): string {
  return `<${name}>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</${name}>`;
}

function plain(xml: string): string {
  return xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("&amp;", "&");
}

function reply(response: ServerResponse, name: string, inner: readonly string[]): void {
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner.join("")}</${name}>`,
  );
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(
    response.req.method === "HEAD"
      ? undefined
      : `<?xml version="1.0"?><Error>${element("Code", code)}${element("Message", "no")}</Error>`,
  );
}
