/** The installation key of every test, the same in every process, so that digests and signatures are too. */
import { createHash } from "node:crypto";
import { InstallationKey } from "#store";

export const testSecret = createHash("sha256").update("gestand tests").digest();
export const testKeys = new InstallationKey(testSecret);
