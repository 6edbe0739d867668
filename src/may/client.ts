/** The answers of a running Gestand, in a process of the company. Uses nothing but `fetch`. */
import { type Answered, type Changes, MayCache, type MaySource, type Verdict } from "./cache.ts";

export interface Sent {
  readonly method?: "POST";
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface MayOptions {
  /** Where Gestand answers: `https://privacy.example.org`. */
  readonly url: string;
  /** The value of GESTAND_PERMISSION_TOKEN. */
  readonly token: string;
  /** No answer is older than this, in milliseconds. Default 5000. */
  readonly boundMs?: number;
  /** Persons that are remembered. Default 100,000. */
  readonly mostPersons?: number;
  /** In place of the built-in one, such as with a proxy. */
  readonly fetch?: (url: string, init: Sent) => Promise<Response>;
  /** Milliseconds that only go forward; for tests. */
  readonly now?: () => number;
}

export interface MayClient {
  /** At once, from what is remembered. No for whoever is not known yet, or when Gestand was not reached within the bound. */
  may(person: string, purpose: string): boolean;
  /** The same for a message of the policy. */
  mayContact(person: string, message: string): boolean;
  /** Asks when it is not remembered. Never throws: `unreachable` is a no. */
  ask(person: string, asked: { readonly purpose: string } | { readonly message: string }): Promise<Verdict>;
  /** Remembers these persons, before `may` is asked about them. Throws when Gestand cannot be reached. */
  load(persons: readonly string[]): Promise<void>;
  /** Looks now what changed, rather than at the next turn. */
  look(): Promise<void>;
  close(): void;
}

const atOnce = 500;
const unreachable: Verdict = { allowed: false, because: "unreachable" };
const notDeclared: Verdict = { allowed: false, because: "not-declared" };

export function connectMay({ boundMs = 5_000, mostPersons = 100_000, ...options }: MayOptions): MayClient {
  const source = overHttp(options, boundMs);
  const cache = new MayCache(source, { boundMs, mostPersons, ...(options.now && { now: options.now }) });
  const timer = setInterval(() => void cache.look().catch(() => undefined), boundMs / 4);
  (timer as { unref?: () => void }).unref?.();
  const load = async (persons: readonly string[]) => {
    for (let at = 0; at < persons.length; at += atOnce) await cache.get(persons.slice(at, at + atOnce));
  };
  return {
    may: (person, purpose) => cache.peek(person)?.purposes[purpose]?.allowed === true,
    mayContact: (person, message) => cache.peek(person)?.messages[message]?.allowed === true,
    ask: async (person, asked) => {
      try {
        const [answered] = await cache.get([person]);
        return answered === undefined ? unreachable : verdictIn(answered, asked);
      } catch {
        return unreachable;
      }
    },
    load,
    look: () => cache.look(),
    close: () => clearInterval(timer),
  };
}

export function verdictIn(
  { purposes, messages }: Answered,
  asked: { readonly purpose: string } | { readonly message: string },
): Verdict {
  const [all, name] = "purpose" in asked ? [purposes, asked.purpose] : [messages, asked.message];
  return (Object.hasOwn(all, name) ? all[name] : undefined) ?? notDeclared;
}

function overHttp(
  { url, token, fetch: send = fetch }: Omit<MayOptions, "boundMs" | "mostPersons">,
  boundMs: number,
): MaySource {
  const base = `${url.replace(/\/+$/u, "")}/api/v1/may`;
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await send(`${base}${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      signal: AbortSignal.timeout(boundMs),
    });
    if (!answer.ok) throw new Error(`Gestand answered ${answer.status}. Nothing is known.`);
    return answer.json();
  };
  return {
    answers: async (persons) => ((await call("/answers", { persons })) as { answers: Answered[] }).answers,
    changes: async (cursor) =>
      (await call(`/changes${cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`}`)) as Changes,
  };
}
