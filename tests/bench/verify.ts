/** Verifying a whole evidence log from its file, as `gestand evidence verify` does it. */
import { benchVerify as verifyOnce } from "#evidence";
import { currentLoad, digits, type Report, spread, spreadText } from "./measure.ts";

export async function benchVerify(entries: number, runs: number): Promise<Report> {
  const before = currentLoad();
  const found: Awaited<ReturnType<typeof verifyOnce>>[] = [];
  for (let run = 0; run < runs; run++) found.push(await verifyOnce(entries));
  const perSecond = spread(found.map(({ entriesPerSecond }) => entriesPerSecond));
  const perCpuSecond = spread(found.map(({ entriesPerCpuSecond }) => entriesPerCpuSecond));
  return {
    bench: "verify",
    compares:
      "entries of a log with a signed checkpoint every 10,000, recomputed and compared, per second; goal 300,000",
    headings: ["", "per second", "per second of its own computing"],
    rows: [[`${digits(entries)} entries (${runs} runs)`, spreadText(perSecond), spreadText(perCpuSecond)]],
    figures: { entries, bytes: found[0]?.bytes, perSecond, perCpuSecond },
    load: [before, currentLoad()],
  };
}
