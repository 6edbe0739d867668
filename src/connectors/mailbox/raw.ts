/** A message as it is kept, for its sender or receiver: without the line that says who got it unseen by others. */

const most = 1024 * 1024;

/** Takes `Bcc` fields (RFC 5322 §3.6.3) out of the header; the rest passes byte for byte. */
export async function* withoutBcc(message: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of message) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = endOfHeader(head);
    if (end < 0 && head.length < most) continue;
    const cut = end < 0 ? head.length : end;
    yield withoutField(head.subarray(0, cut));
    yield head.subarray(cut);
    head = undefined;
  }
  if (head !== undefined) yield withoutField(head);
}

function endOfHeader(bytes: Buffer): number {
  const crlf = bytes.indexOf("\r\n\r\n");
  const lf = bytes.indexOf("\n\n");
  const ends = [crlf, lf].filter((at) => at >= 0);
  return ends.length === 0 ? -1 : Math.min(...ends);
}

function withoutField(head: Buffer): Buffer {
  // Latin-1 keeps every byte as it is.
  const text = head.toString("latin1").replaceAll(/^bcc[ \t]*:.*(?:\r?\n[ \t].*)*(?:\r?\n|$)/gim, "");
  return Buffer.from(text, "latin1");
}
