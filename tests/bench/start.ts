/** From the command to the first page, on a folder that is not there yet and on one that is; and `npm ci` before it. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { currentLoad, freePort, type Report, spread, spreadText, timed } from "./measure.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const patienceMs = 60_000;
const installs = 2;

export async function benchStart({ runs }: { runs: number }): Promise<Report> {
  const before = currentLoad();
  const times = { fresh: [] as number[], existing: [] as number[], install: [] as number[] };
  for (let run = 0; run < runs; run++) {
    const folder = await mkdtemp("/tmp/gestand-bench-start-");
    try {
      times.fresh.push(await firstPage(folder));
      times.existing.push(await firstPage(folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  for (let run = 0; run < installs; run++) times.install.push(await install());
  const lines: [string, number[]][] = [
    ["npm start, fresh folder", times.fresh],
    ["npm start, existing folder", times.existing],
    ["npm ci, packages in npm's cache", times.install],
  ];
  return {
    bench: "start",
    compares: "milliseconds from the command to the last byte of the first page; goal 3,000 (npm ci 30,000)",
    headings: ["", "milliseconds", "runs"],
    rows: lines.map(([name, values]) => [name, spreadText(spread(values)), String(values.length)]),
    figures: Object.fromEntries(Object.entries(times).map(([name, values]) => [name, spread(values)])),
    load: [before, currentLoad()],
  };
}

async function firstPage(folder: string): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn("npm", ["start", "--silent", "--", "--port", String(port)], {
    cwd: root,
    // A group of its own, so that Ctrl-C reaches all of it as it does in a terminal.
    detached: true,
    env: { ...process.env, GESTAND_DATA: join(folder, "data") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const open = shopOpen(child);
  const exited = once(child, "exit");
  try {
    const ms = await page(`http://127.0.0.1:${port}/nl`, start);
    await open;
    return ms;
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    await exited;
  }
}

async function page(url: string, start: number): Promise<number> {
  while (performance.now() - start < patienceMs) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) {
      await answer.text();
      return performance.now() - start;
    }
    await pause(10);
  }
  throw new Error("no first page came");
}

/** The shop is filled behind the first page; a folder is "existing" only when that has ended. */
function shopOpen(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    child.stdout?.on("data", (text: Buffer) => {
      said += String(text);
      if (said.includes("The sample is ready")) done();
    });
    child.once("exit", () => fail(new Error(`npm start ended early: ${said}`)));
  });
}

async function install(): Promise<number> {
  const folder = await mkdtemp("/tmp/gestand-bench-install-");
  try {
    for (const name of ["package.json", "package-lock.json", ".npmrc"])
      await copyFile(join(root, name), join(folder, name));
    return (
      await timed(async () => {
        const child = spawn("npm", ["ci", "--silent"], { cwd: folder, stdio: "inherit" });
        const [code] = (await once(child, "exit")) as [number];
        if (code !== 0) throw new Error("npm ci failed");
      })
    ).ms;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
