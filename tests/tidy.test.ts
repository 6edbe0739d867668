/** The rules of the house, as an ordinary test. Each says what to do instead. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseResult, type IModule } from "dependency-cruiser";
import { expect, test } from "vitest";
import { drivers, pure, rooms } from "../rooms.mjs";

const root = join(import.meta.dirname, "..");
const roomNames = Object.keys(rooms);

/** Tests, and what several tests of a room share. */
const testOnly = /(\.test|\.fixture|\/testing|\/test-[a-z-]+)\.ts$/;

const graph: Promise<ICruiseResult> = cruise(["src", "web"], {
  baseDir: root,
  doNotFollow: { path: "node_modules" },
  exclude: { path: [testOnly.source, "/browser/"] },
  tsPreCompilationDeps: true,
  parser: "swc",
  enhancedResolveOptions: {
    exportsFields: ["exports"],
    conditionNames: ["import", "types", "node"],
    extensions: [".ts", ".mjs", ".js"],
  },
}).then((result) => result.output as ICruiseResult);

/** Modules of ours, tests left out. */
async function modules(): Promise<IModule[]> {
  const { modules } = await graph;
  return modules.filter((module) => roomOf(module.source) !== undefined);
}

function roomOf(file: string): string | undefined {
  return roomNames.find((room) => file.startsWith(`${room}/`));
}

test("the checker sees the house: zero modules would be a broken checker, not a tidy house", async () => {
  expect((await modules()).length).toBeGreaterThan(50);
});

test("imports go only where rooms.mjs allows, through doors", async () => {
  const wrong: string[] = [];
  for (const module of await modules()) {
    const from = roomOf(module.source) as string;
    for (const { resolved, module: written } of module.dependencies) {
      const to = roomOf(resolved);
      if (to === undefined || to === from) continue;
      if (!rooms[from]?.includes(to))
        wrong.push(`${module.source} enters ${to}; rooms.mjs does not allow ${from} → ${to}`);
      if (!written.startsWith("#") || resolved !== `${to}/index.ts`)
        wrong.push(`${module.source} imports ${written}; enter ${to} by its door`);
    }
  }
  expect(wrong).toEqual([]);
});

test("every import leads somewhere", async () => {
  const lost = (await modules()).flatMap((module) =>
    module.dependencies
      .filter((dependency) => dependency.couldNotResolve && !dependency.coreModule)
      .map((dependency) => `${module.source} → ${dependency.module}`),
  );
  expect(lost).toEqual([]);
});

function ofTypes(step: { dependencyTypes: readonly string[] }): boolean {
  return step.dependencyTypes.includes("type-only");
}

test("there are no cycles", async () => {
  // A circle that is closed by a type alone does not exist when the program runs.
  const cycles = (await modules()).flatMap((module) =>
    module.dependencies
      .filter((dependency) => dependency.circular && !ofTypes(dependency) && !(dependency.cycle ?? []).some(ofTypes))
      .map((dependency) => `${module.source} ↔ ${dependency.resolved}`),
  );
  expect(cycles).toEqual([]);
});

test("what only tests use is imported by tests only", () => {
  const wrong = files("src")
    .filter((file) => file.endsWith(".ts") && !testOnly.test(file))
    .filter((file) => /from "\.\/(?:testing|test-[a-z-]+)\.ts"/.test(readFileSync(join(root, file), "utf8")));
  expect(wrong).toEqual([]);
});

test("pure rooms use no Node built-in and only the packages they name", async () => {
  const wrong: string[] = [];
  for (const module of await modules()) {
    const room = roomOf(module.source) as keyof typeof pure;
    if (!(room in pure)) continue;
    for (const dependency of module.dependencies) {
      if (dependency.coreModule) wrong.push(`${module.source} uses ${dependency.module}`);
      const bought = packageOf(dependency.resolved);
      if (bought !== undefined && !(pure[room] as string[]).includes(bought))
        wrong.push(`${module.source} uses ${bought}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("pure rooms read no clock, no random source and no environment", async () => {
  const reads = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bperformance\.now\b|\bcrypto\.random/;
  const wrong = (await modules())
    .filter((module) => (roomOf(module.source) as string) in pure)
    .filter((module) => reads.test(readFileSync(join(root, module.source), "utf8")))
    .map((module) => module.source);
  expect(wrong).toEqual([]);
});

test("only connectors and the store speak to a database", async () => {
  const wrong = (await modules()).flatMap((module) =>
    module.dependencies
      .filter(
        (dependency) =>
          drivers.packages.includes(packageOf(dependency.resolved) ?? "") &&
          !drivers.rooms.includes(roomOf(module.source) as string),
      )
      .map((dependency) => `${module.source} → ${dependency.module}`),
  );
  expect(wrong).toEqual([]);
});

test("every room has a door that says what the room is for", () => {
  const silent = roomNames.filter(
    (room) => !/^\/\*\*[\s\S]{80,}?\*\//.test(readFileSync(join(root, room, "index.ts"), "utf8")),
  );
  expect(silent).toEqual([]);
});

test("every folder of src and web is a room of rooms.mjs", () => {
  const folders = ["src", "web"].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${top}/${entry.name}`),
  );
  expect(folders.toSorted()).toEqual(roomNames.toSorted());
});

test("no folder has a name that says nothing, and no file is two things in one", () => {
  const wrong = files("src")
    .concat(files("web"))
    .flatMap((file) => {
      const faults: string[] = [];
      if (/\/(utils?|helpers?|common|services?|misc|types)\//.test(file))
        faults.push(`${file}: name the folder after what it is about`);
      if (/\.(ts|js|mjs)$/.test(file) && readFileSync(join(root, file), "utf8").split("\n").length > 401)
        faults.push(`${file}: more than 400 lines`);
      return faults;
    });
  expect(wrong).toEqual([]);
});

test("migrations are numbered, in order, without a number used twice", () => {
  const numbers = readdirSync(join(root, "migrations")).map((name) => /^(\d{4})_[a-z_]+\.sql$/.exec(name)?.[1]);
  expect(numbers).not.toContain(undefined);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("the lock file names the packages of every platform, or installing it elsewhere fails", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(packages).flatMap(([where, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !Object.keys(packages).some((known) => known.endsWith(`node_modules/${name}`)))
      .map((name) => `${where}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test("links between documents lead somewhere", () => {
  const documents = [...files("docs"), ...readdirSync(root)].filter((file) => file.endsWith(".md"));
  const dead = documents.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .map((match) => join(dirname(file), match[1] as string))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${file} → ${relative(".", target)}`),
  );
  expect(dead).toEqual([]);
});

function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function packageOf(resolved: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved)?.[1];
}
