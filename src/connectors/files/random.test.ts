/**
 * Lines by chance, of which the generator knows whose they are: near values, odd spellings, every way to write the same.
 * Whatever it makes, the lines of others are byte for byte where they were, and hers are as long as they were and say nothing.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { connectFolder, type FilesReach, freshFolder, known, orderFor } from "./testing.ts";

const runs = Math.min(120, Number(process.env["GESTAND_RUNS"] ?? 25));

const mine = ["17", "ann@x.example"] as const;
const near = [
  "1",
  "7",
  "117",
  "170",
  "17.0",
  "-17",
  "0x17",
  "nn@x.example",
  "ann@x.example.org",
  "joann@x.example",
  "",
  " ",
  "null",
  "é17",
];

interface Line {
  readonly mine: boolean;
  readonly bytes: string;
}

const spelled = fc.oneof(
  fc.constantFrom(...mine, "ANN@X.example", " Ann@x.Example ").map((value) => ({ value, mine: true })),
  fc.constantFrom(...near).map((value) => ({ value, mine: false })),
);
const noise = fc.oneof(
  fc.string({ unit: "binary-ascii" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...mine, 'a "quoted" 17, word', "line\n17\r\nends", ";17;", "\\", '"', "{}", "[17]"),
  fc.string({ minLength: 4_000, maxLength: 9_000 }),
);
const lineEnd = fc.constantFrom("\n", "\n", "\r\n");
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

function escapedJson(text: string, how: number): string {
  const plain = JSON.stringify(text);
  if (how !== 0) return plain;
  return `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`;
}

const ndjson: fc.Arbitrary<Line> = fc
  .record({
    id: spelled,
    text: noise,
    how: fc.nat(3),
    space: fc.constantFrom("", " ", "\t"),
    list: fc.boolean(),
    number: fc.boolean(),
    end: lineEnd,
  })
  .map(({ id, text, how, space, list, number, end }) => {
    const value = number && /^-?[1-9]\d*$/.test(id.value) ? id.value : escapedJson(id.value, how);
    const inner = list ? `[0,${space}${value}${space}]` : value;
    const member = `"user":${space}{"n":null,${space}"id":${space}${inner}${space}}`;
    const parts = how > 1 ? [member, `"id":${JSON.stringify(text)}`] : [`"17":${JSON.stringify(text)}`, member];
    return { mine: id.mine, bytes: asBytes(`{${parts.join(`${space},`)}}${end}`) };
  });

function cell(text: string, quote: boolean): string {
  return quote || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csv: fc.Arbitrary<Line> = fc
  .record({ id: spelled, text: noise, quote: fc.boolean(), end: lineEnd })
  .map(({ id, text, quote, end }) => ({
    mine: id.mine,
    bytes: asBytes(`${cell(text, quote)},${cell(id.value, quote)},${cell(text, !quote)}${end}`),
  }));

const combined: fc.Arbitrary<Line> = fc
  .record({ id: spelled, text: noise, end: lineEnd, tail: fc.constantFrom("", ' "17" 0.1', " 17") })
  .map(({ id, text, end, tail }) => {
    const quoted = `"${text.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll(/[\r\n]/g, " ")}"`;
    const user = id.value.trim() === "" ? "-" : id.value.trim();
    return {
      mine: id.mine,
      bytes: asBytes(`17 - ${user} [10/Oct/2026:13:55:36 +0200] ${quoted} 200 17 "-" ${quoted}${tail}${end}`),
    };
  });

const shapes: readonly {
  readonly reach: Partial<FilesReach>;
  readonly field: string;
  readonly header: string;
  readonly line: fc.Arbitrary<Line>;
}[] = [
  { reach: { format: "ndjson" }, field: "user.id", header: "", line: ndjson },
  { reach: { format: "csv" }, field: "id", header: "a,id,b\n", line: csv },
  { reach: { format: "combined" }, field: "user", header: "", line: combined },
];

for (const { reach, field, header, line } of shapes)
  test(`whatever lines of ${reach.format} there are, hers go and those of others stay as they are`, async () => {
    const person = known({ [field]: mine }, ["ann@x.example"]);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.boolean(), async (lines, packed) => {
        await using folder = await freshFolder();
        const bytes = Buffer.from(header + lines.map((one) => one.bytes).join(""), "latin1");
        const name = packed ? "a.log.gz" : "a.log";
        await folder.put(name, packed ? gzipSync(bytes) : bytes);
        const store = await connectFolder(folder.path, reach, [field]);
        const hers = lines.filter((one) => one.mine).length;
        expect((await store.find(person)).items).toBe(hers);
        const outcome = await store.erase(orderFor(person));
        expect(outcome.ok && outcome.value.erased).toBe(hers);
        const raw = Buffer.from(await folder.read(name), "latin1");
        const text = (packed ? gunzipSync(raw) : raw).toString("latin1");
        if (packed) expect(text).toBe(header + lines.flatMap((one) => (one.mine ? [] : [one.bytes])).join(""));
        else {
          expect(text).toHaveLength(bytes.length);
          let at = header.length;
          for (const { mine: isHers, bytes: was } of lines) {
            const now = text.slice(at, at + was.length);
            at += was.length;
            if (isHers) expect(now).not.toMatch(/ann@x|"17"/i);
            else expect(now).toBe(was);
          }
        }
        expect(await store.residue(person)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
