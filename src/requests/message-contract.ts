/** Letters and files that come with a request, as they are handed in and as staff see them. */
import type { Personal } from "#base";

/** A file as it came. What it is called and what it says of itself is the sender's. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Only its beginning was read, since it is larger than any file that is kept. */
  readonly cut?: true;
}
export interface KeptFile {
  readonly name: string;
  /** What its bytes show. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
export type FileRefusal = "type" | "size" | "count";
export interface RefusedFile {
  readonly name: string;
  readonly because: FileRefusal;
}
/** What the policy makes of the files of one letter. */
export interface JudgedFiles {
  readonly kept: readonly KeptFile[];
  readonly refused: readonly RefusedFile[];
}

/** Personal, all of it; handed over inside one transaction. */
export interface IncomingMessage extends JudgedFiles {
  readonly receivedAt: Date;
  /** The address that it says it is from. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** More was written than is kept. */
  readonly shortened: boolean;
  /** It answers a letter of ours, and comes from another address than the one who asked. */
  readonly fromElsewhere?: true;
}

export interface StaffFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** When it was deleted; the bytes are gone. */
  readonly deletedAt?: Date;
}
export interface StaffMessage {
  readonly id: string;
  readonly receivedAt: Date;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly shortened: boolean;
  readonly fromElsewhere: boolean;
  readonly files: readonly StaffFile[];
  readonly refused: readonly RefusedFile[];
}

export type StaffMessages = Personal<readonly StaffMessage[]>;
