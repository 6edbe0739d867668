/**
 * One real PostgreSQL for all tests; every test file makes databases of its own in it. By default the embedded one;
 * `GESTAND_TEST_POSTGRES=postgres://…/{database}` names another server, of which the tests must be superuser.
 */
import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#store";
import { stopMariadb } from "./mariadb-server.ts";
import { quickFolder } from "./quick-folder.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mariadb = await quickFolder("gestand-mariadb-");
  await writeFile(join(mariadb, "owner"), String(process.pid));
  project.provide("mariadb", mariadb);
  const stopPostgres = await setUpPostgres(project);
  return async () => {
    await stopPostgres();
    await stopMariadb(mariadb);
    await rm(mariadb, { recursive: true, force: true });
  };
}

async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const other = process.env["GESTAND_TEST_POSTGRES"];
  if (other !== undefined && other !== "") {
    project.provide("postgres", placed(other));
    return async () => undefined;
  }
  const folder = await quickFolder("gestand-test-");
  // As root the server runs as another user, who must be able to come to its folder.
  await chmod(folder, 0o711);
  // Tests may lose data in a power cut, so they need not wait for the disk.
  const cluster = await startEmbedded({
    dataDir: join(folder, "pg"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  project.provide("postgres", cluster.url("{database}"));
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** As `cluster.url` writes it: braces do not survive in an address. */
function placed(address: string): string {
  if (!address.includes("{database}"))
    throw new Error("GESTAND_TEST_POSTGRES must have {database} where the name goes");
  return address.replace("{database}", encodeURIComponent("{database}"));
}

declare module "vitest" {
  interface ProvidedContext {
    /** Address with `{database}` (URL-encoded braces) where the name goes. */
    postgres: string;
  }
}
