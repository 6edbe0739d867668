/**
 * Very many open requests at once, over one database and two folders of files: how fast they come in and are prepared by real
 * workers, how fast staff see their pages meanwhile, and how long a hundred approved at one moment take.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Configuration, type House, openHouse } from "#app";
import { Personal, type RequestId, type StaffId } from "#base";
import { createInbox, type Inbox } from "#mail";
import { installSampleGuard } from "../harness/guard.ts";
import { fillFolder } from "../../examples/kit/folder.ts";
import { example } from "../../examples/video-chat/index.ts";
import { openCluster, session, today } from "./cluster.ts";
import { currentLoad, digits, freePort, peakOf, type Report, spread, spreadText, timed } from "./measure.ts";

const program = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));
const workers = 2;
const atOnce = 16;
const looks = 40;

export interface LoadBench {
  /** Open requests, each of another person. */
  readonly requests: number;
  /** Of which so many are approved at one moment. */
  readonly running: number;
}

export async function benchLoad({ requests, running }: LoadBench): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const inbox = await createInbox({ port: 0 });
  const configuration = await settle(bench, requests, inbox);
  const house = await openHouse(configuration);
  await house.store.queue.start({ work: false });
  const children: ChildProcess[] = [];
  try {
    const emails = await addresses(configuration.secret("VIDEO_DATABASE_URL") ?? "", requests);
    for (let count = 0; count < workers; count++) children.push(gestand("work", configuration));
    const asked = await timed(() => inTurns(emails, (email, number) => ask(house, inbox, email, number)));
    const prepared = await timed(() => allPrepared(house, requests));
    const staff = await signIn(house, configuration, children);
    const open = await pages(house, staff);
    const chosen = await readyRequests(house, running);
    await approveAll(house, chosen);
    const ended = timed(() => allEnded(house, chosen));
    const busy = await pages(house, staff);
    const { ms } = await ended;
    const memory = await Promise.all(children.map(peakOf));
    return {
      bench: "load",
      compares: `${digits(requests)} open requests, half copies and half erasures, each verified by mail; one database and two folders; ${workers} workers and a server, each a process; goal 100 ms for a page`,
      headings: ["", "figure"],
      rows: [
        ["asked, mailed a code and confirmed, per second", digits(requests / (asked.ms / 1000))],
        [
          "looked up and tried out by the workers, per second over all",
          digits(requests / ((asked.ms + prepared.ms) / 1000)),
        ],
        ...open.map(({ page, ms: times }) => [`${page}, ms`, spreadText(spread(times))]),
        ...busy.map(({ page, ms: times }) => [`${page}, while ${running} plans run, ms`, spreadText(spread(times))]),
        [`${running} approved at once, all carried out after, s`, digits(ms / 1000)],
        ["memory of the processes at the peak, MB", memory.map((bytes) => digits(bytes / 1e6)).join(", ")],
      ],
      figures: { requests, running, askedMs: asked.ms, preparedMs: prepared.ms, open, busy, runMs: ms, memory },
      load: [before, currentLoad()],
    };
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await house.close();
    await inbox.close();
  }
}

/** The sample of a video chat with its files, as a company has it. */
async function settle(
  bench: Awaited<ReturnType<typeof openCluster>>,
  size: number,
  inbox: Inbox,
): Promise<Configuration> {
  const [own, video] = [await bench.createDatabase("gestand"), await bench.createDatabase("video")];
  for (const { build } of example.databases) await build({ url: video, size: Math.ceil(size * 1.2), today });
  const settings = new Map([["VIDEO_DATABASE_URL", video]]);
  for (const { urlFrom, folder, keys } of example.folders ?? []) {
    settings.set(urlFrom, join(bench.folder, folder));
    await fillFolder(join(bench.folder, folder), { url: video, keys });
  }
  await using admin = await session(video);
  await admin.client.query("vacuum analyze");
  const port = await freePort();
  const configuration: Configuration = {
    policyFile: fileURLToPath(example.policyFile),
    databaseUrl: own,
    dataDir: join(bench.folder, "house"),
    host: "127.0.0.1",
    port,
    publicUrl: new URL(`http://localhost:${port}`),
    smtpUrl: `smtp://127.0.0.1:${inbox.port}?tls=off`,
    mailFrom: "privacy@video-chat.example",
    installationKey: undefined,
    metricsToken: undefined,
    trustedProxies: 0,
    secret: (name) => settings.get(name),
  };
  await mkdir(configuration.dataDir, { recursive: true });
  await installSampleGuard(example.policyFile, "VIDEO_DATABASE_URL", video);
  return configuration;
}

function gestand(command: "work" | "serve", configuration: Configuration): ChildProcess {
  const { databaseUrl, dataDir, policyFile, port, smtpUrl, mailFrom, secret } = configuration;
  const places = [...example.databases, ...(example.folders ?? [])].map(({ urlFrom }) => [urlFrom, secret(urlFrom)]);
  return spawn(process.execPath, [program, command], {
    env: {
      ...process.env,
      ...Object.fromEntries(places),
      DATABASE_URL: databaseUrl,
      GESTAND_DATA: dataDir,
      GESTAND_POLICY: policyFile,
      GESTAND_PORT: String(port),
      GESTAND_PUBLIC_URL: configuration.publicUrl.origin,
      GESTAND_SMTP_URL: smtpUrl,
      GESTAND_MAIL_FROM: mailFrom,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function addresses(url: string, count: number): Promise<readonly string[]> {
  await using at = await session(url);
  const { rows } = await at.client.query<{ email: string }>(
    `select lower(email) as email from profiles where email_changed_at is null and deactivated_at is null
      group by 1 having count(*) = 1 order by md5(lower(email)) limit $1`,
    [count],
  );
  if (rows.length < count) throw new Error(`there are only ${rows.length} persons to ask`);
  return rows.map(({ email }) => email);
}

async function inTurns<T>(all: readonly T[], work: (one: T, at: number) => Promise<void>): Promise<void> {
  const left = all.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [at, one] of left) await work(one, at);
    }),
  );
}

async function ask(house: House, inbox: Inbox, email: string, number: number): Promise<void> {
  const kind = number % 2 === 0 ? "access" : "erasure";
  const { reference } = await house.requests.submit({
    kind,
    email: new Personal(email),
    language: house.policy.languages[0] ?? "en",
    channel: "web",
  });
  const letter = await inbox.waitFor(({ to }) => to.includes(email), 60_000);
  const code = /^ {4}(\d{4}) (\d{4})$/mu.exec(letter.text);
  const confirmed = await house.requests.confirm(reference, `${code?.[1]}${code?.[2]}`);
  if (!confirmed.ok) throw new Error(confirmed.message);
}

async function allPrepared(house: House, requests: number): Promise<void> {
  for (let needing = 0; needing < requests; ) {
    await pause(500);
    ({ needing } = await house.requests.queueCounts(house.store.reader));
  }
}

async function readyRequests(house: House, count: number): Promise<readonly RequestId[]> {
  const lines = await house.requests.queue(house.store.reader, { limit: 500, needing: true });
  const ready = lines.filter(({ needs }) => needs === "decision").slice(0, count);
  if (ready.length < count) throw new Error(`only ${ready.length} of ${lines.length} requests can be approved`);
  return ready.map(({ id }) => id);
}

async function approveAll(house: House, ids: readonly RequestId[]): Promise<void> {
  const by = crypto.randomUUID() as string as StaffId;
  await inTurns(ids, async (id) => {
    const view = await house.requests.staffView(house.store.reader, id);
    if (view?.plan === undefined) throw new Error("a request without a plan");
    const done = await house.requests.approve(id, by, view.plan.id, view.plan.hash);
    if (!done.ok) throw new Error(done.message);
  });
}

/** Carried out: a copy is ready, an erasure done. */
async function allEnded(house: House, ids: readonly RequestId[]): Promise<void> {
  const left = new Set(ids);
  while (left.size > 0) {
    await pause(100);
    for (const id of left) {
      const state = (await house.requests.staffView(house.store.reader, id))?.state;
      if (state === "failed") throw new Error("a plan failed");
      if (state === "delivering" || state === "done") left.delete(id);
    }
  }
}

interface Staff {
  readonly url: string;
  readonly cookie: string;
}

async function signIn(house: House, configuration: Configuration, children: ChildProcess[]): Promise<Staff> {
  children.push(gestand("serve", configuration));
  const url = configuration.publicUrl.origin;
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await pause(100);
  const made = await fetch(`${url}/console/welcome/${await house.staff.invite()}`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ name: "Noor", email: "noor@bench.example", password: "een lange zin als wachtwoord" }),
  });
  const cookie = made.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`no session: ${made.status}`);
  return { url, cookie };
}

/** The pages that grow with what is open, and one request. */
async function pages(house: House, { url, cookie }: Staff) {
  const [line] = await house.requests.queue(house.store.reader, { limit: 1 });
  const paths = {
    "the queue": "/console",
    "what needs staff": "/console?show=needing",
    "one request": `/console/requests/${line?.id}`,
    "what waits for whom": "/console/waiting",
    tasks: "/console/tasks",
    "the register": "/console/register",
    promises: "/console/promises",
    metrics: "/metrics",
  };
  const results: { page: string; ms: number[] }[] = [];
  for (const [page, path] of Object.entries(paths)) {
    const ms: number[] = [];
    for (let look = 0; look < looks; look++) ms.push((await timed(() => read(`${url}${path}`, cookie))).ms);
    results.push({ page, ms: ms.slice(2) });
  }
  return results;
}

async function read(url: string, cookie: string): Promise<void> {
  const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${text.slice(0, 200)}`);
}
