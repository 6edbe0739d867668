/** The ledger of disclosures when it is full: the company's own batches, the report of a year, and what one person's copy reads. */
import { localDate, Personal } from "#base";
import { openHouse } from "#app";
import { mostDisclosuresAtOnce } from "#recipients";
import { type Store, sql } from "#store";
import { mkdir } from "node:fs/promises";
import { openCluster } from "./cluster.ts";
import { configurationOf } from "./house.ts";
import { currentLoad, digits, freePort, type Report, spread, spreadText, timed } from "./measure.ts";

const day = localDate("2026-11-20");
const runs = 5;

export async function benchDisclosures({ lines }: { lines: number }): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const [own, shop] = [await bench.createDatabase("gestand"), await bench.createDatabase("shop")];
  const configuration = configurationOf(bench.folder, own, shop, await freePort());
  await mkdir(configuration.dataDir, { recursive: true });
  const house = await openHouse(configuration, { clock: { now: () => new Date("2026-11-22T12:00:00.000Z") } });
  try {
    const { store } = house;
    const { disclosures } = house.recipients;
    await fill(store, lines);
    const batch = (at: number) =>
      Array.from({ length: mostDisclosuresAtOnce }, (_, number) => ({
        id: `${at} ${number}`,
        email: new Personal(`p${at}-${number}@home.example`),
        recipient: "parcels",
        categories: ["name", "address"],
        on: day,
      }));
    const [record, again, report, person] = [[], [], [], []] as [number[], number[], number[], number[]];
    for (let run = 0; run < runs; run++) {
      const said = batch(run);
      record.push((await timed(() => disclosures.record(said))).ms);
      again.push((await timed(() => disclosures.record(said))).ms);
      report.push((await timed(() => disclosures.report(2026))).ms);
      person.push((await timed(() => linesOf(store, run))).ms);
    }
    const perSecond = (mostDisclosuresAtOnce / spread(record).median) * 1_000;
    const bytes = await bytesEach(store);
    return {
      bench: "disclosures",
      compares: `${digits(lines)} lines of one year, of a tenth as many persons; batches of ${digits(mostDisclosuresAtOnce)}; ${digits(bytes)} bytes a line with indexes`,
      headings: ["", "ms"],
      rows: [
        [`recording a batch (${digits(perSecond)} lines a second)`, spreadText(spread(record))],
        ["the same batch again", spreadText(spread(again))],
        ["the report of the year", spreadText(spread(report))],
        ["the lines of one person", spreadText(spread(person))],
      ],
      figures: { lines, record, again, report, person, bytesEach: bytes },
      load: [before, currentLoad()],
    };
  } finally {
    await house.close();
  }
}

/** As programs would have sent them, spread over recipients, purposes and the days of the year. */
async function fill({ reader }: Store, lines: number): Promise<void> {
  await sql`
    insert into disclosure (once, person_digest, source, recipient, purpose, categories, ground, allowed, disclosed_on, recorded_at)
    select sha256(convert_to('line' || number, 'UTF8')),
           encode(sha256(convert_to('person' || number % ${sql.lit(Math.max(1, Math.floor(lines / 10)))}, 'UTF8')), 'base64'),
           'company', (array['parcels', 'payments', 'mail', 'platform'])[1 + number % 4],
           (array['fulfil-order', 'payment', null])[1 + number % 3], '{name,address}', 'instruction', true,
           date '2026-01-01' + number % 320, now()
    from generate_series(1, ${sql.lit(lines)}) number`.execute(reader.db);
  await sql`vacuum analyze disclosure`.execute(reader.db);
}

async function linesOf({ reader }: Store, number: number): Promise<number> {
  const { rows } = await sql`select recipient, purpose, categories, ground, disclosed_on from disclosure
    where person_digest = encode(sha256(convert_to('person' || ${number}::int, 'UTF8')), 'base64')`.execute(reader.db);
  return rows.length;
}

async function bytesEach({ reader }: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_total_relation_size('disclosure')::double precision
    / (select count(*) from disclosure) as bytes`.execute(reader.db);
  return rows[0]?.bytes ?? 0;
}
