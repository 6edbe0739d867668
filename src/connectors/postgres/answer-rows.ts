/**
 * Turns what `COPY … TO STDOUT (FORMAT csv, QUOTE '"', ESCAPE '\', NULL 'null')` sends into JSON, in the bytes in which
 * it came. Such a line is nearly the inside of a JSON array already: texts stand in quotes with quotes and backslashes
 * escaped, numbers and `null` stand bare. Each row comes as a message of its own
 * (https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY), with a head of five bytes and a line end: just
 * the room for `],\n  [`. What is left to do, seldom: control characters, and values that are JSON themselves. Pure.
 */
import { Buffer } from "node:buffer";

/** How a column is sent: `number` may be marked as `notFinite`; the text of `json` is JSON, perhaps in quotes. */
export type Sent = "text" | "bare" | "number" | "json";

/** Stands before `NaN` and `Infinity`, which JSON has no numbers for; in SQL. */
export const notFinite = "E'\\x01'";

export interface SentTable {
  /** JSON up to the first row. */
  readonly head: string;
  readonly columns: readonly Sent[];
}

const messages = { table: 0x48, row: 0x64, tableDone: 0x63, error: 0x45 } as const;
const headBytes = 5;
const [quote, comma, backslash, space, bracket] = [0x22, 0x2c, 0x5c, 0x20, 0x5d];
const betweenRows = Buffer.from(",\n  [");

/** Where in a row we are when it is rewritten byte by byte; a row may come in pieces. */
type Place = "before" | "bare" | "marked" | "quoted" | "escaped";

export class RowsAsJson {
  readonly #tables: readonly SentTable[];
  readonly #out: Joined = new Joined();
  #table = -1;
  #rows = 0;
  /** Of a message's head that the end of a piece cut off. */
  #cutHead = Buffer.alloc(0);
  #message = 0;
  /** Bytes of the message that are still to come. */
  #left = 0;
  #column = 0;
  #place: Place = "before";
  #rest: Buffer | undefined;

  constructor(tables: readonly SentTable[]) {
    this.#tables = tables;
  }

  /** Set when nothing more is for us: an error, or what follows the last row. It belongs to the driver. */
  get rest(): Buffer | undefined {
    return this.#rest;
  }

  /** The JSON of one piece, which is written over. */
  take(piece: Buffer): Buffer[] {
    for (let at = 0; at < piece.length && this.#rest === undefined; ) {
      if (this.#left > 0) at = this.#within(piece, at);
      else {
        const next = this.#wholeRows(piece, at);
        at = next > at ? next : this.#begin(piece, at);
      }
    }
    return this.#out.take();
  }

  /** Rows that need no more than their heads written over; answers where they end. */
  #wholeRows(piece: Buffer, from: number): number {
    if (this.#cutHead.length > 0 || this.#rows === 0 || this.#sent().includes("json")) return from;
    let at = from;
    while (piece.length - at > headBytes && piece[at] === messages.row) {
      const end = at + 1 + piece.readUInt32BE(at + 1);
      if (end > piece.length || hasControl(piece, at + headBytes, end - 1)) break;
      piece.set(betweenRows, at);
      piece[end - 1] = bracket;
      this.#rows += 1;
      at = end;
    }
    if (at > from) this.#out.add(piece.subarray(from, at));
    return at;
  }

  /** The head of a message, or as much of it as is here. */
  #begin(piece: Buffer, from: number): number {
    const end = Math.min(piece.length, from + headBytes - this.#cutHead.length);
    const head = Buffer.concat([this.#cutHead, piece.subarray(from, end)]);
    this.#cutHead = head.length < headBytes ? head : Buffer.alloc(0);
    if (head.length < headBytes) return end;
    this.#message = head[0] ?? 0;
    this.#left = head.readUInt32BE(1) - 4;
    if (this.#message === messages.error) this.#rest = Buffer.concat([head, piece.subarray(end)]);
    else if (this.#message === messages.table) {
      this.#table += 1;
      this.#rows = 0;
      this.#out.text(`${this.#table === 0 ? "" : ",\n"}${this.#tables[this.#table]?.head ?? ""}`);
    } else if (this.#message === messages.row) {
      this.#out.text(this.#rows === 0 ? "\n  [" : ",\n  [");
      this.#rows += 1;
      this.#column = 0;
      this.#place = "before";
    } else if (this.#message === messages.tableDone) {
      this.#out.text("\n]}");
      if (this.#table === this.#tables.length - 1) this.#rest = piece.subarray(end);
    }
    return end;
  }

  #within(piece: Buffer, from: number): number {
    const end = Math.min(piece.length, from + this.#left);
    this.#left -= end - from;
    if (this.#message !== messages.row) return end;
    // The last byte of a row is the end of its line.
    this.#rewrite(piece, from, this.#left === 0 ? end - 1 : end);
    if (this.#left === 0) this.#out.text(this.#place === "marked" ? '"]' : "]");
    return end;
  }

  #rewrite(piece: Buffer, from: number, end: number): void {
    const sent = this.#sent();
    for (let at = from; at < end; at++) {
      const byte = piece[at] ?? 0;
      if (this.#place === "quoted" || this.#place === "escaped") this.#inQuotes(byte, sent[this.#column] === "json");
      else if (byte === comma) {
        this.#out.text(this.#place === "marked" ? '",' : ",");
        this.#column += 1;
        this.#place = "before";
      } else if (this.#place !== "before") this.#out.byte(byte);
      else if (byte === quote) {
        this.#place = "quoted";
        if (sent[this.#column] !== "json") this.#out.byte(quote);
      } else {
        this.#place = sent[this.#column] === "number" && byte < space ? "marked" : "bare";
        this.#out.byte(this.#place === "marked" ? quote : byte);
      }
    }
  }

  /** Control characters are escaped. JSON is taken out of the quotes; outside its own texts they are blanks. */
  #inQuotes(byte: number, isJson: boolean): void {
    if (this.#place === "escaped") {
      this.#place = "quoted";
      this.#out.byte(byte);
    } else if (byte < space) this.#out.text(isJson ? " " : `\\u${byte.toString(16).padStart(4, "0")}`);
    else if (byte === quote || byte === backslash) {
      this.#place = byte === quote ? "bare" : "escaped";
      if (!isJson) this.#out.byte(byte);
    } else this.#out.byte(byte);
  }

  #sent(): readonly Sent[] {
    return this.#tables[this.#table]?.columns ?? [];
  }
}

function hasControl(piece: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if ((piece[at] ?? 0) < space) return true;
  return false;
}

/** Pieces as they are, and between them what is written anew, a byte or a short text at a time. */
class Joined {
  #parts: Buffer[] = [];
  #written = Buffer.alloc(0);
  #size = 0;

  add(part: Buffer): void {
    this.#flush();
    this.#parts.push(part);
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#written[this.#size++] = byte;
  }

  text(text: string): void {
    this.#reserve(text.length * 3);
    this.#size += this.#written.write(text, this.#size);
  }

  take(): Buffer[] {
    this.#flush();
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #flush(): void {
    if (this.#size > 0) this.#parts.push(this.#written.subarray(0, this.#size));
    this.#written = this.#written.subarray(this.#size);
    this.#size = 0;
  }

  #reserve(bytes: number): void {
    if (this.#size + bytes <= this.#written.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * (this.#size + bytes), 8 * 1024));
    this.#written.copy(larger, 0, 0, this.#size);
    this.#written = larger;
  }
}
