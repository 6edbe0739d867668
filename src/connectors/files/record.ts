/** What a format makes of a line. */
/** A field that the policy named. `start` and `end` are places in the record; the value is decoded. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface RecordReader {
  /** The named fields. `undefined`: this is no record of the format. The record comes without its line end. */
  read(record: string): readonly Field[] | undefined;
  /** What stands there when the record is erased; as long as it was. */
  filler(record: string): string;
  /** What stands there when the field is emptied; as long as it was. */
  emptied(record: string, field: Field): string;
  /** Whether a value can stand in a record in another spelling than its own: escaped. */
  hides(value: string): boolean;
  /** What a record holds that can hide any value. */
  readonly hiding: readonly string[];
  /** Where records end, behind their line ends, in a text that begins with one; absent when every line is a record. */
  ends?(text: string): readonly number[];
}

export interface LineFormat {
  readonly mediaType: string;
  /** The first record names the columns; this says where it ends in a text that begins with it. */
  endOfHeader?(text: string): number | undefined;
  /** `header`: the first record, where it names the columns. Columns that are named and not there make it unusable. */
  reader(header: string): RecordReader | { readonly missing: readonly string[] };
  /** Names under `matches` that such a file never has. */
  unknownNames(): readonly string[];
}

/** Latin1 text as the UTF-8 that its bytes are. */
export function decoded(bytes: string): string {
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

export const byteOrderMark = "\u00ef\u00bb\u00bf";
