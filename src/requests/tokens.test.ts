import { expect, test } from "vitest";
import { csvLine } from "#base";
import { mediaTypeOf } from "./identity.ts";
import { makeCode, makeReference, makeToken, parseReference, spellCode, tokenHash } from "./tokens.ts";

test("a reference has no vowels and no letters that look alike, and is read back however it is typed", () => {
  for (let run = 0; run < 200; run++) {
    const reference = makeReference();
    expect(reference).toMatch(/^G-[34679CDFGHJKMNPQRTWXY]{4}-[34679CDFGHJKMNPQRTWXY]{4}$/u);
    expect(parseReference(` ${reference.toLowerCase().replaceAll("-", " ")} `)).toBe(reference);
  }
  for (const other of ["", "G-7K3M", "X-7K3M-9QXA", "G-7K3M-9QXA-1", "😀".repeat(50)])
    expect(parseReference(other)).toBeUndefined();
});

test("tokens have 256 bits and codes eight digits", () => {
  expect(Buffer.from(makeToken(), "base64url")).toHaveLength(32);
  expect(tokenHash("a")).not.toEqual(tokenHash("b"));
  for (let run = 0; run < 200; run++) expect(makeCode()).toMatch(/^\d{8}$/u);
  expect(spellCode("12345678")).toBe("1234 5678");
});

test("a cell of the register never starts a formula", () => {
  expect(csvLine(["=1+1", "+31", "-1", "@x", "\t=1", " =1", 'say "hi"', "a,b", "plain"])).toBe(
    `'=1+1,'+31,'-1,'@x,'\t=1,' =1,"say ""hi""","a,b",plain\r\n`,
  );
});

test("a file is what its first bytes are", () => {
  expect(mediaTypeOf(Buffer.from("%PDF-1.7\n"))).toBe("application/pdf");
  expect(mediaTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe("image/jpeg");
  expect(mediaTypeOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBe("image/png");
  for (const other of ["", "%PD", "<svg/>", "MZ"]) expect(mediaTypeOf(Buffer.from(other))).toBeUndefined();
});
