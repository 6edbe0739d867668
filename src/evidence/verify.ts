/**
 * The offline verifier: one pass over an exported log, with node:crypto and nothing else. Whoever kept a checkpoint, or
 * the verifier key, learns here whether any entry was changed, taken out, put in or moved since.
 */
import { hash } from "node:crypto";
import type { LogCheck } from "./contract.ts";
import { parseVerifierKey, type VerifierKey } from "./keys.ts";
import { lineFeed, lineKind, readCheckpointLine, readHeadLine } from "./log-file.ts";
import { openCheckpoint, type TreeHead } from "./note.ts";
import { emptyRoot, type Hash } from "./tree.ts";

export interface VerifyLogOptions {
  /** The key the reader trusts. Without it the key in the file is used, which shows only that the file fits itself. */
  readonly verifierKey?: string;
  /** A checkpoint (signed note) kept from earlier: the log must contain and continue it. */
  readonly checkpoint?: string;
}
export interface LogReport extends LogCheck {
  readonly verifierKey?: string;
  /** False when only the file itself vouches for the key. */
  readonly keyWasGiven: boolean;
  /** Checkpoints whose signature and root were found right. */
  readonly checkpoints: number;
  /** Hex; the root over all entries. */
  readonly rootHash?: string;
}

/** A line of an honest log is far shorter: an entry holds counts and references. */
const longestLineBytes = 1024 * 1024;

/** Checks an exported log. Answers, never throws, for whatever the bytes are; errors of reading them pass through. */
export async function verifyLog(source: AsyncIterable<Uint8Array>, options: VerifyLogOptions = {}): Promise<LogReport> {
  const pass = new Pass(options);
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    // One byte in front, so that every line has a byte before it; see `Pass.entry`.
    const work = Buffer.allocUnsafe(1 + rest.length + chunk.length);
    work.set(rest, 1);
    work.set(chunk, 1 + rest.length);
    let start = 1;
    for (let end = work.indexOf(lineFeed, start + rest.length); end >= 0; end = work.indexOf(lineFeed, start)) {
      if (!pass.line(work, start, end)) return pass.report();
      start = end + 1;
    }
    rest = work.subarray(start);
    if (rest.length > longestLineBytes) return pass.fail("A line is longer than 1 MiB; this is not a log of Gestand.");
  }
  if (rest.length > 0) return pass.fail("The file ends in the middle of a line; the copy is incomplete.");
  return pass.end();
}

class Pass {
  readonly #options: VerifyLogOptions;
  readonly #node = Buffer.alloc(65, 0x01);
  /** Hashes as text of one character per byte, largest subtree first: twice as fast as buffers. */
  readonly #peaks: string[] = [];
  #size = 0;
  #key: VerifierKey | undefined;
  #kept: TreeHead | undefined;
  #keptSeen = false;
  /** Entries up to here are proven by a checkpoint. */
  #proven = 0;
  #checkpoints = 0;
  #failure: { message: string; brokenAt?: number } | undefined;

  constructor(options: VerifyLogOptions) {
    this.#options = options;
  }

  /** False: stop, the answer is known. */
  line(work: Buffer, start: number, end: number): boolean {
    if (this.#key === undefined) return this.#head(work.subarray(start, end));
    switch (lineKind(work, start)) {
      case "entry":
        return this.#entry(work, start, end);
      case "checkpoint":
        return this.#checkpoint(work.subarray(start, end));
      case "head":
      case "unknown":
        return this.#no(`The line after entry ${this.#size - 1} is neither an entry nor a checkpoint.`, this.#size);
    }
  }

  #head(bytes: Uint8Array): boolean {
    const stated = readHeadLine(bytes);
    if (stated === undefined)
      return this.#no("The first line does not name the log and its key; this is not an exported log.");
    const key = parseVerifierKey(this.#options.verifierKey ?? stated);
    if (key === undefined) return this.#no("The verifier key cannot be read; it reads <name>+<8 hex digits>+<base64>.");
    if (stated !== key.toString()) return this.#no("The file was signed with another key than the one given.");
    this.#key = key;
    if (this.#options.checkpoint === undefined) return true;
    this.#kept = openCheckpoint(this.#options.checkpoint, key);
    if (this.#kept === undefined || this.#kept.origin !== key.name)
      return this.#no("The kept checkpoint was not signed by this log's key, or was changed.");
    return this.#compareKept();
  }

  /** The byte before the line is overwritten with 0x00, so that the leaf is hashed where it lies. */
  #entry(work: Buffer, start: number, end: number): boolean {
    work[start - 1] = 0x00;
    let hashed = hash("sha256", work.subarray(start - 1, end), "binary");
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      this.#node.write(this.#peaks.pop() ?? "", 1, "latin1");
      this.#node.write(hashed, 33, "latin1");
      hashed = hash("sha256", this.#node, "binary");
    }
    this.#peaks.push(hashed);
    this.#size += 1;
    return this.#size !== this.#kept?.size || this.#compareKept();
  }

  #checkpoint(bytes: Uint8Array): boolean {
    const note = readCheckpointLine(bytes);
    const head = note === undefined || this.#key === undefined ? undefined : openCheckpoint(note, this.#key);
    if (head === undefined || head.origin !== this.#key?.name)
      return this.#no(
        `The checkpoint behind entry ${this.#size - 1} was not signed by this log, or was changed.`,
        this.#proven,
      );
    if (head.size !== this.#size)
      return this.#no(
        `A checkpoint over ${head.size} entries stands behind ${this.#size}: entries were taken out or put in between ${this.#proven} and ${Math.max(head.size, this.#size) - 1}.`,
        this.#proven,
      );
    if (!head.root.equals(this.#root()))
      return this.#no(
        `An entry between ${this.#proven} and ${this.#size - 1} is not the one that was signed for.`,
        this.#proven,
      );
    this.#proven = this.#size;
    this.#checkpoints += 1;
    return true;
  }

  #compareKept(): boolean {
    if (this.#kept === undefined || this.#kept.size !== this.#size) return true;
    this.#keptSeen = this.#kept.root.equals(this.#root());
    if (this.#keptSeen) return true;
    return this.#no(
      `The first ${this.#size} entries are not those of the kept checkpoint: this log was rewritten after it.`,
      this.#proven < this.#size ? this.#proven : 0,
    );
  }

  #root(): Hash {
    const last = this.#peaks.at(-1);
    if (last === undefined) return emptyRoot;
    const root = this.#peaks.slice(0, -1).reduceRight((right, left) => {
      this.#node.write(left, 1, "latin1");
      this.#node.write(right, 33, "latin1");
      return hash("sha256", this.#node, "binary");
    }, last);
    return Buffer.from(root, "binary");
  }

  #no(message: string, brokenAt?: number): false {
    this.#failure = brokenAt === undefined ? { message } : { message, brokenAt };
    return false;
  }

  fail(message: string): LogReport {
    this.#no(message, this.#size);
    return this.report();
  }

  end(): LogReport {
    if (this.#key === undefined) return this.fail("The file is empty.");
    if (this.#kept !== undefined && !this.#keptSeen)
      this.#no(
        `The log has ${this.#size} entries and the kept checkpoint covers ${this.#kept.size}: entries were removed.`,
        this.#size,
      );
    else if (this.#checkpoints === 0) this.#no("No checkpoint is in the file, so nothing vouches for its entries.", 0);
    else if (this.#proven < this.#size)
      this.#no(`No checkpoint covers the entries from ${this.#proven} on; nothing vouches for them.`, this.#proven);
    return this.report();
  }

  report(): LogReport {
    const failure = this.#failure;
    return {
      ok: failure === undefined,
      size: this.#size,
      keyWasGiven: this.#options.verifierKey !== undefined,
      checkpoints: this.#checkpoints,
      ...(this.#key === undefined ? {} : { verifierKey: this.#key.toString() }),
      ...(failure === undefined ? { rootHash: this.#root().toString("hex") } : {}),
      ...(failure?.brokenAt === undefined ? {} : { brokenAt: failure.brokenAt }),
      message: failure?.message ?? `All ${this.#size} entries are those that were signed for.`,
    };
  }
}
