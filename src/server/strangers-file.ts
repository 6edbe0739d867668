/** A file that somebody we do not know made, on its way to a member of staff. */

/**
 * As a download that no browser shows in our place: not named by its own word for itself, sandboxed, and as bytes whose kind is
 * not guessed.
 */
export function strangersFile(file: { readonly name: string; readonly bytes: Uint8Array }): Response {
  const plain = file.name.replaceAll(/[^\w .-]/gu, "_");
  // RFC 6266 §4.3, RFC 8187: the sign set that every browser reads, then the name as it is.
  const named = `filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; ${named}`,
      "content-security-policy": "sandbox",
      "cross-origin-resource-policy": "same-origin",
    },
  });
}
