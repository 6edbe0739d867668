/** A local server that speaks the contract of a vendor, and a connection to it; for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import type { PlanId } from "#base";
import type { Store } from "#policy";
import type { ConnectedStore, StoreOrder, StoreSubject } from "../store-contract.ts";
import { connectHttp } from "./connect.ts";

export interface Asked {
  readonly method: string;
  /** Still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the server. */
  readonly base: string;
}

export interface Told {
  readonly status?: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Speak = (asked: Asked) => Told;

export interface Vendor extends AsyncDisposable {
  readonly base: string;
  readonly asked: readonly Asked[];
  /** Answers instead of the vendor for as long as it answers something. */
  disturb: ((asked: Asked) => Told | undefined) | undefined;
}

export async function vendor(speak: Speak): Promise<Vendor> {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const one: Asked = {
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers as Record<string, string>,
      body: await bodyOf(request),
      base: own.base,
    };
    asked.push(one);
    const told = own.disturb?.(one) ?? speak(one);
    response.writeHead(told.status ?? 200, { "content-type": "application/json", ...told.headers });
    response.end(told.json === undefined ? undefined : JSON.stringify(told.json));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const own: Vendor = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    disturb: undefined,
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
  return own;
}

export interface ConnectTo {
  /** Name of a declaration that comes with Gestand, or the text of one. */
  readonly service: string;
  readonly base: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of look-ups that the policy gives values for. */
  readonly matches?: readonly string[];
  /** Milliseconds that were waited, instead of waiting. */
  readonly waited?: number[];
  /** Where the clock stands; waiting moves it. */
  readonly clock?: { ms: number };
}

export function connectTo({
  service,
  base,
  environment = {},
  matches = [],
  waited = [],
  clock = { ms: Date.UTC(2026, 10, 23, 12) },
}: ConnectTo): ConnectedStore {
  const written = service.includes("\n");
  const all: Record<string, string> = { GESTAND_OWN_HOSTS: new URL(base).host, BASE_URL: base, ...environment };
  return connectHttp({
    store: storeNamed("desk", matches),
    reach: { kind: "http", urlFrom: "BASE_URL", service: written ? "services/own.yaml" : service },
    setting: (name) => all[name],
    document: (path) => (written && path === "services/own.yaml" ? service : undefined),
    wait: (ms) => {
      waited.push(ms);
      clock.ms += ms;
      return Promise.resolve();
    },
    now: () => clock.ms,
  });
}

function storeNamed(name: string, matches: readonly string[]): Store {
  const at = { file: "policy.yaml", line: 1, column: 1 };
  return {
    name,
    title: { en: name },
    kind: "service",
    holds: [],
    of: [],
    keys: [],
    countries: [],
    matches: Object.fromEntries(matches.map((one) => [one, { identity: "email" }])),
    at,
    cites: [],
  } as unknown as Store;
}

export function person(
  emails: readonly string[],
  values: Readonly<Record<string, readonly string[]>> = {},
): StoreSubject {
  return {
    emails,
    keys: [],
    values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.map((value) => ({ value }))])),
  };
}

export function orderFor(subject: StoreSubject): StoreOrder {
  return { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject };
}

export async function answerOf(store: ConnectedStore, subject: StoreSubject): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const item of store.items(subject)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.open()) chunks.push(chunk);
    all.push(JSON.parse(Buffer.concat(chunks).toString()));
  }
  return all;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
