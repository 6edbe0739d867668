/**
 * Everything on one machine, for a first look and for development: our database and the sample shop's in one embedded
 * PostgreSQL, an inbox that keeps mail on this machine, server and worker in this process. It takes the same paths as
 * production; only where things are differs.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OperationalError } from "#base";
import { connect } from "#connectors";
import { createInbox } from "#mail";
import { inboxPages, type Logger } from "#server";
import { ensureDatabase, fillDatabaseOnce, startEmbedded } from "#store";
import type { Configuration } from "./configuration.ts";
import { openHouse } from "./house.ts";
import { loadPolicy } from "./load-policy.ts";
import { serveHttp } from "./serve-http.ts";

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
  const shop = await sampleShop();
  const closing: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closing.toReversed())
      await close().catch((error: unknown) =>
        options.log({ level: "error", event: "stop-failed", error: String(error) }),
      );
    closing.length = 0;
  };
  try {
    const [cluster, inbox] = await Promise.all([
      startEmbedded({ dataDir: `${base.dataDir}/postgres` }),
      createInbox({ port: 0 }),
    ]);
    closing.push(
      () => cluster.stop(),
      () => inbox.close(),
    );
    const admin = cluster.url("postgres");
    await ensureDatabase(admin, "gestand");
    const configuration: Configuration = {
      ...base,
      policyFile: fileURLToPath(shop.policyFile),
      databaseUrl: cluster.url("gestand"),
      smtpUrl: `smtp://127.0.0.1:${inbox.port}?tls=off`,
      secret: (name) => (name === shopUrlName ? cluster.url("shop") : base.secret(name)),
    };
    const prepare = () => prepareShop(configuration, shop, cluster.url("shop"), options.customers);
    const shopReady = fillDatabaseOnce(admin, "shop", prepare).then((filled) => (filled ? options.customers : 0));
    shopReady.catch(() => undefined);
    const house = await openHouse(configuration, { log: options.log, systemsReady: shopReady });
    closing.push(() => house.close());
    const app = house.server();
    const running = await serveHttp(app, base);
    closing.push(() => running.close());
    const mailbox = await serveHttp(inboxPages(inbox, assetsDir), {
      host: "127.0.0.1",
      port: base.port === 0 ? 0 : base.port + 1,
    });
    closing.push(() => mailbox.close());
    await house.store.queue.start({ work: true });
    const url = base.port === 0 ? `http://localhost:${running.port}` : base.publicUrl.origin;
    return {
      organisation: house.policy.organisation.name,
      url,
      inboxUrl: `http://localhost:${mailbox.port}`,
      inviteUrl: (await house.staff.nobodyYet()) ? `${url}/console/welcome/${await house.staff.invite()}` : undefined,
      tryAddress: shop.cast.active.email,
      dataDir: base.dataDir,
      shopReady,
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
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
async function prepareShop(
  configuration: Configuration,
  shop: SampleShop,
  url: string,
  customers: number,
): Promise<void> {
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
