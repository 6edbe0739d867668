import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallestPolicy } from "#policy";
import { loadPolicy } from "./load-policy.ts";

const statement = (words: string) => `statements: {care: {under: security, says: {nl: ${words}, en: ${words}}}}\n`;

describe("a policy on disk", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gestand-policy-"));
    await mkdir(join(folder, "shop"));
    const text = smallestPolicy({ name: "Webshop", email: "privacy@webshop.example", country: "NL" });
    await writeFile(join(folder, "shop", "policy.yaml"), `include: parts.yaml\n${text}`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const parts = (): string => join(folder, "shop", "parts.yaml");
  const load = () => loadPolicy(join(folder, "shop", "policy.yaml"));
  test("is read with the files it includes, and its hash tells when one of them changes", async () => {
    await writeFile(parts(), statement("Zorg"));
    const first = await load();
    expect(first.policy?.statements.map(({ name }) => name)).toEqual(["care"]);
    await writeFile(parts(), statement("Meer zorg"));
    expect((await load()).hash).not.toBe(first.hash);
  });

  test("never reads outside its folder, also not through a link", async () => {
    await writeFile(join(folder, "outside.yaml"), statement("Geheim"));
    await rm(parts(), { force: true });
    await symlink(join(folder, "outside.yaml"), parts());
    const { policy, problems } = await load();
    expect(policy).toBeUndefined();
    expect(problems).toMatchObject([{ code: "include-unreadable" }]);
  });
});
