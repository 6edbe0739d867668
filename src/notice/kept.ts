/** A notice as it is kept with the version that published it. */
import type { NoticeDocument } from "./document.ts";

/** Raised when documents get another shape; what was kept before is then read by its own number. */
const format = 1;

export function keptNotice(notice: NoticeDocument): string {
  return JSON.stringify({ format, notice });
}

/** Absent for what a newer Gestand kept, and for what is no notice. Whether it is as it was published, its hash says. */
export function readKeptNotice(text: string): NoticeDocument | undefined {
  try {
    const kept = JSON.parse(text) as { readonly format?: unknown; readonly notice?: NoticeDocument } | null;
    return kept?.format === format ? kept.notice : undefined;
  } catch {
    return undefined;
  }
}
