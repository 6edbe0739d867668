/** Telling very many persons of a new version: finding them, and handing a letter for each to a mail server on this machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  addressesOf,
  type Announcer,
  countingServer,
  fillShop,
  openAnnouncer,
  publishBoth,
  tallyOf,
} from "../harness/announce.ts";
import { openCluster } from "./cluster.ts";
import { currentLoad, digits, peakOf, type Report, timed } from "./measure.ts";

const workerFile = fileURLToPath(new URL("../journeys/announce-worker.ts", import.meta.url));
const lookEveryMs = 1_000;

export async function benchAnnounce({ persons }: { persons: number }): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const [own, shop] = [await bench.createDatabase("gestand"), await bench.createDatabase("shop")];
  await fillShop(shop, persons);
  await using server = await countingServer();
  await using announcer = await openAnnouncer({ own, shop }, server.port, { now: () => new Date() });
  await announcer.store.queue.start({ work: false });
  await publishBoth(announcer);
  const { ms: previewMs } = await timed(() => announcer.announcements.preview(2));
  const environment = { GESTAND_TEST_OWN: own, GESTAND_TEST_SHOP: shop, GESTAND_TEST_SMTP: String(server.port) };
  const worker = spawn(process.execPath, [workerFile], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(worker.stdout, "data");
    await announcer.announcements.announce(2, "bench");
    const { ms: gatherMs } = await timed(() => until(announcer, (state) => state !== "gathering"));
    const { ms: sendMs } = await timed(() => until(announcer, (state) => state === "done" || state === "stopped"));
    const { ms: lookMs } = await timed(() => announcer.announcements.status(announcer.store.reader, 2));
    const peakBytes = await peakOf(worker);
    const processorMs = await processorOf(worker);
    const { copies, missing, strangers, twoLetters } = tallyOf(addressesOf(persons), server.received);
    const wrong = missing.length + strangers.length + twoLetters.length;
    const perSecond = server.count() / (sendMs / 1_000);
    return {
      bench: "announce",
      compares: `${digits(persons)} persons, ${digits(server.count())} of them concerned; one worker, no limit of letters in a minute, a mail server on this machine`,
      headings: ["", "figure"],
      rows: [
        ["counting whom it concerns, seconds", digits(previewMs / 1_000)],
        ["finding them, addresses sealed, seconds", digits(gatherMs / 1_000)],
        ["sending, seconds", digits(sendMs / 1_000)],
        ["letters per second", digits(perSecond)],
        ["seeing how far it is, at the end, milliseconds", digits(lookMs)],
        ["of the worker's processor, milliseconds a letter", digits(processorMs / server.count())],
        ["most memory of the worker, MB", digits(peakBytes / 1_000_000)],
        ["without a letter, with two, or with one that is not theirs", digits(wrong)],
        ["copies of one letter", digits(copies)],
      ],
      figures: {
        persons,
        letters: server.count(),
        previewMs,
        gatherMs,
        sendMs,
        perSecond,
        processorMs,
        peakBytes,
        wrong,
        copies,
      },
      load: [before, currentLoad()],
    };
  } finally {
    worker.kill("SIGKILL");
  }
}

async function until({ announcements, store }: Announcer, reached: (state: string) => boolean): Promise<void> {
  while (!reached((await announcements.status(store.reader, 2)).state))
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
}

/** Time that it was on a processor, which a busy machine changes less than the time that passed; in hundredths of a second. */
async function processorOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}
