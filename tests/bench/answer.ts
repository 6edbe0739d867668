/** One request for access, held against `COPY` of the same rows in the same run. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { cast } from "../../examples/webshop-nl/index.ts";
import type { AnswerOrder, AnswerTimes } from "./answer-process.ts";
import { ownRows } from "./by-hand.ts";
import { type Customer, openCluster, openShop, pickCustomers, session } from "./cluster.ts";
import { currentLoad, digits, type Report, spread, spreadText, timed } from "./measure.ts";

export interface AnswerBench {
  readonly customers: number;
  readonly persons: number;
  /** Rows of the one person with very many. */
  readonly visits: number;
  readonly runs: number;
}

const processFile = fileURLToPath(new URL("./answer-process.ts", import.meta.url));

export async function benchAnswer({ customers, persons, visits, runs }: AnswerBench): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const own = await bench.createDatabase("gestand");
  const { url, rows, shop } = await openShop(bench, { customers, visitsOfActive: visits });
  await shop.close();
  await using copies = await session(url);
  const sanne: Customer = { id: cast.active.customerId, email: cast.active.email };
  const ordinary = await pickCustomers(copies.client, persons);
  const sides = async (chosen: readonly Customer[], times: number) => {
    const found: Sides = { copy: [], json: [], streams: [], whole: [] };
    for (let run = 0; run < times; run++) {
      found.copy.push(await copyAll(copies.client, chosen, "t.*"));
      found.json.push(await copyAll(copies.client, chosen, "to_json(t)"));
      for (const what of ["streams", "whole"] as const)
        found[what].push(await inProcess({ own, shop: url, what, customers: chosen }));
    }
    return found;
  };
  const small = await sides(ordinary, 1);
  const large = await sides([sanne], runs);
  return {
    bench: "answer",
    compares: `one answer from a shop of ${digits(rows)} rows, against COPY (same rows) TO STDOUT read to nowhere; milliseconds, median (least–most); speed as a fraction of COPY's (streams, whole) and of COPY as JSON's (streams)`,
    headings: [
      "",
      "COPY",
      "COPY as JSON",
      "connector's streams",
      "whole answer, sealed",
      "speed",
      "speed, whole",
      "speed against JSON",
      "peak memory",
    ],
    rows: [line(`a customer (${persons})`, small), line(`a person with ${digits(visits)} rows (${runs} runs)`, large)],
    figures: { rows, customers, visits, small, large },
    load: [before, currentLoad()],
  };
}

type Times = Pick<AnswerTimes, "ms" | "bytes"> & Partial<AnswerTimes>;
type Sides = Record<"copy" | "json" | "streams" | "whole", Times[]>;

function line(name: string, sides: Sides): string[] {
  const of = (side: keyof Sides) => spread(sides[side].flatMap(({ ms }) => ms));
  const [copy, json, streams, whole] = [of("copy"), of("json"), of("streams"), of("whole")];
  const peak = Math.max(...sides.whole.map(({ peakBytes }) => peakBytes ?? 0));
  return [
    name,
    spreadText(copy),
    spreadText(json),
    spreadText(streams),
    spreadText(whole),
    `${(copy.median / streams.median).toFixed(2)}x`,
    `${(copy.median / whole.median).toFixed(2)}x`,
    `${(json.median / streams.median).toFixed(2)}x`,
    `${digits(peak / 1024 / 1024)} MB`,
  ];
}

/**
 * `t.*`: the columns as they are, in PostgreSQL's own text format; nobody can be quicker. `to_json(t)`: the same rows as
 * JSON by PostgreSQL's own function, which is about what an answer holds.
 */
async function copyAll(client: Client, customers: readonly Customer[], what: "t.*" | "to_json(t)"): Promise<Times> {
  const times = { ms: [] as number[], bytes: [] as number[] };
  for (const customer of customers) {
    let bytes = 0;
    const { ms } = await timed(async () => {
      for (const [table, which] of Object.entries(ownRows)) {
        const literal = `'${customer.email.replaceAll("'", "''")}'`;
        const where = which.replaceAll("$1", String(customer.id)).replaceAll("$2", literal);
        const stream = client.query(copyTo(`copy (select ${what} from ${table} t where ${where}) to stdout`));
        for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
      }
    });
    times.ms.push(ms);
    times.bytes.push(bytes);
  }
  return times;
}

async function inProcess(order: AnswerOrder): Promise<AnswerTimes> {
  const { stdout } = await promisify(execFile)(process.execPath, [processFile, JSON.stringify(order)]);
  return JSON.parse(stdout) as AnswerTimes;
}
