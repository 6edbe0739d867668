/** The whole house on durable disks: how many requests it takes in, and how long a look at every promise lasts. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Configuration, type House, openHouse, serveHttp } from "#app";
import { Personal } from "#base";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { openCluster, openShop } from "./cluster.ts";
import { currentLoad, digits, freePort, type Report, spread, spreadText, timed } from "./measure.ts";

const submitMs = 4_000;
const checks = 3;

export async function benchHouse({ customers }: { customers: number }): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const own = await bench.createDatabase("gestand");
  const { url: shop, rows, shop: connected } = await openShop(bench, { customers });
  await connected.close();
  const { house, close } = await serveHouse(bench.folder, own, shop);
  try {
    const submitted: { writers: number; perSecond: number }[] = [];
    for (const writers of [1, 8]) submitted.push({ writers, perSecond: await submitsPerSecond(house, writers) });
    const times: number[] = [];
    for (let check = 0; check < checks; check++) times.push((await timed(() => house.promises.check())).ms);
    const statuses = await house.promises.check();
    return {
      bench: "house",
      compares: `a shop of ${digits(rows)} rows; requests are durable when they count (request, sealed address, code in the outbox, entry in the log)`,
      headings: ["", "figure"],
      rows: [
        ...submitted.map(({ writers, perSecond }) => [
          `requests taken in per second, ${writers} at a time`,
          digits(perSecond),
        ]),
        [`all ${statuses.length} promises checked, milliseconds (${checks} runs)`, spreadText(spread(times))],
      ],
      figures: { rows, customers, submitted, promiseCheckMs: spread(times), promises: statuses.length },
      load: [before, currentLoad()],
    };
  } finally {
    await close();
  }
}

async function submitsPerSecond(house: House, writers: number): Promise<number> {
  const until = performance.now() + submitMs;
  let count = 0;
  const { ms } = await timed(() =>
    Promise.all(
      Array.from({ length: writers }, async () => {
        while (performance.now() < until) {
          await submit(house, count);
          count += 1;
        }
      }),
    ),
  );
  return count / (ms / 1000);
}

export function submit(house: Pick<House, "requests">, number: number): Promise<{ reference: string }> {
  const email = new Personal(`somebody-${number}-${Math.trunc(performance.now())}@bench.example`);
  return house.requests.submit({ kind: "access", email, language: "nl", channel: "web" });
}

export function configurationOf(folder: string, own: string, shop: string, port: number): Configuration {
  return {
    policyFile: fileURLToPath(policyFile),
    databaseUrl: own,
    dataDir: join(folder, "house"),
    host: "127.0.0.1",
    port,
    publicUrl: new URL(`http://localhost:${port}`),
    // Nobody listens there, and no worker runs: nothing is sent.
    smtpUrl: "smtp://127.0.0.1:9?tls=off",
    mailFrom: "privacy@webshop-nl.example",
    installationKey: undefined,
    metricsToken: undefined,
    trustedProxies: 0,
    secret: (name) => (name === "SHOP_DATABASE_URL" ? shop : undefined),
  };
}

async function serveHouse(folder: string, own: string, shop: string) {
  const port = await freePort();
  const configuration = configurationOf(folder, own, shop, port);
  await mkdir(configuration.dataDir, { recursive: true });
  const house = await openHouse(configuration);
  await house.store.queue.start({ work: false });
  const running = await serveHttp(house.server(), configuration);
  return {
    house,
    close: async () => {
      await running.close();
      await house.close();
    },
  };
}
