/**
 * `COPY` statements of one message as a stream of JSON. The connection's bytes are read here rather than by the driver,
 * which would make an object of every row, and only as fast as they are asked for: what nobody reads stays with the
 * database.
 */
import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
import type { Connection, PoolClient, Submittable } from "pg";
import { RowsAsJson, type SentTable } from "./answer-rows.ts";

export interface CopiedTable extends SentTable {
  /** `copy … to stdout`. */
  readonly sql: string;
}

/** One JSON array, an element per table. Left halfway, the session is in the middle of an answer and of no use. */
export async function* copyTables(client: PoolClient, tables: readonly CopiedTable[]): AsyncGenerator<Buffer> {
  yield Buffer.from("[\n");
  if (tables.length > 0) {
    const copy = new CopyOut(tables);
    client.query(copy);
    for (let parts = await copy.next(); parts !== undefined; parts = await copy.next()) yield* parts;
  }
  yield Buffer.from("\n]\n");
}

class CopyOut implements Submittable {
  readonly #text: string;
  readonly #rows: RowsAsJson;
  #stream: Duplex | undefined;
  #driver: ((bytes: Buffer) => void) | undefined;
  #state: "asked" | "rows" | "handed-back" | "ready" = "asked";
  #error: { readonly reason: unknown } | undefined;
  #wake: (() => void) | undefined;
  readonly #look = (): void => this.#wake?.();

  constructor(tables: readonly CopiedTable[]) {
    this.#text = tables.map(({ sql }) => sql).join(";\n");
    this.#rows = new RowsAsJson(tables);
  }

  /** `undefined` when all rows were read and the session is ready for the next statement. */
  async next(): Promise<Buffer[] | undefined> {
    for (;;) {
      if (this.#error !== undefined) throw this.#error.reason;
      if (this.#state === "ready") return undefined;
      const piece = this.#state === "rows" ? (this.#stream?.read() as Buffer | null) : null;
      if (piece !== null) {
        const parts = this.#rows.take(piece);
        if (this.#rows.rest !== undefined) this.#handBack(this.#rows.rest);
        if (parts.length > 0) return parts;
      } else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  /** Called by the driver when it is our turn. */
  submit(connection: Connection): void {
    const { stream } = connection;
    const [driver] = stream.listeners("data");
    this.#stream = stream;
    this.#driver = driver as (bytes: Buffer) => void;
    stream.removeListener("data", this.#driver);
    stream.pause();
    stream.on("readable", this.#look);
    this.#state = "rows";
    connection.query(this.#text);
    this.#look();
  }

  handleError(reason: unknown): void {
    this.#error = { reason };
    this.#stream?.removeListener("readable", this.#look);
    this.#look();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#state = "ready";
    this.#look();
  }

  #handBack(rest: Buffer): void {
    const [stream, driver] = [this.#stream, this.#driver];
    if (stream === undefined || driver === undefined) return;
    this.#state = "handed-back";
    stream.removeListener("readable", this.#look);
    stream.on("data", driver);
    driver(rest);
    stream.resume();
  }
}
