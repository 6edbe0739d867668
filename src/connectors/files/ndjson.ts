import { byteOrderMark, decoded, type Field, type LineFormat, type RecordReader } from "./record.ts";

/** Lists are looked through: `users.id` is the id of each user. Deeper than this they are not. */
const deepestList = 64;

interface Wanted {
  readonly name: string;
  /** What is left of the path. */
  readonly path: readonly string[];
}

/** One JSON value a line. A name under `matches` is a path of members: `user.id`, also where a member is called so. */
export function ndjsonFormat(names: readonly string[]): LineFormat {
  const wanted = names.map((name) => ({ name, path: name.split(".") }));
  const reader: RecordReader = {
    read: (record) => fieldsOf(record, wanted),
    filler: (record) =>
      record.startsWith(byteOrderMark) ? `${byteOrderMark}${empty(record.slice(3))}` : empty(record),
    emptied: (record, { start, end }) => emptyValue(record.slice(start, end)),
    // oxlint-disable-next-line no-control-regex
    hides: (value) => /[^\x20-\x7e]|["\\/]/.test(value),
    hiding: [String.raw`\u`],
  };
  return {
    mediaType: "application/x-ndjson",
    reader: () => reader,
    unknownNames: () => [],
  };
}

function empty(record: string): string {
  return "{}".padEnd(record.length).slice(0, record.length);
}

function emptyValue(value: string): string {
  const blank = value.startsWith('"') ? '""' : value.startsWith("{") ? "{}" : value.startsWith("[") ? "[]" : "null";
  return (blank.length <= value.length ? blank : "0").padEnd(value.length);
}

function fieldsOf(record: string, wanted: readonly Wanted[]): readonly Field[] | undefined {
  const from = record.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  try {
    JSON.parse(decoded(record.slice(from)));
  } catch {
    return undefined;
  }
  const fields: Field[] = [];
  collect(record, afterSpace(record, from), wanted, fields, 0);
  return fields;
}

/** Reads the value that begins at `at`, and answers where it ends. The text is known to be JSON. */
function collect(text: string, at: number, wanted: readonly Wanted[], fields: Field[], lists: number): number {
  const end = endOfValue(text, at);
  if (wanted.length === 0) return end;
  const first = text[at];
  if (first === "[" && lists < deepestList) {
    for (let place = afterSpace(text, at + 1); text[place] !== "]"; place = afterComma(text, place))
      place = collect(text, place, wanted, fields, lists + 1);
    return end;
  }
  for (const { name, path } of wanted)
    if (path.length === 0) fields.push({ name, value: plain(text.slice(at, end)), start: at, end });
  if (first !== "{") return end;
  for (let place = afterSpace(text, at + 1); text[place] !== "}"; place = afterComma(text, place)) {
    const nameEnd = endOfValue(text, place);
    const member = plain(text.slice(place, nameEnd));
    const value = afterSpace(text, text.indexOf(":", nameEnd) + 1);
    place = collect(text, value, inside(wanted, member), fields, lists);
  }
  return end;
}

function inside(wanted: readonly Wanted[], member: string): readonly Wanted[] {
  return wanted.flatMap(({ name, path }) =>
    path.flatMap((_, index) =>
      path.slice(0, index + 1).join(".") === member ? [{ name, path: path.slice(index + 1) }] : [],
    ),
  );
}

/** A string without its quotes and escapes; anything else as it is written. */
function plain(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.includes("\\") ? (JSON.parse(decoded(value)) as string) : decoded(value.slice(1, -1));
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] ?? "x")) at += 1;
  return at;
}

function afterComma(text: string, from: number): number {
  const at = afterSpace(text, from);
  return text[at] === "," ? afterSpace(text, at + 1) : at;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at) - 1;
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === 0x2c || code <= 0x20)) return at;
  }
  return text.length;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
