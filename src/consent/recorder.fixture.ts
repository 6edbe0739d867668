/** A process for the test that kills it: records choices as fast as it can, and says the event of each once it was answered. */
import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { createEvidence } from "#evidence";
import { loadInstallationKey, openStore } from "#store";
import { createConsents } from "./index.ts";

const keys = await loadInstallationKey({ fromEnvironment: process.env["GESTAND_KEY"], dataDir: "/nowhere" });
const store = await openStore({
  url: process.env["DATABASE_URL"] ?? "",
  keys,
  clock: { now: () => new Date() },
  onTrouble: () => undefined,
});
const evidence = createEvidence({
  store,
  origin: "shop.example/gestand",
  seed: keys.derive("evidence-signing", 32),
});
const consents = createConsents({ store, evidence });
const notice = await consents.keepNotice({ purposes: ["statistics"] });
const random = () => randomBytes(16).toString("base64url");

async function visitor(): Promise<never> {
  for (;;) {
    const event = random();
    const recorded = await consents.record({
      event,
      visitor: random(),
      notice,
      site: "www",
      version: 1,
      choices: { statistics: Math.random() < 0.5 },
      action: "save",
      surface: "banner",
      clientAt: new Date(),
      gpc: false,
    });
    // Written at once: what was said before the kill is out.
    if (recorded.ok) writeSync(1, `${event}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, visitor));
