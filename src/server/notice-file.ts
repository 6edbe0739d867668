/** The notice as a page of its own, which needs nothing beside it. */
import { readFile } from "node:fs/promises";
import { noticePage } from "#centre";
import type { NoticeDocument } from "#notice";
import type { Policy } from "#policy";
import { markup } from "#ui";

export interface NoticeFileOptions {
  /** Whose page it is: name and contact around the notice. */
  readonly policy: Policy;
  readonly notice: NoticeDocument;
  /** SHA-256 of the policy document, hex. */
  readonly policyHash: string;
  /** Where the privacy centre is: links of the page lead there. */
  readonly publicUrl: URL;
}

export async function noticeFile({ policy, policyHash, notice, publicUrl }: NoticeFileOptions): Promise<string> {
  const style = await readFile(new URL("../../web/ui/assets/gestand.css", import.meta.url), "utf8");
  return markup(noticePage({ policy, language: notice.language, path: "/privacy" }, notice, policyHash))
    .replace('<link rel="stylesheet" href="/assets/gestand.css">', () => `<style>\n${style}</style>`)
    .replaceAll(' href="/', ` href="${publicUrl.origin}/`);
}
