/** A process that looks into the mailbox again and again, for the test that kills it. */
import { Personal } from "#base";
import { createMail } from "#mail";
import { createPlans, createSystemPool } from "#plans";
import { createRequests } from "#requests";
import { loadInstallationKey, openStore } from "#store";
import { SetClock } from "../../tests/harness/clock.ts";
import { wireEvidence } from "../../tests/harness/engine.ts";
import { createIncoming } from "./index.ts";
import { boxPolicy } from "./test-policy.ts";

const said = (name: string): string => process.env[name] ?? "";
const keys = await loadInstallationKey({ fromEnvironment: said("GESTAND_KEY"), dataDir: "/nowhere" });
const store = await openStore({
  url: said("DATABASE_URL"),
  keys,
  clock: new SetClock(said("GESTAND_TEST_NOW")),
  onTrouble: () => process.exit(3),
});
const policy = boxPolicy(said("GESTAND_TEST_MAILBOX"));
const evidence = wireEvidence(store);
const transport = { url: "smtp://127.0.0.1:1?tls=off", from: policy.organisation.contact.email };
const mail = createMail({ store, transport });
const systems = createSystemPool({ names: [], connect: () => Promise.reject(new Error("no system is asked")) });
const plans = createPlans({ store, evidence, policy, policyHash: "f".repeat(64), systems, followers: [] });
const staffNames = async () => new Map();
const publicUrl = "https://privacy.webshop.example";
const requests = createRequests({ store, evidence, mail, plans, policy, publicUrl, staffNames });
const setting = (name: string) => (name === "PRIVACY_MAILBOX_URL" ? said("PRIVACY_MAILBOX_URL") : undefined);
const incoming = createIncoming({ store, evidence, mail, requests, policy, setting });
await requests.openRequestsOf(store.reader, new Personal("warm@up.example"));
process.stdout.write("ready\n");
for (;;) await incoming.look();
