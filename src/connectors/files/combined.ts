import { decoded, type Field, type LineFormat } from "./record.ts";

const quotes = String.raw`"((?:[^"\\]|\\.)*)"`;
const line = new RegExp(
  String.raw`^(\S+) (\S+) (.*?) \[([^\]]*)\] ${quotes} (\d{3}|-) (\d+|-)(?: ${quotes} ${quotes})?(.*)$`,
  "ds",
);

/** Places in a line, by the names that web servers give them. */
const groups: Readonly<Record<string, number>> = {
  host: 1,
  ip: 1,
  address: 1,
  identity: 2,
  user: 3,
  request: 5,
  referer: 8,
  agent: 9,
};

/** What says that somebody was there, and not who. */
const staying = new Set([4, 6]);

/** The combined log format of Apache and nginx; the common one, which it extends; and fields behind it, which are not read. */
export function combinedFormat(names: readonly string[]): LineFormat {
  const reader = {
    read: (record: string): readonly Field[] | undefined => {
      const found = line.exec(record);
      if (found === null) return undefined;
      return names.flatMap((name) => {
        const group = groups[name] ?? 0;
        const value = found[group];
        const [start, end] = found.indices?.[group] ?? [0, 0];
        return group === 0 || value === undefined ? [] : [{ name, value: unescaped(decoded(value)), start, end }];
      });
    },
    filler: (record: string) => {
      const places = line.exec(record)?.indices;
      if (places === undefined) return dashes(record);
      let filler = record;
      for (let group = 1; group < places.length; group += 1) {
        const place = places[group];
        if (place === undefined || staying.has(group)) continue;
        const text = record.slice(...place);
        const blank = group === 7 ? text.replaceAll(/\d/g, "0") : group === 10 ? trailing(text) : dashes(text);
        filler = filler.slice(0, place[0]) + blank + filler.slice(place[1]);
      }
      return filler;
    },
    emptied: (record: string, { start, end }: Field) => dashes(record.slice(start, end)),
    hides: (value: string) => /["\\]/.test(value),
    hiding: [],
  };
  return {
    mediaType: "text/plain",
    reader: () => reader,
    unknownNames: () => names.filter((name) => !(name in groups)),
  };
}

function dashes(text: string): string {
  return "-".repeat(text.length);
}

function trailing(text: string): string {
  return text.replaceAll(/[^ "]/g, "-");
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\])/g, "$1");
}
