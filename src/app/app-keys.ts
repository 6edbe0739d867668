/** With which keys the company's own server vouches for people who are signed in there. */
import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { OperationalError } from "#base";
import { appKeys } from "#server";
import type { Configuration } from "./configuration.ts";

/** None when nothing was set: then nobody is believed. */
export async function vouchingKeys({ appKeyFile }: Configuration): Promise<readonly KeyObject[]> {
  if (appKeyFile === undefined) return [];
  try {
    return appKeys(await readFile(appKeyFile, "utf8"));
  } catch (cause) {
    if (cause instanceof OperationalError) throw cause;
    throw new OperationalError(
      "app-key-missing",
      `${appKeyFile}, which GESTAND_APP_KEY names, cannot be read. Nothing was started.`,
      { cause },
    );
  }
}
