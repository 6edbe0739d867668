/**
 * Makes the calls of a declaration: addresses and bodies from templates, within the limits of the service, again where that
 * does no harm. What comes back is an answer to believe or an error that says what happened without saying about whom.
 */
import { X509Certificate, createHash, verify } from "node:crypto";
import { Buffer } from "node:buffer";
import { OperationalError } from "#base";
import { Credentials } from "./authentication.ts";
import { isTemplate } from "./check-names.ts";
import type { BodyTree, Call, ServiceDeclaration } from "./declaration.ts";
import { type OutboundAnswer, Outbound } from "./outbound.ts";
import { Pace } from "./pace.ts";
import { fill, fillPath, type Values } from "./template.ts";

export interface ClientOptions {
  readonly service: ServiceDeclaration;
  readonly base: URL;
  /** A variable of the environment. */
  readonly setting: (name: string) => string | undefined;
  readonly ownHosts: readonly string[];
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Prepared {
  readonly method: Call["method"];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; `undefined` when there is none. */
  readonly json: unknown;
}

const tries = 4;
/** Longer than this we do not wait with a worker in hand; the plan tries again later. */
const longestWaitMs = 30_000;
const loginStatuses = [401, 403];

export class ServiceClient {
  readonly service: ServiceDeclaration;
  readonly base: URL;
  readonly #options: ClientOptions;
  readonly #outbound: Outbound;
  readonly #credentials: Credentials;
  readonly #pace: Pace;
  /** Values of this installation, for templates. */
  readonly settings: Values;

  constructor(options: ClientOptions) {
    const { service, base, setting, ownHosts, resolve, now, wait } = options;
    this.#options = options;
    this.service = service;
    this.base = base;
    this.settings = settingValues(service, setting);
    this.#outbound = new Outbound({
      ownHosts,
      timeoutMs: service.limits.seconds * 1000,
      answerBytes: service.limits.answerKilobytes * 1024,
      ...(resolve === undefined ? {} : { resolve }),
    });
    this.#pace = new Pace({ perSecond: service.limits.perSecond, atOnce: service.limits.atOnce, now, wait });
    this.#credentials = new Credentials({
      authentication: service.authentication,
      base,
      outbound: this.#outbound,
      settings: this.settings,
      setting,
      now,
    });
  }

  prepare(call: Call, values: Values): Prepared {
    return prepared(this.service, this.base, call, { ...this.settings, ...values });
  }

  /** Answers with one of `expected`, or throws. `once` names this call, so that the service knows it when it is made again. */
  async call(call: Call, values: Values, expected: readonly number[], once?: string): Promise<Answer> {
    return this.send(
      this.prepare(call, values),
      expected,
      call.onceBy === undefined ? undefined : { header: call.onceBy, key: once ?? "" },
    );
  }

  async send(
    call: Prepared,
    expected: readonly number[],
    once?: { readonly header: string; readonly key: string },
  ): Promise<Answer> {
    const again = call.method !== "POST" && call.method !== "PATCH" ? true : once !== undefined && once.key !== "";
    for (let attempt = 1, generation = 1; ; attempt++) {
      const mark =
        once === undefined || once.key === ""
          ? {}
          : { [once.header.toLowerCase()]: uuidOf(`${once.key}/${generation}`) };
      const outcome = await this.#try({ ...call, headers: { ...call.headers, ...mark } });
      if (!(outcome instanceof OperationalError) && expected.includes(outcome.status)) return this.#believed(outcome);
      const error = outcome instanceof OperationalError ? outcome : this.#refusal(outcome);
      // A service may answer a key it knows with the same failure for a day.
      if (!(outcome instanceof OperationalError) && outcome.status >= 500) generation++;
      const waitMs = this.#waitMs(outcome, attempt);
      const harmless = again || (!(outcome instanceof OperationalError) && outcome.status === 429);
      if (!error.retryable || !harmless || attempt >= tries || waitMs > longestWaitMs) throw error;
      this.#pace.pause(waitMs);
    }
  }

  now(): Date {
    return new Date(this.#options.now());
  }

  close(): void {
    this.#outbound.close();
  }

  async #try(call: Prepared): Promise<OutboundAnswer | OperationalError> {
    for (let renewed = false; ; renewed = true) {
      const answer = await this.#pace
        .run(() => this.#sendOnce(call))
        .catch((error: unknown) => {
          if (error instanceof OperationalError) return error;
          throw error;
        });
      const stale =
        !(answer instanceof OperationalError) && answer.status === 401 && !renewed && this.#credentials.refused();
      if (!stale) return answer;
    }
  }

  async #sendOnce({ method, url, headers, body }: Prepared): Promise<OutboundAnswer> {
    const login = await this.#credentials.headers({ method, url, body: body ?? "" });
    return this.#outbound.send({
      method,
      url,
      headers: { ...headers, ...login },
      ...(body === undefined ? {} : { body }),
    });
  }

  #waitMs(outcome: OutboundAnswer | OperationalError, attempt: number): number {
    const backoff = 500 * 2 ** (attempt - 1);
    if (outcome instanceof OperationalError) return backoff;
    return retryAfterMs(outcome.headers["retry-after"], this.#options.now()) ?? backoff;
  }

  #refusal({ status }: OutboundAnswer): OperationalError {
    const { host } = this.base;
    const title = this.service.title;
    if (loginStatuses.includes(status))
      return new OperationalError(
        "service-credentials",
        `${title} (${host}) does not let us in (status ${status}). Check its credentials and what they allow.`,
      );
    if (status === 429)
      return new OperationalError("service-busy", `${title} (${host}) asks us to call less often (status 429).`, {
        retryable: true,
      });
    if (status >= 500 || status === 408 || status === 409 || status === 425)
      return new OperationalError(
        "service-failing",
        `${title} (${host}) could not do what it was asked (status ${status}).`,
        { retryable: true },
      );
    return new OperationalError(
      "service-refuses",
      `${title} (${host}) refused a call (status ${status}). Compare its declaration with ${this.service.documentation}.`,
    );
  }

  #believed({ status, headers, body }: OutboundAnswer): Answer {
    const { signed } = this.service;
    // A refusal carries no promise, and processors do not sign it.
    if (signed !== undefined && status < 400) this.#checkSignature(headers[signed.header], body, signed.certificate);
    return { status, headers, json: this.#json(body) };
  }

  #json(body: Buffer): unknown {
    if (body.length === 0) return undefined;
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
    } catch {
      throw changedShape(this.service, "an answer that is no JSON");
    }
  }

  #checkSignature(signature: string | undefined, body: Buffer, variable: string): void {
    const certificate = this.#options.setting(variable);
    if (certificate === undefined)
      throw new OperationalError(
        "setting-missing",
        `${variable} is not set, so that answers of ${this.service.title} cannot be believed.`,
      );
    if (signature !== undefined && isSigned(certificate, Buffer.from(signature, "base64"), body)) return;
    throw new OperationalError(
      "answer-not-signed",
      `An answer of ${this.service.title} does not carry its signature and was not believed. Check ${variable}.`,
    );
  }
}

/** What the service says is not what its declaration says that it says. */
export function changedShape({ title, documentation }: ServiceDeclaration, what: string): OperationalError {
  return new OperationalError(
    "answer-changed",
    `${title} gave ${what}. Nothing that follows from it was done or believed. Compare its declaration with ${documentation}.`,
  );
}

/** The call as it leaves, without what proves who we are. */
export function prepared(service: ServiceDeclaration, base: URL, call: Call, values: Values): Prepared {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, "")}${fillPath(call.path, values)}`;
  url.search = new URLSearchParams(
    call.query.map(({ name, value }): [string, string] => [name, fill(value, values)]),
  ).toString();
  const fields = [...service.headers, ...call.headers].map(({ name, value }) => [
    name.toLowerCase(),
    headerValue(fill(value, values)),
  ]);
  const body = bodyOf(call, values);
  return {
    method: call.method,
    url,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": body.type }),
      ...Object.fromEntries(fields),
    },
    ...(body === undefined ? {} : { body: body.text }),
  };
}

function bodyOf({ body }: Call, values: Values): { readonly type: string; readonly text: string } | undefined {
  if (body.kind === "none") return undefined;
  if (body.kind === "json") return { type: "application/json", text: JSON.stringify(filledTree(body.tree, values)) };
  const form = new URLSearchParams(body.fields.map(({ name, value }): [string, string] => [name, fill(value, values)]));
  return { type: "application/x-www-form-urlencoded", text: form.toString() };
}

function filledTree(tree: BodyTree, values: Values): unknown {
  if (tree === null || typeof tree !== "object") return tree;
  if (isTemplate(tree)) return fill(tree, values);
  if (Array.isArray(tree)) return (tree as readonly BodyTree[]).map((item) => filledTree(item, values));
  return Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, filledTree(inner, values)]));
}

function headerValue(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  throw new OperationalError("value-unusable", "A value cannot stand in a header. The call was not made.");
}

export function settingValues(service: ServiceDeclaration, setting: (name: string) => string | undefined): Values {
  return Object.fromEntries(
    Object.entries(service.settings).flatMap(([name, variable]) => {
      const value = setting(variable)?.trim();
      return value === undefined || value === "" ? [] : [[`setting.${name}`, value]];
    }),
  );
}

function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(at - now, 0);
}

function isSigned(certificate: string, signature: Buffer, body: Buffer): boolean {
  try {
    return verify("sha256", body, new X509Certificate(certificate).publicKey, signature);
  } catch {
    return false;
  }
}

/** The same text always gives the same number, in the form of a random one. */
export function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${"89ab"[Number.parseInt(hex.charAt(16), 16) % 4] ?? "8"}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
