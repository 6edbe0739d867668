/** What a new user types, as processes of their own: `gestand start`, and `serve` with `work` beside it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createInbox } from "#mail";
import { freshDatabase } from "#harness";
import { buildShop, cast, policyFile } from "../../examples/webshop-nl/index.ts";

// Whole programs are started here, some at once; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

const program = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));
const root = process.getuid?.() === 0;
const nobody = 65_534;
const password = "een lange zin als wachtwoord";

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Exit code and everything it said, once it ended. */
  readonly ended: Promise<{ code: number | null; said: string }>;
  /** To the whole group, as a terminal does. */
  signal(signal: "SIGINT" | "SIGKILL"): void;
}

let folder: string;
const running = new Set<Running>();
const dataDirs = new Set<string>();

beforeAll(async () => {
  // Closed to everybody else, as a home often is.
  folder = await mkdtemp(join(tmpdir(), "gestand-start-"));
});
afterEach(async () => {
  for (const one of running) one.signal("SIGKILL");
  await Promise.all([...running].map(({ ended }) => ended));
  for (const dir of dataDirs) await stopPostgres(dir);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(argv: readonly string[], environment: Record<string, string>, uid?: number): Running {
  const { GESTAND_DATA } = environment;
  if (GESTAND_DATA !== undefined) dataDirs.add(GESTAND_DATA);
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((done) =>
    child.once("close", (code) => {
      running.delete(one);
      done({ code, said });
    }),
  );
  const one: Running = {
    child,
    said: () => said,
    ended,
    signal: (signal) => {
      try {
        process.kill(-(child.pid ?? 0), signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    },
  };
  running.add(one);
  return one;
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined, what: () => string): Promise<T> {
  const limit = Date.now() + 45_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > limit) throw new Error(`It did not come about in time: ${what()}`);
    await new Promise((wake) => setTimeout(wake, 30));
  }
}

/** Waits for this text, and fails at once when the process ends without it. */
function saysSoon(one: Running, text: RegExp): Promise<RegExpExecArray> {
  return until(() => {
    const found = text.exec(one.said());
    if (found === null && one.child.exitCode !== null) throw new Error(`It ended: ${one.said()}`);
    return found ?? undefined;
  }, one.said);
}

async function postgresOf(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return pid > 0 && existsSync(`/proc/${pid}`) ? pid : undefined;
}

async function stopPostgres(dataDir: string): Promise<void> {
  const pid = await postgresOf(dataDir);
  if (pid === undefined) return;
  process.kill(pid, "SIGQUIT");
  await until(
    () => (existsSync(`/proc/${pid}`) ? undefined : true),
    () => "the server did not stop",
  );
}

/** A free port with a free one after it, for the inbox. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = await listening(0);
    const second = await listening(first.port + 1).catch(() => undefined);
    await Promise.all([first.close(), second?.close()]);
    if (second !== undefined) return first.port;
  }
}

function listening(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : 0;
      done({ port: taken, close: () => new Promise((closed) => void server.close(() => closed())) });
    });
  });
}

async function send(url: string, path: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: url, cookie },
    redirect: "manual",
  });
}

const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(";")[0] ?? "";

test("start, use it, kill it, start again on the same data, stop it", async () => {
  const port = await freePorts();
  const environment = { GESTAND_DATA: join(folder, "first", "data") };
  const start = () => run(["start", "--port", String(port), "--customers", "30"], environment);
  const url = `http://localhost:${port}`;

  const startedAt = performance.now();
  const first = start();
  const page = await until(() => fetch(`${url}/nl`).catch(() => undefined), first.said);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`From command to first page, with a new database: ${seconds} s\n`);
  expect(await page.text()).toContain("Webshop NL");
  await saysSoon(first, new RegExp(`Privacy centre +${url}/nl\n`));
  const invite =
    (await saysSoon(first, /Staff console +http:\/\/localhost:\d+(\/console\/welcome\/[\w-]{43})\n/))[1] ?? "";
  await saysSoon(first, new RegExp(`Inbox +http://localhost:${port + 1}\n`));
  await saysSoon(first, new RegExp(`Website +http://localhost:${port + 1}/site\n`));
  expect(await (await fetch(`http://localhost:${port + 1}/site`)).text()).toContain(
    `<script src="${url}/www/gestand.js?lang=nl">`,
  );
  const choice = await fetch(`${url}/www/choices`, {
    method: "POST",
    body: "{}",
    headers: { origin: `http://localhost:${port + 1}` },
  });
  expect(choice.status).toBe(422);

  const person = { name: "Noor", email: "noor@webshop-nl.example", password };
  expect((await send(url, invite, person)).headers.get("location")).toBe("/console");
  const asked = await send(url, "/nl/ask/access", { email: cast.active.email });
  const reference = asked.headers.get("location")?.split("/").at(-1) ?? "";
  const code = await until(async () => {
    const letter = await (await fetch(`http://localhost:${port + 1}/1`)).text();
    return /^ {4}(\d{4} ?\d{4})$/m.exec(letter)?.[1];
  }, first.said);
  const confirmed = await send(url, "/nl/confirm", { reference, code });
  expect(confirmed.status).toBe(303);
  await saysSoon(first, /The sample is ready: 30 persons made\./);

  first.signal("SIGKILL");
  await first.ended;
  expect(await postgresOf(environment.GESTAND_DATA)).toBeTypeOf("number");
  const second = start();
  await saysSoon(second, /Staff console +http:\/\/localhost:\d+\/console\n/);
  await saysSoon(second, /The sample is ready\./);
  expect((await send(url, "/console/sign-in", person)).headers.get("location")).toBe("/console");
  const followed = await fetch(`${url}/nl/request`, { headers: { cookie: cookieOf(confirmed) } });
  expect(await followed.text()).toContain(reference);

  const other = join(folder, "other");
  const third = await run(["start", "--port", String(port)], { GESTAND_DATA: other }).ended;
  expect(third.code).toBe(69);
  expect(third.said).toBe(
    `gestand: Port ${port} is taken by another program. Nothing was started. Stop that program, or choose another port with --port.\n`,
  );
  expect(existsSync(other)).toBe(false);

  second.signal("SIGINT");
  const ended = await second.ended;
  expect(ended.code, ended.said).toBe(0);
  expect(ended.said).toContain("Stopping. Running work is finished first.");
  expect(await postgresOf(environment.GESTAND_DATA)).toBe(undefined);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test.runIf(root)("an ordinary user starts and stops it, in a folder of their own", async () => {
  const port = await freePorts();
  const home = await mkdtemp(join(tmpdir(), "gestand-home-"));
  try {
    await chown(home, nobody, nobody);
    const data = join(home, "data");
    const one = run(["start", "--port", String(port), "--customers", "5"], { GESTAND_DATA: data, HOME: home }, nobody);
    await saysSoon(one, /The sample is ready: 5 persons made\./);
    one.signal("SIGINT");
    expect(await one.ended).toMatchObject({ code: 0 });
    expect(await postgresOf(data)).toBe(undefined);

    const closed = join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    const refused = await run(["start", "--port", String(port)], { GESTAND_DATA: join(closed, "data") }, nobody).ended;
    expect(refused.code).toBe(69);
    expect(refused.said).toMatch(
      /^gestand: [^\n]+ cannot be used by this user \(EACCES\)\. Nothing was started\.[^\n]+\n$/,
    );
  } finally {
    await stopPostgres(join(home, "data"));
    await rm(home, { recursive: true, force: true });
  }
});

test("a data folder that is a file is one sentence, and nothing was started", async () => {
  const path = join(folder, "a-file");
  await writeFile(path, "");
  const said = await run(["start", "--port", "0"], { GESTAND_DATA: path }).ended;
  expect(said.code).toBe(69);
  expect(said.said).toMatch(/^gestand: [^\n]+a-file[^\n]+ Nothing was (started|changed)\.[^\n]+\n$/);
});

test.each(["serve", "work"])("%s without its configuration names all that is missing", async (command) => {
  const said = await run([command], {}).ended;
  expect(said).toEqual({
    code: 69,
    said: expect.stringMatching(
      /^gestand: Set DATABASE_URL .*GESTAND_PUBLIC_URL .*GESTAND_SMTP_URL .*GESTAND_MAIL_FROM [^\n]+\n$/,
    ),
  });
});

test("one that serves and two that work finish a request together", async () => {
  const [own, shop, inbox, port] = await Promise.all([
    freshDatabase(),
    freshDatabase(),
    createInbox({ port: 0 }),
    freePorts(),
  ]);
  try {
    await buildShop({ url: shop.url, customers: 20, today: new Date().toISOString().slice(0, 10) });
    const url = `http://localhost:${port}`;
    const environment = {
      GESTAND_POLICY: fileURLToPath(policyFile),
      GESTAND_KEY: Buffer.alloc(32, 7).toString("base64"),
      GESTAND_PUBLIC_URL: url,
      GESTAND_SMTP_URL: `smtp://127.0.0.1:${inbox.port}?tls=off`,
      GESTAND_MAIL_FROM: "privacy@webshop-nl.example",
      DATABASE_URL: own.url,
      SHOP_DATABASE_URL: shop.url,
    };
    // At once: all three migrate an empty database.
    const server = run(["serve", "--port", String(port)], environment);
    const workers = [run(["work"], environment), run(["work"], environment)];
    await saysSoon(server, /"event":"serving"/);
    for (const worker of workers) await saysSoon(worker, /"event":"working"/);
    const invited = await run(["staff", "invite"], environment).ended;
    expect(invited.code, invited.said).toBe(0);
    const staff = cookieOf(
      await send(url, new URL(invited.said.trim()).pathname, {
        name: "Noor",
        email: "noor@webshop-nl.example",
        password,
      }),
    );
    const letterWith = async (pattern: RegExp) =>
      pattern.exec((await inbox.waitFor(({ text }) => pattern.test(text), 45_000)).text)?.[1] ?? "";

    const asked = await send(url, "/nl/ask/access", { email: cast.active.email });
    const reference = asked.headers.get("location")?.split("/").at(-1) ?? "";
    const code = await letterWith(/^ {4}(\d{4} ?\d{4})$/m);
    expect((await send(url, "/nl/confirm", { reference, code })).status).toBe(303);
    const json = async (path: string) => (await fetch(`${url}/api/v1${path}`, { headers: { cookie: staff } })).json();
    const view = await until(async () => {
      const [line] = (await json("/queue")) as { id: string }[];
      const found = line === undefined ? undefined : ((await json(`/requests/${line.id}`)) as View);
      return found?.plan?.state === "ready" ? { id: found.id, plan: found.plan } : undefined;
    }, server.said);
    await send(url, `/console/requests/${view.id}/approve`, { plan: view.plan.id, hash: view.plan.hash }, staff);
    const token = await letterWith(/\/nl\/download\/([\w-]+)/);
    const answer = await send(url, "/nl/download", { token });
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get("content-length")));

    const all = [server, ...workers];
    for (const one of all) one.signal("SIGINT");
    for (const one of all) {
      const { code: left, said } = await one.ended;
      expect(left, said).toBe(0);
      expect(said).not.toMatch(/"level":"error"|post\.example/);
    }
  } finally {
    for (const one of running) one.signal("SIGKILL");
    await Promise.all([...running].map(({ ended }) => ended));
    await Promise.all([own.drop(), shop.drop(), inbox.close()]);
  }
});

interface View {
  readonly id: string;
  readonly plan?: { readonly id: string; readonly hash: string; readonly state: string };
}
