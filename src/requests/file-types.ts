/** What a file is by its bytes, whatever it is called: the name says nothing, and neither does whoever sent it. */
import type { AttachmentType } from "#policy";

interface FileType {
  readonly type: AttachmentType;
  readonly mediaType: string;
  readonly is: (bytes: Buffer) => boolean;
}

const starts =
  (...signature: readonly number[]) =>
  (bytes: Buffer) =>
    signature.every((byte, at) => bytes[at] === byte);
const says = (text: string, at: number) => (bytes: Buffer) => bytes.toString("latin1", at, at + text.length) === text;
const zip = starts(0x50, 0x4b, 0x03, 0x04);

const types: readonly FileType[] = [
  { type: "pdf", mediaType: "application/pdf", is: says("%PDF-", 0) },
  { type: "jpeg", mediaType: "image/jpeg", is: starts(0xff, 0xd8, 0xff) },
  { type: "png", mediaType: "image/png", is: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { type: "gif", mediaType: "image/gif", is: (bytes) => says("GIF87a", 0)(bytes) || says("GIF89a", 0)(bytes) },
  { type: "webp", mediaType: "image/webp", is: (bytes) => says("RIFF", 0)(bytes) && says("WEBP", 8)(bytes) },
  {
    type: "heic",
    mediaType: "image/heic",
    is: (bytes) => says("ftyp", 4)(bytes) && /^(heic|heix|mif1|msf1)$/u.test(bytes.toString("latin1", 8, 12)),
  },
  {
    type: "tiff",
    mediaType: "image/tiff",
    is: (bytes) => starts(0x49, 0x49, 0x2a, 0)(bytes) || starts(0x4d, 0x4d, 0, 0x2a)(bytes),
  },
  {
    type: "docx",
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    is: isDocx,
  },
  {
    type: "odt",
    mediaType: "application/vnd.oasis.opendocument.text",
    // Its first part is its own name, not compressed (OpenDocument 1.3, part 2, §3.3).
    is: (bytes) =>
      zip(bytes) &&
      bytes.subarray(0, 200).includes("mimetypeapplication/vnd.oasis.opendocument.text") &&
      !bytes.includes("Basic/script"),
  },
  { type: "text", mediaType: "text/plain", is: isText },
];

/** Word with macros is another kind of file, and no kind that is kept. */
function isDocx(bytes: Buffer): boolean {
  return zip(bytes) && bytes.includes("word/document.xml") && !bytes.includes("vbaProject");
}

/** UTF-8 without anything that a reader of text would act on. A page or a script is text too; it is shown as text only. */
function isText(bytes: Buffer): boolean {
  if (bytes.length === 0) return false;
  try {
    // oxlint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/u.test(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    );
  } catch {
    return false;
  }
}

export function fileTypeOf(
  bytes: Uint8Array,
): { readonly type: AttachmentType; readonly mediaType: string } | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = types.find(({ is }) => is(view));
  return found && { type: found.type, mediaType: found.mediaType };
}
