import { expect, test } from "vitest";
import { fileTypeOf } from "./file-types.ts";
import { judgeFiles } from "./files.ts";
import { policyOf } from "./test-room.ts";

const zip = (...inside: string[]) =>
  Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(26), Buffer.from(inside.join("\0"))]);
const policy = policyOf();

test.each<[string, Uint8Array, string | undefined]>([
  ["a PDF", Buffer.from("%PDF-1.7"), "pdf"],
  ["a picture", new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), "jpeg"],
  ["a PNG", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "png"],
  ["a GIF", Buffer.from("GIF89a.."), "gif"],
  ["a WebP", Buffer.from("RIFF....WEBPVP8 "), "webp"],
  ["a photo of a telephone", Buffer.from("....ftypheic"), "heic"],
  ["a TIFF", new Uint8Array([0x49, 0x49, 0x2a, 0]), "tiff"],
  ["a letter of Word", zip("[Content_Types].xml", "word/document.xml"), "docx"],
  ["a letter of Word with macros", zip("word/document.xml", "word/vbaProject.bin"), undefined],
  ["a letter of LibreOffice", zip("mimetypeapplication/vnd.oasis.opendocument.text"), "odt"],
  ["any other archive", zip("a.txt"), undefined],
  ["a text", Buffer.from("Beste mensen,\r\n\té"), "text"],
  ["a program", Buffer.from("MZ\0\u0001"), undefined],
  ["bytes that are no text", new Uint8Array([0x80, 0x81]), undefined],
  ["nothing", new Uint8Array(), undefined],
  ["a PDF behind something else", Buffer.from("\0%PDF-1.7"), undefined],
])("%s is known by its bytes", (_, bytes, type) => {
  expect(fileTypeOf(bytes)?.type).toBe(type);
});

test("names say nothing, and are shown in one line without a path or turned signs", () => {
  const given = [
    { name: "../../etc/invoice\u202Efdp.pdf", bytes: Buffer.from("%PDF-1") },
    { name: "C:\\x\\run.pdf", bytes: Buffer.from("MZ\0") },
    { name: 'a"\r\nb.png', bytes: Buffer.alloc(6 * 1024 * 1024, 1) },
    { name: "half.pdf", bytes: Buffer.from("%PDF-1"), cut: true as const },
  ];
  const { kept, refused } = judgeFiles({ policy }, given);
  expect(kept.map(({ name, mediaType }) => [name, mediaType])).toEqual([["invoicefdp.pdf", "application/pdf"]]);
  expect(refused).toEqual([
    { name: "run.pdf", because: "type" },
    { name: "ab.png", because: "size" },
    { name: "half.pdf", because: "size" },
  ]);
});

test("of one letter ten files are kept", () => {
  const given = Array.from({ length: 12 }, (_, n) => ({ name: `${n}.pdf`, bytes: Buffer.from("%PDF-1") }));
  const { kept, refused } = judgeFiles({ policy }, given);
  expect([kept.length, refused.map(({ because }) => because)]).toEqual([10, ["count", "count"]]);
});
