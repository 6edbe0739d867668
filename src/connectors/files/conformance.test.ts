import { gunzipSync, gzipSync } from "node:zlib";
import { describe, test } from "vitest";
import { storeConformance, type StoreWorld } from "../store-conformance.ts";
import { connectFolder, type FilesReach, freshFolder, type TestFolder } from "./testing.ts";

const keep = { kind: "hold", rule: "invoices", untilOn: "2030-01-01" } as never;

async function wholeWorld(): Promise<StoreWorld> {
  const folder = await freshFolder();
  const ann = { "user/1/a.txt": 1, "user/1/deep/b.txt": 2, "avatar-1.png": 3, "invoices/7.pdf": 4 };
  for (const [name, number] of Object.entries(ann)) await folder.put(name, `ann-secret ${number}`);
  for (const name of ["user/12/a.txt", "user/1x.txt", "avatar-12.png", "invoices/77.pdf"])
    await folder.put(name, "bob-secret");
  return {
    connect: () => connectFolder(folder.path),
    ann: {
      emails: ["ann@conformance.example"],
      keys: [
        { key: "user/1/", prefix: true },
        { key: "avatar-1.png", prefix: false },
        { key: "avatar-1.jpg", prefix: false },
        { key: "invoices/7.pdf", prefix: false, keep },
      ],
      values: {},
    },
    counts: { items: 4, kept: 1, missing: 1 },
    everything: () => folder.dump(),
    others: async () => {
      const all = JSON.parse(await folder.dump()) as [string, number, string][];
      return JSON.stringify(all.filter(([name]) => !/^(?:user\/1(?:\/|$)|avatar-1\.png)/.test(name)));
    },
    comeBack: async () => {
      await folder.put("user/1/again.txt", "ann-secret 9");
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

interface Shape {
  readonly reach: Partial<FilesReach>;
  readonly field: string;
  line(value: string, text: string): string;
  readonly header?: string;
}

const shapes: Readonly<Record<string, Shape>> = {
  ndjson: {
    reach: { format: "ndjson" },
    field: "user.id",
    line: (value, text) => JSON.stringify({ user: { id: value }, text }),
  },
  csv: {
    reach: { format: "csv" },
    field: "id",
    header: "id,note\n",
    line: (value, text) => `${value},"${text}\n""quoted"", twice"`,
  },
  combined: {
    reach: { format: "combined" },
    field: "user",
    line: (value, text) => `1.2.3.4 - ${value} [10/Oct/2026:13:55:36 +0200] "GET /${text} HTTP/1.1" 200 23 "-" "x"`,
  },
};

function linesWorld(shape: Shape, packed: boolean) {
  const { reach, field } = shape;
  const content = (...all: (readonly [string, string])[]) =>
    (shape.header ?? "") + all.map((one) => `${shape.line(...one)}\n`).join("");
  const nameOf = (name: string) => (packed ? `${name}.gz` : name);
  return async (): Promise<StoreWorld> => {
    const folder = await freshFolder();
    const files = {
      "app.log": content(["1", "ann-secret 1"], ["12", "bob-secret"], ["1", "ann-secret 2"], ["7", "ann-secret-3"]),
      "old/app.log.1": content(["12", "bob-secret"], ["1", "ann-secret 4"]),
    };
    for (const [name, text] of Object.entries(files)) await folder.put(nameOf(name), packed ? gzipSync(text) : text);
    const stands = async () => {
      const texts = await Promise.all(Object.keys(files).map((name) => textOf(folder, nameOf(name), packed)));
      return texts.flatMap((text) => text.split("\n").filter((one) => /bob-secret|ann-secret-3/.test(one))).join("\n");
    };
    return {
      connect: () => connectFolder(folder.path, reach, [field]),
      ann: { emails: [], keys: [], values: { [field]: [{ value: "1" }, { value: "7", keep }] } },
      counts: { items: 4, kept: 1, missing: 0 },
      everything: () => folder.dump(),
      others: stands,
      comeBack: async () => {
        await folder.put("new.log", content(["1", "ann-secret 9"]));
      },
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  };
}

async function textOf(folder: TestFolder, name: string, packed: boolean): Promise<string> {
  const bytes = Buffer.from(await folder.read(name), "latin1");
  return (packed ? gunzipSync(bytes) : bytes).toString("latin1");
}

const worlds: Readonly<Record<string, () => Promise<StoreWorld>>> = {
  "whole files": wholeWorld,
  ...Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`lines of ${name}`, linesWorld(shape, false)])),
  ...Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [`packed lines of ${name}`, linesWorld(shape, true)]),
  ),
};

for (const [place, make] of Object.entries(worlds))
  describe(place, () => {
    for (const { name, run } of storeConformance)
      test(name, async () => {
        await using world = await make();
        await run(world);
      });
  });
