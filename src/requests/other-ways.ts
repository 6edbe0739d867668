/** How requests come in by other ways than the form, and what comes with them. */
import type { Personal, RequestId, Result, StaffId } from "#base";
import type { Reader, Transaction } from "#store";
import type { ActRefusal, Submission } from "./contract.ts";
import { judgeFiles } from "./files.ts";
import { askHandOver, decideHandOver, type HandOverRefusal } from "./hand-over.ts";
import type { House } from "./house.ts";
import { receive } from "./intake.ts";
import type { GivenFile, IncomingMessage, JudgedFiles } from "./message-contract.ts";
import { addMessage, deleteFile, openFile, openRequest, type OpenRequest, openRequestsOf } from "./messages.ts";
import { type OnceRefusal, submitOnce, type Vouched } from "./once.ts";

export interface OtherWays {
  /** The same inside a transaction of the caller's, for what comes by another way than the form. */
  receive(tx: Transaction, submission: Submission): Promise<{ id: RequestId; reference: string; codeSent: boolean }>;
  /** For somebody whose address the company's own server vouches for: no code, and the same `key` counts once for a day. */
  submitOnce(submission: Submission, key: string): Promise<Result<Vouched, OnceRefusal>>;
  /** What the policy makes of files, by their bytes. */
  judgeFiles(files: readonly GivenFile[]): JudgedFiles;
  /** Keeps a letter with an open request. `false` when the request has ended. */
  addMessage(tx: Transaction, id: RequestId, message: IncomingMessage): Promise<boolean>;
  /** The open request with this reference, if any. */
  openRequest(reader: Reader, reference: string, from: Personal<string>): Promise<OpenRequest | undefined>;
  /** Open requests of whoever has this address, oldest first. */
  openRequestsOf(reader: Reader, from: Personal<string>): Promise<readonly OpenRequest[]>;
  /** A file that came with a letter. */
  file(id: RequestId, file: string): Promise<{ name: string; mediaType: string; bytes: Uint8Array } | undefined>;
  /** Where the copy of a portability request is to go as well, as the person writes it. */
  askHandOver(followToken: string, address: string): Promise<Result<void, HandOverRefusal>>;
  /** After staff looked at whose address it is. */
  decideHandOver(
    id: RequestId,
    by: StaffId,
    decision: { readonly release: true } | { readonly release: false; readonly explanation: string },
  ): Promise<Result<void, ActRefusal>>;
  deleteFile(id: RequestId, by: StaffId, file: string): Promise<Result<void, ActRefusal>>;
}

export function otherWays(house: House): OtherWays {
  return {
    receive: (tx, submission) => receive(house, tx, submission),
    submitOnce: (submission, key) => submitOnce(house, submission, key),
    judgeFiles: (files) => judgeFiles(house, files),
    addMessage: (tx, id, message) => addMessage(house, tx, id, message),
    openRequest: (reader, reference, from) => openRequest(house, reader, reference, from),
    openRequestsOf: (reader, from) => openRequestsOf(house, reader, from),
    file: (id, file) => openFile(house, id, file),
    askHandOver: (token, address) => askHandOver(house, token, address),
    decideHandOver: (id, by, decision) => decideHandOver(house, id, by, decision),
    deleteFile: (id, by, file) => deleteFile(house, id, by, file),
  };
}
