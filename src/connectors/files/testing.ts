/** What the tests of files share: a folder of its own, and a store over it. */
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlanId } from "#base";
import type { Reach, Store } from "#policy";
import type { ConnectedStore, StoreOrder, StoreSubject } from "../store-contract.ts";
import { connectFiles } from "./index.ts";

export interface TestFolder extends AsyncDisposable {
  readonly path: string;
  put(name: string, content: string | Buffer): Promise<string>;
  read(name: string): Promise<string>;
  /** Every name with its kind, mode and bytes. */
  dump(): Promise<string>;
}

export async function freshFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? tmpdir(), "gestand-files-"));
  return {
    path,
    put: async (name, content) => {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    read: (name) => readFile(join(path, name), "latin1"),
    dump: async () => {
      const names = (await readdir(path, { recursive: true })).toSorted();
      const all = await Promise.all(
        names.map(async (name) => {
          const found = await lstat(join(path, name));
          const content = found.isSymbolicLink()
            ? await readlink(join(path, name))
            : found.isFile()
              ? await readFile(join(path, name), "base64")
              : "";
          return [name, found.mode, content];
        }),
      );
      return JSON.stringify(all);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export type FilesReach = Extract<Reach, { kind: "files" }>;

export function connectFolder(
  path: string | undefined,
  reach: Partial<FilesReach> = {},
  matches: readonly string[] = [],
): Promise<ConnectedStore> {
  const store = {
    name: "logs",
    kind: "files",
    title: { en: "logs" },
    holds: [],
    of: [],
    keys: [],
    countries: [],
    matches: Object.fromEntries(matches.map((name) => [name, { text: "" }])),
  };
  return connectFiles({
    store: store as unknown as Store,
    reach: { kind: "files", urlFrom: "LOGS", format: "whole", names: ["*"], erase: "line", ...reach },
    setting: () => path,
  });
}

export function known(values: Record<string, readonly string[]>, emails: readonly string[] = []): StoreSubject {
  return {
    emails,
    keys: [],
    values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.map((value) => ({ value }))])),
  };
}

export function keyed(...keys: readonly string[]): StoreSubject {
  return {
    emails: [],
    values: {},
    keys: keys.map((key) => ({ key: key.replace(/\*$/, ""), prefix: key.endsWith("*") })),
  };
}

export function orderFor(subject: StoreSubject, more: Partial<StoreOrder> = {}): StoreOrder {
  return { plan: "p" as PlanId, step: 1, attempt: 1, subject, ...more };
}

export async function handedOut(store: ConnectedStore, subject: StoreSubject): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const item of store.items(subject)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.open()) chunks.push(chunk);
    all[item.name] = Buffer.concat(chunks).toString("latin1");
  }
  return all;
}
