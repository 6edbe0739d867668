/** What a visitor of each sample business loads: the script with all that its policy says, in the language of the page. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { loadPolicy } from "#app";
import { type SiteFacts, siteForm, siteLanguagesOf, siteScript } from "#banner";
import type { Policy } from "#policy";
import { example as chatbot } from "../../examples/chatbot-platform/index.ts";
import { example as conferencing } from "../../examples/conferencing/index.ts";
import { example as video } from "../../examples/video-chat/index.ts";
import { example as belgian } from "../../examples/webshop-be/index.ts";
import { example as dutch } from "../../examples/webshop-nl/index.ts";

/** Compressed, with the styles and everything that the policy says. */
const mostBytes = 10 * 1024;

const built = await readFile(new URL("../../web/banner/browser/gestand.min.js", import.meta.url), "utf8");
const gestand = "https://privacy.example-business.nl";
const facts: SiteFacts = {
  site: "www",
  version: 12,
  choicesUrl: `${gestand}/www/choices`,
  seenUrl: `${gestand}/www/seen`,
  accountUrl: `${gestand}/www/account`,
  cookieDomain: "example-business.nl",
  noticeUrl: (language) => `${gestand}/${language}/privacy`,
  freshFrom: () => 3,
};

test.each([dutch, belgian, chatbot, video, conferencing].map(({ name, policyFile }) => ({ name, policyFile })))(
  "the script of $name stays within its budget in each language",
  async ({ policyFile }) => {
    const { policy } = await loadPolicy(fileURLToPath(policyFile));
    if (policy === undefined) throw new Error("the sample has errors");
    for (const language of siteLanguagesOf(policy)) expect(bytesOf(policy, language), language).toBeLessThan(mostBytes);
  },
);

function bytesOf(policy: Policy, language: ReturnType<typeof siteLanguagesOf>[number]): number {
  const signed = { hash: digest(`notice ${language}`), token: digest(`token ${language}`) };
  const script = siteScript(
    built,
    siteForm(policy, facts, [language], () => signed),
  );
  return gzipSync(script, { level: 9 }).length;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
