/**
 * A version is published while a server and a worker run as processes of their own and visitors come without a pause: none
 * of them is turned away, the new text shows, and the worker carries it out.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { freshDatabase } from "#harness";
import { buildShop, policyFile } from "../../examples/webshop-nl/index.ts";

vi.setConfig({ testTimeout: 180_000 });

const program = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function run(argv: readonly string[], environment: Record<string, string>): Running {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined, what: () => string): Promise<T> {
  const limit = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > limit) throw new Error(`It did not come about in time: ${what()}`);
    await new Promise((wake) => setTimeout(wake, 30));
  }
}

const says = (one: Running, text: RegExp) => until(() => text.exec(one.said()) ?? undefined, one.said);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((closed) => void server.close(closed));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Visitors, one after the other in several lanes, until told to stop; what they got. */
function visitors(url: string) {
  const seen = { pages: 0, failed: [] as string[], old: 0, fresh: 0 };
  const stopped = new AbortController();
  const lane = async (path: string) => {
    while (!stopped.signal.aborted) {
      try {
        const answer = await fetch(`${url}${path}`);
        const text = await answer.text();
        if (answer.status !== 200 || !text.includes("</html>")) seen.failed.push(`${path} ${answer.status}`);
        if (path === "/nl/privacy") seen[text.includes("Wij zijn zuinig op") ? "fresh" : "old"] += 1;
        seen.pages += 1;
      } catch (error) {
        seen.failed.push(`${path} ${String(error)}`);
      }
    }
  };
  const lanes = ["/nl/privacy", "/nl/privacy", "/en/privacy/versions", "/nl/ask/access"].map(lane);
  return {
    seen,
    stop: async () => {
      stopped.abort();
      await Promise.all(lanes);
    },
  };
}

test("a version that is published while everything runs turns nobody away", async () => {
  const [own, shop, folder, port] = await Promise.all([
    freshDatabase(),
    freshDatabase(),
    mkdtemp(join(tmpdir(), "gestand-versions-")),
    freePort(),
  ]);
  const running: Running[] = [];
  try {
    await buildShop({ url: shop.url, customers: 5, today: new Date().toISOString().slice(0, 10) });
    const policy = join(folder, "policy.yaml");
    const text = await readFile(policyFile, "utf8");
    await writeFile(policy, text);
    const url = `http://localhost:${port}`;
    const environment = {
      GESTAND_POLICY: policy,
      GESTAND_KEY: Buffer.alloc(32, 7).toString("base64"),
      GESTAND_PUBLIC_URL: url,
      GESTAND_SMTP_URL: "smtp://127.0.0.1:9?tls=off",
      GESTAND_MAIL_FROM: "privacy@webshop-nl.example",
      DATABASE_URL: own.url,
      SHOP_DATABASE_URL: shop.url,
    };
    const server = run(["serve", "--port", String(port)], environment);
    const worker = run(["work"], environment);
    running.push(server, worker);
    await says(server, /"event":"serving"/);
    await says(worker, /"event":"working"/);
    const crowd = visitors(url);
    await until(() => (crowd.seen.old > 5 ? true : undefined), server.said);

    await writeFile(policy, text.replace("Wij gaan zorgvuldig om met", "Wij zijn zuinig op"));
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Amsterdam" }).format(new Date());
    const publish = run(["publish", "--on", today, "--despite-notice", "a test", "--json"], environment);
    await once(publish.child, "close");
    expect(publish.said()).toContain('"published": true');
    await until(() => (crowd.seen.fresh > 20 ? true : undefined), server.said);
    await says(server, /"event":"version-carried-out","number":2/);
    await says(worker, /"event":"version-carried-out","number":2/);
    await crowd.stop();
    expect(crowd.seen.failed).toEqual([]);

    const board = run(["promises", "--json"], environment);
    await once(board.child, "close");
    const promises = JSON.parse(board.said()) as { id: string; status: string }[];
    const one = promises.filter(({ id }) => /^(notice\.one-in-force|changes\.archive)$/.test(id));
    expect(one.map(({ status }) => status)).toEqual(one.map(() => "kept"));
    for (const { child, said } of running) {
      child.kill("SIGINT");
      const [code] = (await once(child, "close")) as [number];
      expect(code, said()).toBe(0);
      expect(said()).not.toContain('"level":"error"');
    }
  } finally {
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all([own.drop(), shop.drop(), rm(folder, { recursive: true })]);
  }
});
