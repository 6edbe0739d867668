/** The whole product in this process, on real databases, with the sample shop, an inbox and a clock set by hand. */
import { createServer as createTcpServer } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Configuration, type House, keepHouse, serveHttp } from "#app";
import { createInbox, type Inbox } from "#mail";
import { buildShop, policyFile } from "../../examples/webshop-nl/index.ts";
import { SetClock } from "./clock.ts";
import { installSampleGuard } from "./guard.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";

export interface TestHouse extends AsyncDisposable {
  readonly url: string;
  readonly house: House;
  /** Carries out the version in force, if another has come; the house does not look by itself. */
  look(): Promise<void>;
  readonly shop: TestDatabase;
  readonly own: TestDatabase;
  readonly inbox: Inbox;
  readonly clock: SetClock;
  readonly configuration: Configuration;
  /** Answers a one-time link for a first account. */
  invite(): Promise<string>;
}

export interface TestHouseOptions {
  readonly at?: string;
  readonly customers?: number;
  readonly guard?: boolean;
  /** Lines that the policy of the shop has as well, or what becomes of its text. */
  readonly alsoInPolicy?: string | ((text: string) => string);
  /** Another mail server than one that takes everything; closed with the house. */
  readonly inbox?: Inbox;
  /** What else the environment says. */
  readonly configured?: Partial<Configuration>;
  /** Variables that the policy names beside the database of the shop. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Where mail is handed over, when that is not the inbox itself. */
  readonly smtpPort?: number;
}

export async function openTestHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const clock = new SetClock(options.at ?? "2026-11-22T12:00:00.000Z");
  const [own, shop, inbox, dataDir, port] = await Promise.all([
    freshDatabase(),
    freshDatabase(),
    options.inbox ?? createInbox({ port: 0 }),
    mkdtemp(join(tmpdir(), "gestand-house-")),
    freePort(),
  ]);
  await buildShop({
    url: shop.url,
    customers: options.customers ?? 60,
    today: clock.now().toISOString().slice(0, 10),
  });
  if (options.guard !== false) await installSampleGuard(policyFile, "SHOP_DATABASE_URL", shop.url);
  const configuration: Configuration = {
    policyFile: await policyIn(dataDir, options.alsoInPolicy),
    databaseUrl: own.url,
    dataDir,
    host: "127.0.0.1",
    port,
    publicUrl: new URL(`http://localhost:${port}`),
    smtpUrl: `smtp://127.0.0.1:${options.smtpPort ?? inbox.port}?tls=off`,
    mailFrom: "privacy@webshop-nl.example",
    installationKey: undefined,
    metricsToken: undefined,
    trustedProxies: 0,
    secret: (name) => (name === "SHOP_DATABASE_URL" ? shop.url : options.secrets?.[name]),
    ...options.configured,
  };
  const kept = await keepHouse(configuration, { clock, watching: false });
  const running = await serveHttp(kept.app, { host: "127.0.0.1", port });
  await kept.start({ work: true });
  const url = configuration.publicUrl.origin;
  return {
    url,
    get house() {
      return kept.house;
    },
    look: () => kept.look(),
    shop,
    own,
    inbox,
    clock,
    configuration,
    invite: async () => `${url}/console/welcome/${await kept.house.staff.invite()}`,
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await kept.close();
      await inbox.close();
      await Promise.all([own.drop(), shop.drop(), rm(dataDir, { recursive: true, force: true })]);
    },
  };
}

/** The file of the sample, or a longer one beside our data. */
async function policyIn(dataDir: string, more: TestHouseOptions["alsoInPolicy"]): Promise<string> {
  if (more === undefined) return fileURLToPath(policyFile);
  const file = join(dataDir, "policy.yaml");
  const text = await readFile(policyFile, "utf8");
  await writeFile(file, typeof more === "string" ? `${text}\n${more}` : more(text));
  return file;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createTcpServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}
