/** The floor under every durable write: how often this disk can say "it is safe" in a second. */
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { currentLoad, digits, type Report, spread, spreadText } from "./measure.ts";

const runs = 5;
const runMs = 1_000;
const block = Buffer.alloc(8192, 1);

export async function benchDisk(): Promise<Report> {
  const before = currentLoad();
  const folder = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? "/tmp", "gestand-bench-disk-"));
  try {
    const rates = Array.from({ length: runs }, (_, run) => syncsPerSecond(join(folder, `${run}`)));
    return {
      bench: "disk",
      compares: "8 KiB written and fdatasync, one after the other; the limit for one writer that waits for its commits",
      headings: ["", "per second"],
      rows: [[`fdatasync (${runs} runs of ${digits(runMs / 1000)} s)`, spreadText(spread(rates))]],
      figures: { syncsPerSecond: spread(rates) },
      load: [before, currentLoad()],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function syncsPerSecond(path: string): number {
  const file = openSync(path, "w");
  let count = 0;
  const start = performance.now();
  while (performance.now() - start < runMs) {
    writeSync(file, block, 0, block.length, (count % 1024) * block.length);
    fdatasyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - start) / 1000;
  closeSync(file);
  return count / seconds;
}
