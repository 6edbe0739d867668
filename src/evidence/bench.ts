/** How fast the offline verifier is on this machine. */
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { assert } from "#base";
import { encodeEntry } from "./entry.ts";
import { signerFromSeed } from "./keys.ts";
import { checkpointLine, headLine } from "./log-file.ts";
import { signCheckpoint } from "./note.ts";
import { Frontier, leafHash } from "./tree.ts";
import { verifyLog } from "./verify.ts";

export interface VerifyBench {
  readonly entries: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
  /** Per second of this process's own computing, so that what else the machine does hardly counts. */
  readonly entriesPerCpuSecond: number;
}

/** Writes a log of `entries` entries, with a checkpoint after every 10,000, to a temporary file and verifies it once. */
export async function benchVerify(entries: number): Promise<VerifyBench> {
  const folder = await mkdtemp(join(tmpdir(), "gestand-bench-"));
  try {
    const path = join(folder, "log.ndjson");
    await pipeline(Readable.from(sampleLog(entries)), createWriteStream(path));
    const started = performance.now();
    const before = process.cpuUsage();
    const report = await verifyLog(createReadStream(path, { highWaterMark: 1024 * 1024 }));
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    assert(report.ok && report.size === entries, `the sample log verifies: ${report.message}`);
    return {
      entries,
      bytes: (await stat(path)).size,
      seconds,
      entriesPerSecond: Math.round(entries / seconds),
      entriesPerCpuSecond: Math.round((entries * 1_000_000) / (user + system)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function* sampleLog(entries: number): Iterable<Buffer> {
  const signer = signerFromSeed("bench.example/log", randomBytes(32));
  const frontier = Frontier.empty();
  yield headLine(signer.key.toString());
  let lines: Buffer[] = [];
  for (let index = 0; index < entries; index += 1) {
    const bytes = encodeEntry({
      at: new Date(1_700_000_000_000 + index * 1000),
      kind: "step.done",
      about: `R-${String(index).padStart(8, "0")}`,
      body: {
        attempt: 1,
        changed: index % 97,
        plan: "8c1f3f0a-1b7e-4a55-9d0c-2f6f6f1f0d11",
        step: index % 7,
        system: "shop",
      },
    });
    frontier.append(leafHash(bytes));
    lines.push(bytes, Buffer.from("\n"));
    if ((index + 1) % 10_000 !== 0 && index + 1 !== entries) continue;
    const note = signCheckpoint({ origin: signer.key.name, size: frontier.size, root: frontier.root() }, signer);
    yield Buffer.concat([...lines, checkpointLine(note)]);
    lines = [];
  }
}
