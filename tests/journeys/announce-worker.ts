/** A worker that tells people, for tests that kill it. Says `ready` when it takes jobs. */
import { openAnnouncer } from "../harness/announce.ts";

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const urls = { own: variable("GESTAND_TEST_OWN"), shop: variable("GESTAND_TEST_SHOP") };
const announcer = await openAnnouncer(urls, Number(variable("GESTAND_TEST_SMTP")), { now: () => new Date() });
await announcer.store.queue.start({ work: true });
process.stdout.write("ready\n");
