/** A notice as it is kept with the version that published it. */
import { fact } from "./blocks.ts";
import type { Block, NoticeDocument, Section } from "./document.ts";
import type { NoticeSection } from "#policy";

/** Raised when documents get another shape; what was kept before is then read by its own number. */
const format = 2;

/** In the first format the cells of a table were texts that stated nothing. */
type FirstBlock =
  | Exclude<Block, { readonly kind: "table" }>
  | (Omit<Extract<Block, { readonly kind: "table" }>, "rows"> & { readonly rows: readonly (readonly string[])[] });
type FirstSection = Omit<Section<NoticeSection>, "blocks"> & { readonly blocks: readonly FirstBlock[] };
type FirstNotice = Omit<NoticeDocument, "sections"> & { readonly sections: readonly FirstSection[] };

type Kept =
  | { readonly format: 1; readonly notice: FirstNotice }
  | { readonly format: typeof format; readonly notice: NoticeDocument };

export function keptNotice(notice: NoticeDocument): string {
  return JSON.stringify({ format, notice });
}

/** Absent for what a newer Gestand kept, and for what is no notice. Whether it is as it was published, its hash says. */
export function readKeptNotice(text: string): NoticeDocument | undefined {
  try {
    const kept = JSON.parse(text) as Kept | null;
    if (kept?.format === 1) return fromFirst(kept.notice);
    return kept?.format === format ? kept.notice : undefined;
  } catch {
    return undefined;
  }
}

function fromFirst(notice: FirstNotice): NoticeDocument {
  return { ...notice, sections: notice.sections.map((each) => ({ ...each, blocks: each.blocks.map(blockOf) })) };
}

function blockOf(block: FirstBlock): Block {
  if (block.kind !== "table") return block;
  return { ...block, rows: block.rows.map((cells) => ({ cites: [], cells: cells.map((text) => fact(text)) })) };
}
