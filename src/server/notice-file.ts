/** The notice as a file of its own: a page that needs nothing beside it, or text. */
import { readFile } from "node:fs/promises";
import type { Language } from "#base";
import { noticePage } from "#centre";
import { noticeMarkdown, noticeOf, noticeText } from "#notice";
import type { Policy } from "#policy";
import { markup } from "#ui";

export const noticeFormats = ["html", "markdown", "text"] as const;
export type NoticeFormat = (typeof noticeFormats)[number];

export interface NoticeFileOptions {
  readonly policy: Policy;
  /** SHA-256 of the policy document, hex. */
  readonly policyHash: string;
  readonly language: Language;
  /** Where the privacy centre is: links of the page lead there. */
  readonly publicUrl: URL;
}

export async function noticeFile(format: NoticeFormat, options: NoticeFileOptions): Promise<string> {
  const { policy, policyHash, language, publicUrl } = options;
  const notice = noticeOf(policy, language);
  switch (format) {
    case "markdown":
      return noticeMarkdown(notice);
    case "text":
      return noticeText(notice);
    case "html": {
      const style = await readFile(new URL("../../web/ui/assets/gestand.css", import.meta.url), "utf8");
      return markup(noticePage({ policy, language, path: "/privacy" }, notice, policyHash))
        .replace('<link rel="stylesheet" href="/assets/gestand.css">', () => `<style>\n${style}</style>`)
        .replaceAll(' href="/', ` href="${publicUrl.origin}/`);
    }
  }
}
