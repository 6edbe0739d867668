/** What the tests of this room share: the whole product, more doors into the same house, and the steps of a visit over HTTP. */
import { mkdtemp, rm } from "node:fs/promises";
import { connect as connectSocket, createServer as createSocketServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, openHouse } from "#app";
import type { TestHouse } from "../../tests/harness/house.ts";
import type { LogEvent } from "./log.ts";
import type { createServer } from "./server.ts";

export type App = ReturnType<typeof createServer>;
export const password = "een lange zin als wachtwoord";

export interface Door extends AsyncDisposable {
  readonly app: App;
  readonly logged: readonly LogEvent[];
}

/** Another server process of the same house, in this process: same database, its own configuration. Works when told so. */
export async function anotherDoor(
  house: TestHouse,
  change: Partial<Configuration> = {},
  { work = false } = {},
): Promise<Door> {
  const logged: LogEvent[] = [];
  const opened = await openHouse(
    { ...house.configuration, ...change },
    { clock: house.clock, log: (event) => void logged.push(event) },
  );
  if (work) await opened.store.queue.start({ work });
  return { app: opened.server(), logged, [Symbol.asyncDispose]: () => opened.close() };
}

export interface Sent {
  readonly headers?: Record<string, string>;
  readonly cookie?: string | undefined;
  /** The network address that the connection comes from. */
  readonly from?: string;
}

export function get(app: App, path: string, sent: Sent = {}): Promise<Response> {
  return Promise.resolve(app.request(path, { headers: headersOf(sent) }, connection(sent)));
}

/** As a browser sends a form of our own page. */
export function post(app: App, path: string, fields: Record<string, string>, sent: Sent = {}): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(body)),
    "sec-fetch-site": "same-origin",
    ...headersOf(sent),
  };
  return Promise.resolve(app.request(path, { method: "POST", body, headers }, connection(sent)));
}

/** As a program sends JSON: no cookie, no origin. */
export function postJson(app: App, path: string, content: unknown, sent: Sent = {}): Promise<Response> {
  const body = JSON.stringify(content);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...headersOf(sent),
  };
  return Promise.resolve(app.request(path, { method: "POST", body, headers }, connection(sent)));
}

function headersOf({ headers, cookie }: Sent): Record<string, string> {
  return { ...headers, ...(cookie === undefined ? {} : { cookie }) };
}

function connection({ from }: Sent) {
  return { incoming: { socket: { remoteAddress: from ?? "127.0.0.1" } } };
}

/** `name=value` of the cookie that was set, as a browser sends it back. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** A member of staff who just made an account. */
export async function signUp(house: TestHouse, app: App, email: string): Promise<{ cookie: string; token: string }> {
  const token = await house.house.staff.invite();
  const made = await post(app, `/console/welcome/${token}`, { name: "Noor de Jong", email, password });
  return { cookie: cookieOf(made), token };
}

/** The code in the newest letter to this address. */
export async function codeFor(house: TestHouse, email: string): Promise<string> {
  const code = /^ {4}(\d{4} ?\d{4})$/m;
  const letter = await house.inbox.waitFor((mail) => mail.to.includes(email) && code.test(mail.text), 20_000);
  return code.exec(letter.text)?.[1]?.replace(" ", "") ?? "";
}

/** Asks and confirms by the pages. */
export async function askAndConfirm(
  house: TestHouse,
  app: App,
  kind: string,
  email: string,
): Promise<{ reference: string; cookie: string }> {
  const asked = await post(app, `/nl/ask/${kind}`, { email });
  const reference = decodeURIComponent(asked.headers.get("location")?.split("/").at(-1) ?? "");
  const confirmed = await post(app, "/nl/confirm", { reference, code: await codeFor(house, email) });
  return { reference, cookie: cookieOf(confirmed) };
}

/** Tries until it answers something. */
export async function eventually<T>(look: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error("It did not come about in time");
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

export interface Line extends AsyncDisposable {
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** The way to a database, through a socket that can be closed: everything behind it goes on. */
export async function lineTo(databaseUrl: string): Promise<Line> {
  const url = new URL(databaseUrl);
  const far = join(url.searchParams.get("host") ?? "", ".s.PGSQL.5432");
  const folder = await mkdtemp(join(tmpdir(), "gestand-line-"));
  url.searchParams.set("host", folder);
  const open = new Set<Socket>();
  let server: Server;
  const mend = () => {
    server = createSocketServer((near) => {
      const beyond = connectSocket(far);
      for (const socket of [near, beyond]) {
        open.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          open.delete(socket);
          near.destroy();
          beyond.destroy();
        });
      }
      near.pipe(beyond).pipe(near);
    });
    return new Promise<void>((done) => void server.listen(join(folder, ".s.PGSQL.5432"), done));
  };
  const cut = () => {
    const closed = new Promise<void>((done) => void server.close(() => done()));
    for (const socket of open) socket.destroy();
    return closed;
  };
  await mend();
  return {
    url: url.href,
    cut,
    mend,
    [Symbol.asyncDispose]: async () => {
      await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
