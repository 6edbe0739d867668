/** Reads records in blocks of about a megabyte, whatever the file is large, and says which of them are the person's. */
import { OperationalError } from "#base";
import type { KeptBecause } from "../facts-contract.ts";
import type { Field, LineFormat, RecordReader } from "./record.ts";
import type { Wanted } from "./wanted.ts";

/** A record may be long, and must fit in memory. */
const recordBytes = 32 * 1024 * 1024;

/** `start` and `end` are places in the text of the block; `next` is behind the line end. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  /** Absent: a line that cannot be read and holds a value of the person. */
  readonly fields?: readonly Field[];
  readonly keep?: KeptBecause;
}

export interface Block {
  /** Whole records, one character a byte. */
  readonly text: string;
  /** Where the block begins in the file. */
  readonly offset: number;
  readonly hits: readonly Hit[];
  /** The text ends without a line end: the file does, or a program is still writing the line. */
  readonly unterminated: boolean;
  readonly reader: RecordReader;
  /** The text begins with a record that names the columns; it ends here. */
  readonly headerEnd: number;
}

/** The first record does not name a column that the policy names. */
export class MissingColumns extends Error {
  readonly columns: readonly string[];

  constructor(columns: readonly string[]) {
    super("columns are missing");
    this.columns = columns;
  }
}

/** The text is in an encoding that is not read. */
export class WideText extends Error {}

export interface BlockOptions {
  readonly format: LineFormat;
  readonly wanted: Wanted;
  /** Where the source begins in the file, and what reads it, when reading goes on. */
  readonly resume?: { readonly offset: number; readonly reader: RecordReader };
}

export async function* blocks(source: AsyncIterable<Buffer>, options: BlockOptions): AsyncGenerator<Block> {
  const { format, wanted, resume } = options;
  let offset = resume?.offset ?? 0;
  let reader = resume?.reader;
  let carry = "";
  const take = (text: string, last: boolean): Block | undefined => {
    if (offset === 0 && /^(?:\u00ff\u00fe|\u00fe\u00ff)/.test(text)) throw new WideText();
    let headerEnd = 0;
    if (reader === undefined) {
      const end = format.endOfHeader === undefined ? 0 : (format.endOfHeader(text) ?? (last ? text.length : undefined));
      if (end === undefined) return undefined;
      headerEnd = end;
      const made = format.reader(withoutLineEnd(text.slice(0, end)));
      if ("missing" in made) throw new MissingColumns(made.missing);
      reader = made;
    }
    const body = text.slice(headerEnd);
    const ends = reader.ends?.(body);
    const whole = last ? body.length : ends === undefined ? body.lastIndexOf("\n") + 1 : (ends.at(-1) ?? 0);
    if (headerEnd + whole === 0) return undefined;
    const hits = hitsOf(body.slice(0, whole), ends, reader, wanted);
    const block = {
      text: text.slice(0, headerEnd + whole),
      offset,
      hits: headerEnd === 0 ? hits : hits.map((hit) => moved(hit, headerEnd)),
      unterminated: last && whole > 0 && (ends === undefined ? !body.endsWith("\n") : ends.at(-1) !== body.length),
      reader,
      headerEnd,
    };
    offset += headerEnd + whole;
    return block;
  };
  for await (const chunk of source) {
    const text = carry + chunk.toString("latin1");
    const block = take(text, false);
    carry = block === undefined ? text : text.slice(block.text.length);
    if (block !== undefined) yield block;
    if (carry.length > recordBytes) throw tooLong();
  }
  if (carry === "") return;
  const block = take(carry, true);
  if (block !== undefined) yield block;
}

function moved(hit: Hit, by: number): Hit {
  return { ...hit, start: hit.start + by, end: hit.end + by, next: hit.next + by };
}

function tooLong(): OperationalError {
  return new OperationalError(
    "store-format",
    `A line is longer than ${recordBytes / 1024 / 1024} MB, or a quote in a CSV file never closes. It was not changed. Repair the file, or leave it out of \`names\`.`,
  );
}

/** Fields keep their places in the record. */
function hitsOf(
  text: string,
  ends: readonly number[] | undefined,
  reader: RecordReader,
  wanted: Wanted,
): readonly Hit[] {
  const hits: Hit[] = [];
  const look = (start: number, next: number) => {
    const record = withoutLineEnd(text.slice(start, next));
    if (record === "") return;
    const end = start + record.length;
    const fields = reader.read(record);
    if (fields === undefined) {
      if (wanted.tells(record)) hits.push({ start, end, next });
      return;
    }
    const known = fields.flatMap((field) => wanted.match(field) ?? []);
    if (known.length === 0) return;
    const keep = known.find((one) => one.keep !== undefined)?.keep;
    hits.push({ start, end, next, fields, ...(keep && { keep }) });
  };
  const places = wanted.places(text, reader);
  if (places === undefined) eachRecord(text, ends, look);
  else eachRecordAt(text, ends, places, look);
  return hits;
}

function eachRecord(
  text: string,
  ends: readonly number[] | undefined,
  look: (start: number, next: number) => void,
): void {
  let start = 0;
  let index = 0;
  while (start < text.length) {
    const next = ends === undefined ? text.indexOf("\n", start) + 1 : (ends[index] ?? 0);
    const end = next === 0 ? text.length : next;
    look(start, end);
    start = end;
    index += 1;
  }
}

function eachRecordAt(
  text: string,
  ends: readonly number[] | undefined,
  places: readonly number[],
  look: (start: number, next: number) => void,
): void {
  let done = 0;
  let index = 0;
  for (const place of places) {
    if (place < done) continue;
    let start: number;
    let next: number;
    if (ends === undefined) {
      start = text.lastIndexOf("\n", place) + 1;
      next = text.indexOf("\n", place) + 1;
    } else {
      while ((ends[index] ?? Number.POSITIVE_INFINITY) <= place) index += 1;
      start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      next = ends[index] ?? 0;
    }
    done = next === 0 ? text.length : next;
    look(start, done);
  }
}

function withoutLineEnd(record: string): string {
  return record.endsWith("\r\n") ? record.slice(0, -2) : record.endsWith("\n") ? record.slice(0, -1) : record;
}
