import { expect, test } from "vitest";
import { keptNotice, readKeptNotice } from "./index.ts";

const notice = {
  language: "en",
  title: "Privacy notice of Test",
  inForceOn: "2026-11-01",
  authoritative: "en",
  houseLabel: "In our own words",
  summary: [],
} as const;
const listed = {
  kind: "list",
  items: [{ text: "We keep it short.", promise: "keep.short", cites: ["001-1"] }],
} as const;

test("a notice that was kept in the first format is read with the texts of its cells", () => {
  const table = { kind: "table", caption: "How long", columns: ["Data", "Until"], rows: [["Letters", "Two years."]] };
  const first = { ...notice, sections: [{ id: "retention", heading: "How long", blocks: [table, listed] }] };
  const read = readKeptNotice(JSON.stringify({ format: 1, notice: first }));
  expect(read?.sections[0]?.blocks).toEqual([
    {
      ...table,
      rows: [
        {
          cites: [],
          cells: [
            { text: "Letters", cites: [] },
            { text: "Two years.", cites: [] },
          ],
        },
      ],
    },
    listed,
  ]);
  expect(read === undefined ? undefined : readKeptNotice(keptNotice(read))).toEqual(read);
});

test("what a newer Gestand kept, or what is no notice, is not read", () => {
  for (const text of [JSON.stringify({ format: 9, notice }), "{", "null"]) expect(readKeptNotice(text)).toBeUndefined();
});
