/**
 * Everything on one machine, for a first look and for development: our database and the sample shop's in one embedded
 * PostgreSQL, an inbox that keeps mail on this machine, server and worker in this process. It takes the same paths as
 * production; only where things are differs.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isOperationalError, OperationalError } from "#base";
import { connect } from "#connectors";
import { createInbox } from "#mail";
import { type createServer, inboxPages, type Logger } from "#server";
import { ensureDatabase, fillDatabaseOnce, startEmbedded } from "#store";
import type { Configuration } from "./configuration.ts";
import { type House, openHouse } from "./house.ts";
import { loadPolicy } from "./load-policy.ts";
import { lateServer, serveHttp } from "./serve-http.ts";

export interface Sample {
  readonly organisation: string;
  readonly url: string;
  readonly inboxUrl: string;
  /** One-time link for the first account; absent when somebody has one already. */
  readonly inviteUrl: string | undefined;
  readonly tryAddress: string;
  readonly dataDir: string;
  /** Customers made now; 0 when the shop was there already. */
  readonly shopReady: Promise<number>;
  close(): Promise<void>;
}

const assetsDir = new URL("../../web/", import.meta.url);
const shopUrlName = "SHOP_DATABASE_URL";

export async function startSample(base: Configuration, options: { customers: number; log: Logger }): Promise<Sample> {
  const opened = new Opened(options.log);
  const app = Promise.withResolvers<ReturnType<typeof createServer>>();
  try {
    const doors = await openDoors(base, app.promise, opened);
    const [shop, cluster] = await Promise.all([
      sampleShop(),
      startEmbedded({ dataDir: `${base.dataDir}/postgres` }).then((started) => {
        opened.closeLater(() => started.stop());
        return started;
      }),
    ]);
    const configuration: Configuration = {
      ...base,
      publicUrl: doors.publicUrl,
      policyFile: fileURLToPath(shop.policyFile),
      databaseUrl: cluster.url("gestand"),
      smtpUrl: `smtp://127.0.0.1:${doors.inboxMailPort}?tls=off`,
      secret: (name) => (name === shopUrlName ? cluster.url("shop") : base.secret(name)),
    };
    const admin = cluster.url("postgres");
    await ensureDatabase(admin, "gestand");
    const shopReady = Promise.withResolvers<number>();
    shopReady.promise.catch(() => undefined);
    const house = await openHouse(configuration, { log: options.log, systemsReady: shopReady.promise });
    opened.closeLater(() => house.close());
    app.resolve(house.server());
    const inviteUrl = await firstInvite(house, doors.publicUrl);
    // What the first page does not need follows it: the queue, and the shop itself.
    house.store.queue
      .start({ work: true })
      .then(() => fillDatabaseOnce(admin, "shop", () => prepareShop(configuration, shop, options.customers)))
      .then((filled) => shopReady.resolve(filled ? options.customers : 0))
      .catch(shopReady.reject);
    return {
      organisation: house.policy.organisation.name,
      url: doors.publicUrl.origin,
      inboxUrl: doors.inboxUrl,
      inviteUrl,
      tryAddress: shop.cast.active.email,
      dataDir: base.dataDir,
      shopReady: shopReady.promise,
      close: () => opened.closeAll(),
    };
  } catch (error) {
    app.reject(error);
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
async function openDoors(base: Configuration, app: Promise<ReturnType<typeof createServer>>, opened: Opened) {
  const running = await serveHttp(lateServer(app), base);
  opened.closeLater(() => running.close());
  const inbox = await createInbox({ port: 0 });
  opened.closeLater(() => inbox.close());
  const mailbox = await serveHttp(inboxPages(inbox, assetsDir), {
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

type SampleShop = typeof import("../../examples/webshop-nl/index.ts");

/** The example is not part of what is installed everywhere; it is there in a checkout. */
async function sampleShop(): Promise<SampleShop> {
  const door = new URL("../../examples/webshop-nl/index.ts", import.meta.url);
  if (existsSync(door)) return (await import(door.href)) as SampleShop;
  throw new OperationalError(
    "no-sample",
    'The sample shop is not part of this installation. Nothing was started. Use "gestand serve" with your own policy and DATABASE_URL.',
  );
}

/** Fills the shop and installs the guard that the policy asks for; what `gestand guard --apply` does in production. */
async function prepareShop(configuration: Configuration, shop: SampleShop, customers: number): Promise<void> {
  const url = configuration.secret(shopUrlName) ?? "";
  await shop.buildShop({ url, customers, today: new Date().toISOString().slice(0, 10) });
  const { policy } = await loadPolicy(configuration.policyFile);
  for (const system of policy?.systems ?? []) {
    if (policy === undefined || system.urlFrom !== shopUrlName) continue;
    const connected = await connect({ policy, system, url });
    try {
      await connected.guardInstall();
    } finally {
      await connected.close();
    }
  }
}
