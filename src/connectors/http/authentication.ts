/** How a call proves who we are. Secrets are read when they are needed, sent to the host that they are for, and shown nowhere. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { OperationalError } from "#base";
import type { Authentication } from "./declaration.ts";
import { isRecord } from "./json-path.ts";
import type { Outbound } from "./outbound.ts";
import { fill, type Values } from "./template.ts";

export interface CredentialsOptions {
  readonly authentication: Authentication;
  readonly base: URL;
  readonly outbound: Outbound;
  readonly settings: Values;
  readonly setting: (name: string) => string | undefined;
  readonly now: () => number;
}

/** What is to be signed: everything that leaves but the signature. */
export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** A token is used until a minute before its end. */
const earlyMs = 60_000;
const tokenMs = 3_600_000;

export class Credentials {
  readonly #options: CredentialsOptions;
  #token: { readonly value: string; readonly until: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  async headers(unsigned: Unsigned): Promise<Readonly<Record<string, string>>> {
    const { authentication } = this.#options;
    switch (authentication.kind) {
      case "none":
        return {};
      case "basic":
        return { authorization: this.#basic(authentication.user, authentication.password) };
      case "bearer":
        return { authorization: `Bearer ${this.#secret(authentication.token)}` };
      case "header":
        return { [authentication.name.toLowerCase()]: this.#secret(authentication.value) };
      case "oauth2":
        return { authorization: `Bearer ${await this.#accessToken(authentication)}` };
      case "signature":
        return this.#signature(authentication, unsigned);
    }
  }

  /** The service did not take the token: the next call fetches another. True when that can help. */
  refused(): boolean {
    const had = this.#token !== undefined;
    this.#token = undefined;
    return had;
  }

  #accessToken(oauth: Authentication & { kind: "oauth2" }): Promise<string> {
    const { now } = this.#options;
    if (this.#token !== undefined && this.#token.until > now()) return Promise.resolve(this.#token.value);
    this.#fetching ??= this.#fetch(oauth).finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(oauth: Authentication & { kind: "oauth2" }): Promise<string> {
    const { base, outbound, settings, now } = this.#options;
    const target = oauth.token.text.startsWith("/")
      ? `${base.origin}${fill(oauth.token, settings)}`
      : fill(oauth.token, settings);
    const form = new URLSearchParams(
      oauth.grant === "refresh-token"
        ? { grant_type: "refresh_token", refresh_token: this.#secret(oauth.refresh ?? "") }
        : { grant_type: "client_credentials" },
    );
    if (oauth.scope !== undefined) form.set("scope", oauth.scope);
    if (oauth.sends === "body") {
      form.set("client_id", this.#secret(oauth.client));
      form.set("client_secret", this.#secret(oauth.secret));
    }
    const answer = await outbound.send({
      method: "POST",
      url: new URL(target),
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        ...(oauth.sends === "basic" ? { authorization: this.#basic(oauth.client, oauth.secret) } : {}),
      },
      body: form.toString(),
    });
    const token = tokenIn(answer.status, answer.body);
    if (token === undefined)
      throw new OperationalError(
        "service-credentials",
        `${new URL(target).host} gave no token (status ${answer.status}). Nothing else was called. Check client id, secret and scope.`,
        { retryable: answer.status >= 500 || answer.status === 429 },
      );
    this.#token = { value: token.value, until: now() + Math.max(token.seconds * 1000 - earlyMs, 0) };
    return token.value;
  }

  #signature(signed: Authentication & { kind: "signature" }, { method, url, body }: Unsigned): Record<string, string> {
    const time = String(Math.floor(this.#options.now() / 1000));
    // An empty body is signed as one, so it is not a value that a template misses.
    const text = signed.over.parts
      .map((part) =>
        typeof part === "string"
          ? part
          : ({ method, target: `${url.pathname}${url.search}`, body, time }[part.name] ?? ""),
      )
      .join("");
    const mac = createHmac(signed.hash, this.#secret(signed.key)).update(text).digest(signed.encoding);
    return {
      [signed.header.toLowerCase()]: mac,
      ...(signed.time === undefined ? {} : { [signed.time.toLowerCase()]: time }),
    };
  }

  #basic(user: string, password: string | undefined): string {
    const pair = `${this.#secret(user)}:${password === undefined ? "" : this.#secret(password)}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  }

  #secret(name: string): string {
    const value = this.#options.setting(name)?.trim();
    if (value !== undefined && value !== "" && !/[\r\n]/.test(value)) return value;
    throw new OperationalError(
      "setting-missing",
      `${name} is not set, so that the service was not called. Set it in the environment of Gestand.`,
    );
  }
}

/** Variables that hold secrets. */
export function secretsOf(authentication: Authentication): readonly string[] {
  switch (authentication.kind) {
    case "none":
      return [];
    case "basic":
      return [authentication.user, authentication.password].filter((name) => name !== undefined);
    case "bearer":
      return [authentication.token];
    case "header":
      return [authentication.value];
    case "oauth2":
      return [authentication.client, authentication.secret, authentication.refresh].filter(
        (name) => name !== undefined,
      );
    case "signature":
      return [authentication.key];
  }
}

function tokenIn(status: number, body: Buffer): { readonly value: string; readonly seconds: number } | undefined {
  if (status !== 200) return undefined;
  try {
    const json: unknown = JSON.parse(body.toString());
    if (!isRecord(json)) return undefined;
    const { access_token: value, expires_in: seconds } = json;
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return undefined;
    return { value, seconds: Number(seconds) > 0 ? Number(seconds) : tokenMs / 1000 };
  } catch {
    return undefined;
  }
}
