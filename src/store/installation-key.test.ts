import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { inspect } from "node:util";
import { afterAll, beforeEach, expect, test } from "vitest";
import { InstallationKey, keepInstallationKey, loadInstallationKey } from "./index.ts";

const made: string[] = [];
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp("/tmp/gestand-key-");
  made.push(dataDir);
});
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

test("the first start makes a key that only its owner can read, and later starts find the same", async () => {
  const keys = await Promise.all([1, 2, 3, 4].map(() => loadInstallationKey({ dataDir })));
  const again = await loadInstallationKey({ dataDir });
  for (const key of keys) expect(key.derive("test", 32)).toEqual(again.derive("test", 32));
  expect((await stat(`${dataDir}/installation.key`)).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(["installation.key"]);
  await chmod(`${dataDir}/installation.key`, 0o644);
  await loadInstallationKey({ dataDir });
  expect((await stat(`${dataDir}/installation.key`)).mode & 0o777).toBe(0o600);
});

test("GESTAND_KEY comes before the file, and no file is made", async () => {
  const secret = randomBytes(32);
  const key = await loadInstallationKey({ dataDir, fromEnvironment: secret.toString("base64") });
  expect(key.derive("test", 32)).toEqual(new InstallationKey(secret).derive("test", 32));
  expect(await readdir(dataDir)).toEqual([]);
});

test("a restored key takes the place of none, stays beside itself, and never takes the place of another", async () => {
  const [secret, other] = [randomBytes(32), randomBytes(32)];
  const key = new InstallationKey(secret);
  for (let twice = 0; twice < 2; twice++) await keepInstallationKey({ dataDir }, key);
  expect((await loadInstallationKey({ dataDir })).derive("test", 32)).toEqual(key.derive("test", 32));
  await keepInstallationKey({ dataDir, fromEnvironment: secret.toString("base64") }, key);
  const fromEnvironment = other.toString("base64");
  await expect(keepInstallationKey({ dataDir, fromEnvironment }, key)).rejects.toMatchObject({
    code: "installation-key-other",
    message: expect.stringContaining("GESTAND_KEY. Nothing was restored"),
  });
  await expect(keepInstallationKey({ dataDir }, new InstallationKey(other))).rejects.toMatchObject({
    code: "installation-key-other",
  });
  expect(await readFile(`${dataDir}/installation.key`, "utf8")).toBe(`${secret.toString("base64")}\n`);
});

test("purposes give keys that do not tell of each other, of any length", () => {
  const key = new InstallationKey(Buffer.alloc(32, 1));
  expect(key.derive("a", 32)).not.toEqual(key.derive("b", 32));
  expect(key.derive("a", 16)).toHaveLength(16);
  // Pinned: another value here would make every existing installation unreadable.
  expect(key.derive("evidence/signing", 8).toString("hex")).toBe("07f6fe5cc5de46cd");
});

test("a key of the wrong form is refused without being repeated", async () => {
  for (const wrong of ["c2hvcnQ=", "not base64 at all!", randomBytes(33).toString("base64")]) {
    await expect(loadInstallationKey({ dataDir, fromEnvironment: wrong })).rejects.toMatchObject({
      code: "installation-key-invalid",
      message: expect.not.stringContaining(wrong),
    });
    await writeFile(`${dataDir}/installation.key`, wrong);
    await expect(loadInstallationKey({ dataDir })).rejects.toMatchObject({ code: "installation-key-invalid" });
    expect(await readFile(`${dataDir}/installation.key`, "utf8")).toBe(wrong);
  }
});

test("a key prints as nothing", () => {
  const key = new InstallationKey(Buffer.alloc(32, 65));
  for (const text of [String(key), JSON.stringify({ key }), inspect(key)]) expect(text).not.toMatch(/AAAA|QUFB|41 41/);
});
