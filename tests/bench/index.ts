/**
 * How fast, and with how much memory: `npm run bench` runs all, `npm run bench -- erase --customers 40000` one. Each bench
 * says what it compares; where there is another way to do the same, that way is measured in the same run, because a ratio
 * tells more than a time on a machine nobody else has. What was measured last stands in docs/benchmarks.md.
 */
import { parseArgs } from "node:util";
import { benchAnnounce } from "./announce.ts";
import { benchAnswer } from "./answer.ts";
import { benchBanner } from "./banner.ts";
import { benchConsent } from "./consent.ts";
import { benchDisclosures } from "./disclosures.ts";
import { benchDisk } from "./disk.ts";
import { benchErase } from "./erase.ts";
import { benchEraseMariadb } from "./erase-mariadb.ts";
import { benchHouse } from "./house.ts";
import { benchLoad } from "./load.ts";
import { benchMay } from "./may.ts";
import { machine, type Report, reportText } from "./measure.ts";
import { benchPolicy } from "./policy.ts";
import { benchRetention } from "./retention.ts";
import { benchStart } from "./start.ts";
import { benchStores } from "./stores.ts";
import { benchVerify } from "./verify.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customers: { type: "string" },
    persons: { type: "string" },
    visits: { type: "string" },
    rows: { type: "string" },
    runs: { type: "string" },
    entries: { type: "string" },
    megabytes: { type: "string" },
    keys: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

function option(name: Exclude<keyof typeof values, "json">, otherwise: number): number {
  const text = values[name];
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} is a whole number, 0 or more`);
}

/** A customer comes with about 27 rows: 40,000 make a million rows, 370,000 ten. */
const benches: Readonly<Record<string, () => Promise<Report>>> = {
  disk: () => benchDisk(),
  retention: () => benchRetention(option("rows", 10_000_000)),
  policy: () => Promise.resolve(benchPolicy(option("runs", 30))),
  verify: () => benchVerify(option("entries", 1_000_000), option("runs", 5)),
  erase: () =>
    benchErase({
      customers: option("customers", 40_000),
      persons: option("persons", 30),
      visits: option("visits", 100_000),
    }),
  "erase-mariadb": () =>
    benchEraseMariadb({
      customers: option("customers", 36_000),
      persons: option("persons", 30),
      visits: option("visits", 100_000),
    }),
  answer: () =>
    benchAnswer({
      customers: option("customers", 40_000),
      persons: option("persons", 30),
      visits: option("visits", 1_000_000),
      runs: option("runs", 3),
    }),
  announce: () => benchAnnounce({ persons: option("persons", 100_000) }),
  disclosures: () => benchDisclosures({ lines: option("entries", 1_000_000) }),
  banner: () => benchBanner(),
  consent: () => benchConsent({ persons: option("persons", 1_000_000) }),
  load: () => benchLoad({ requests: option("persons", 10_000), running: option("runs", 100) }),
  may: () => benchMay({ lines: option("entries", 1_000_000) }),
  house: () => benchHouse({ customers: option("customers", 40_000) }),
  start: () => benchStart({ runs: option("runs", 5) }),
  stores: () => benchStores({ megabytes: option("megabytes", 1_000), keys: option("keys", 1_000_000) }),
};

const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`No bench is called ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.\n`);
  process.exit(2);
}
// A database that is being stopped is waited for, although nothing of it keeps a process alive.
const awake = setInterval(() => undefined, 60_000);
const reports: Report[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const report = await benches[name]?.();
  if (report === undefined) continue;
  reports.push(report);
  if (!values.json) process.stdout.write(reportText(report));
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), reports }, null, 2)}\n`);
clearInterval(awake);
