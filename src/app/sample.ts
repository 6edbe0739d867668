/**
 * Everything on one machine, for a first look and for development: our database and those of a sample business in one embedded
 * PostgreSQL, an inbox that keeps mail on this machine, server and worker in this process. It takes the same paths as
 * production; only where things are differs.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isOperationalError, OperationalError } from "#base";
import { connect } from "#connectors";
import { createInbox } from "#mail";
import { inboxPages, type Logger } from "#server";
import { ensureDatabase, fillDatabaseOnce, startEmbedded } from "#store";
import type { Configuration } from "./configuration.ts";
import type { House } from "./house.ts";
import { keepHouse } from "./keep-house.ts";
import type { Example } from "../../examples/kit/example.ts";
import { loadPolicy } from "./load-policy.ts";
import { type Application, lateServer, serveHttp } from "./serve-http.ts";

export interface Sample {
  readonly organisation: string;
  readonly url: string;
  readonly inboxUrl: string;
  /** A page of its website, which asks visitors. */
  readonly siteUrl: string;
  /** One-time link for the first account; absent when somebody has one already. */
  readonly inviteUrl: string | undefined;
  readonly tryAddress: string;
  readonly dataDir: string;
  /** Persons made now; 0 when the business was there already. */
  readonly ready: Promise<number>;
  close(): Promise<void>;
}

const assetsDir = new URL("../../web/", import.meta.url);
const examplesDir = new URL("../../examples/", import.meta.url);

type SamplePage = Parameters<typeof inboxPages>[2];

export interface SampleOptions {
  /** Which of the sample businesses. */
  readonly example: string;
  /** Persons beside those whom tests and documentation call by name. */
  readonly size: number;
  readonly log: Logger;
}

export async function startSample(base: Configuration, options: SampleOptions): Promise<Sample> {
  const opened = new Opened(options.log);
  const app = Promise.withResolvers<Application>();
  const site = Promise.withResolvers<Awaited<SamplePage>>();
  site.promise.catch(() => undefined);
  try {
    const doors = await openDoors(base, app.promise, site.promise, opened);
    const [example, cluster] = await Promise.all([
      exampleNamed(options.example),
      startEmbedded({ dataDir: `${base.dataDir}/postgres` }).then((started) => {
        opened.closeLater(() => started.stop());
        return started;
      }),
    ]);
    const urls = new Map([
      ...example.databases.map(({ urlFrom, database }) => [urlFrom, cluster.url(database)] as const),
      ...(example.folders ?? []).map(({ urlFrom, folder }) => [urlFrom, `${base.dataDir}/files/${folder}`] as const),
    ]);
    const configuration: Configuration = {
      ...base,
      publicUrl: doors.publicUrl,
      policyFile: fileURLToPath(example.policyFile),
      databaseUrl: cluster.url("gestand"),
      siteOrigins: [doors.inboxUrl],
      smtpUrl: `smtp://127.0.0.1:${doors.inboxMailPort}?tls=off`,
      secret: (name) => urls.get(name) ?? base.secret(name),
    };
    const admin = cluster.url("postgres");
    await ensureDatabase(admin, "gestand");
    const ready = Promise.withResolvers<number>();
    ready.promise.catch(() => undefined);
    // A sample has nobody to announce to: what its file says holds at once.
    const kept = await keepHouse(configuration, { log: options.log, systemsReady: ready.promise, publish: "changes" });
    opened.closeLater(() => kept.close());
    app.resolve(kept.app);
    const { house } = kept;
    site.resolve({ policy: house.policy, gestand: doors.publicUrl.origin });
    const inviteUrl = await firstInvite(house, doors.publicUrl);
    // What the first page does not need follows it: the queue, and the business itself.
    kept
      .start({ work: true })
      .then(() => fillAll(admin, configuration, example, options.size))
      .then((filled) => ready.resolve(filled ? options.size : 0))
      .catch(ready.reject);
    return {
      organisation: house.policy.organisation.name,
      url: doors.publicUrl.origin,
      inboxUrl: doors.inboxUrl,
      siteUrl: `${doors.inboxUrl}/site`,
      inviteUrl,
      tryAddress: example.tryAddress,
      dataDir: base.dataDir,
      ready: ready.promise,
      close: () => opened.closeAll(),
    };
  } catch (error) {
    app.reject(error);
    site.reject(error);
    await opened.closeAll();
    throw error;
  }
}

/** What was opened, to be closed in the opposite order, each once. */
class Opened {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  closeLater(close: () => Promise<unknown>): void {
    this.#closing.push(close);
  }

  async closeAll(): Promise<void> {
    for (const close of this.#closing.splice(0).toReversed())
      await close().catch((error: unknown) =>
        this.#log({ level: "error", event: "stop-failed", code: isOperationalError(error) ? error.code : "bug" }),
      );
  }
}

/** The ports first: when one is taken, nothing else has begun. */
async function openDoors(base: Configuration, app: Promise<Application>, site: SamplePage, opened: Opened) {
  const running = await serveHttp(lateServer(app), base);
  opened.closeLater(() => running.close());
  const inbox = await createInbox({ port: 0 });
  opened.closeLater(() => inbox.close());
  const mailbox = await serveHttp(inboxPages(inbox, assetsDir, site), {
    host: "127.0.0.1",
    port: base.port === 0 || base.port === 65_535 ? 0 : base.port + 1,
  });
  opened.closeLater(() => mailbox.close());
  return {
    inboxMailPort: inbox.port,
    inboxUrl: `http://localhost:${mailbox.port}`,
    publicUrl: base.publicUrl.port === "0" ? new URL(`http://localhost:${running.port}`) : base.publicUrl,
  };
}

async function firstInvite(house: House, publicUrl: URL): Promise<string | undefined> {
  if (!(await house.staff.nobodyYet())) return undefined;
  return `${publicUrl.origin}/console/welcome/${await house.staff.invite()}`;
}

/** The sample businesses of this checkout, by name; none where they were not installed. */
export function exampleNames(): readonly string[] {
  if (!existsSync(examplesDir)) return [];
  const folders = readdirSync(examplesDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => existsSync(new URL(`${name}/index.ts`, examplesDir)));
}

/** The examples are not part of what is installed everywhere; they are there in a checkout. */
async function exampleNamed(name: string): Promise<Example> {
  const names = exampleNames();
  if (names.includes(name)) {
    const door = (await import(new URL(`${name}/index.ts`, examplesDir).href)) as { readonly example: Example };
    return door.example;
  }
  throw new OperationalError(
    "no-sample",
    names.length === 0
      ? 'The sample businesses are not part of this installation. Nothing was started. Use "gestand serve" with your own policy and DATABASE_URL.'
      : `There is no sample business "${name}". Nothing was started. Choose one of ${names.join(", ")}.`,
  );
}

/** Whether any database was filled now. */
async function fillAll(admin: string, configuration: Configuration, example: Example, size: number): Promise<boolean> {
  let filled = false;
  for (const database of example.databases)
    if (await fillDatabaseOnce(admin, database.database, () => prepare(configuration, database, size))) filled = true;
  if (filled) await fillFolders(configuration, example);
  return filled;
}

/** With the databases, never again: what was erased since must not come back. */
async function fillFolders(configuration: Configuration, { folders = [] }: Example): Promise<void> {
  if (folders.length === 0) return;
  const { fillFolder } = (await import(new URL("kit/folder.ts", examplesDir).href)) as {
    readonly fillFolder: (folder: string, from: { url: string; keys: string }) => Promise<number>;
  };
  for (const { urlFrom, database, keys } of folders)
    await fillFolder(configuration.secret(urlFrom) ?? "", { url: configuration.secret(database) ?? "", keys });
}

/** Fills one database and installs the guard that the policy asks for; what `gestand guard --apply` does in production. */
async function prepare(
  configuration: Configuration,
  { urlFrom, build }: Example["databases"][number],
  size: number,
): Promise<void> {
  const url = configuration.secret(urlFrom) ?? "";
  await build({ url, size, today: new Date().toISOString().slice(0, 10) });
  const { policy } = await loadPolicy(configuration.policyFile);
  for (const system of policy?.systems ?? []) {
    if (policy === undefined || system.urlFrom !== urlFrom) continue;
    const connected = await connect({ policy, system, url });
    try {
      await connected.guardInstall();
    } finally {
      await connected.close();
    }
  }
}
