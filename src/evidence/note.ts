/**
 * Checkpoints as the transparency ecosystem writes them: a C2SP tlog-checkpoint body (origin, size, root) inside a C2SP
 * signed note with an Ed25519 signature. Tools and witnesses that know nothing of us can read them.
 */
import { type Signer, type VerifierKey } from "./keys.ts";
import { hashBytes, type Hash } from "./tree.ts";

/** What one checkpoint says: this log had this many entries and this root. */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

const mostSignatures = 100;
const mostBytes = 64 * 1024;

export function signCheckpoint(head: TreeHead, signer: Signer): string {
  return signNote(`${head.origin}\n${head.size}\n${head.root.toString("base64")}\n`, signer);
}

/** The head in a note that this key signed; undefined when it is not a checkpoint, or this key did not sign it. */
export function openCheckpoint(note: string, key: VerifierKey): TreeHead | undefined {
  const text = openNote(note, key);
  return text === undefined ? undefined : parseCheckpointBody(text);
}

/** `text` ends in a new line; the signature covers it and not the empty line after it. */
export function signNote(text: string, signer: Signer): string {
  const signature = Buffer.concat([Buffer.from(signer.key.id, "hex"), signer.sign(Buffer.from(text))]);
  return `${text}\n— ${signer.key.name} ${signature.toString("base64")}\n`;
}

/**
 * The text of a note that this key signed. Signatures by other keys are passed over; one by this key that does not hold
 * spoils the whole note.
 */
export function openNote(note: string, key: VerifierKey): string | undefined {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || note.length > mostBytes || hasControlCharacter(note) || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > mostSignatures) return undefined;
  let signed = false;
  for (const line of lines) {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return undefined;
    const bytes = Buffer.from(encoded, "base64");
    if (bytes.toString("base64") !== encoded || bytes.length < 5) return undefined;
    if (name !== key.name || bytes.subarray(0, 4).toString("hex") !== key.id) continue;
    if (!key.verifies(Buffer.from(text), bytes.subarray(4))) return undefined;
    signed = true;
  }
  return signed ? text : undefined;
}

function parseCheckpointBody(text: string): TreeHead | undefined {
  const [origin, sizeText, rootText, ...extensions] = text.split("\n");
  if (origin === undefined || origin === "" || sizeText === undefined || rootText === undefined) return undefined;
  if (!/^(0|[1-9]\d{0,15})$/.test(sizeText) || extensions.at(-1) !== "") return undefined;
  const root = Buffer.from(rootText, "base64");
  if (root.length !== hashBytes || root.toString("base64") !== rootText) return undefined;
  const size = Number(sizeText);
  return Number.isSafeInteger(size) ? { origin, size, root } : undefined;
}

/** Signed notes hold no control character but the new line. */
function hasControlCharacter(note: string): boolean {
  for (let at = 0; at < note.length; at += 1) {
    const code = note.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
