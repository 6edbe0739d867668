/**
 * The boards of the sample businesses: each is started with its own databases and files, and every promise is checked against
 * them, so that none loses its proof unseen and no sample comes with a promise that is broken.
 */
import { createServer } from "node:net";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { keepHouse, serveHttp } from "#app";
import { freshDatabase, SetClock, type TestDatabase } from "#harness";
import { createInbox } from "#mail";
import type { PromiseStatus } from "#promises";
import { example as chatbot } from "../../examples/chatbot-platform/index.ts";
import { example as conferencing } from "../../examples/conferencing/index.ts";
import type { Example } from "../../examples/kit/example.ts";
import { example as video } from "../../examples/video-chat/index.ts";
import { example as belgian } from "../../examples/webshop-be/index.ts";
import { example as dutch } from "../../examples/webshop-nl/index.ts";
import { installSampleGuard } from "../harness/guard.ts";

const today = "2026-12-01";

/** Promises that are kept from the first day on, before anybody asked for anything; never fewer. */
const keptAtLeast: readonly (readonly [Example, number])[] = [
  [dutch, 41],
  [belgian, 56],
  [chatbot, 56],
  [video, 78],
  [conferencing, 81],
];

test.each(keptAtLeast.map(([example, kept]) => ({ name: example.name, example, kept })))(
  "$name keeps $kept promises on its first day, breaks none, and says of each other one what is missing",
  { timeout: 120_000 },
  async ({ example, kept }) => {
    const found = await boardOf(example);
    const withStatus = (status: PromiseStatus["status"]) => found.filter((one) => one.status === status);
    expect(withStatus("broken").map(({ id, evidence }) => `${id}: ${evidence.summary}`)).toEqual([]);
    expect(withStatus("kept").length).toBeGreaterThanOrEqual(kept);
    expect(found.filter(({ evidence }) => evidence.summary === "").map(({ id }) => id)).toEqual([]);
  },
);

async function boardOf(example: Example): Promise<readonly PromiseStatus[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "gestand-board-"));
  const inbox = await createInbox({ port: 0 });
  const own = await freshDatabase();
  const databases = new Map<string, TestDatabase>();
  try {
    for (const { urlFrom, build } of example.databases) {
      const database = await freshDatabase();
      databases.set(urlFrom, database);
      await build({ url: database.url, size: 0, today });
      await installSampleGuard(example.policyFile, urlFrom, database.url);
    }
    const folders = await foldersOf(example, databases, dataDir);
    const port = await freePort();
    const kept = await keepHouse(
      {
        policyFile: fileURLToPath(example.policyFile),
        databaseUrl: own.url,
        dataDir,
        host: "127.0.0.1",
        port,
        publicUrl: new URL(`http://localhost:${port}`),
        smtpUrl: `smtp://127.0.0.1:${inbox.port}?tls=off`,
        mailFrom: "privacy@sample.example",
        installationKey: undefined,
        metricsToken: undefined,
        trustedProxies: 0,
        secret: (name) => databases.get(name)?.url ?? folders.get(name),
      },
      { clock: new SetClock(`${today}T12:00:00.000Z`), watching: false },
    );
    const running = await serveHttp(kept.app, { host: "127.0.0.1", port });
    try {
      await kept.start({ work: false });
      return await kept.house.promises.check("en");
    } finally {
      await running.close();
      await kept.close();
    }
  } finally {
    await inbox.close();
    await Promise.all([own, ...databases.values()].map((database) => database.drop()));
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function foldersOf(example: Example, databases: ReadonlyMap<string, TestDatabase>, dataDir: string) {
  const places = new Map<string, string>();
  for (const { urlFrom, folder, database, keys } of example.folders ?? []) {
    const root = join(dataDir, "files", folder);
    const rows = (await databases.get(database)?.query<{ key: string }>(keys)) ?? [];
    for (const { key } of rows) {
      await mkdir(dirname(join(root, key)), { recursive: true });
      await writeFile(join(root, key), "x");
    }
    await mkdir(root, { recursive: true });
    places.set(urlFrom, root);
  }
  return places;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
