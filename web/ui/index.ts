/**
 * What the privacy centre and the console share: the page frame, the style sheet's components and how dates, sizes and
 * counts are written. Pure and free of the domain: it renders what it is given and decides nothing.
 */
export {
  button,
  callout,
  card,
  emptyState,
  facts,
  field,
  hidden,
  progress,
  select,
  statusBadge,
  table,
  type Tone,
} from "./components.ts";
export { formatCount, formatDate, formatInstant, formatSize } from "./format.ts";
export { type Html, html, join, markup, unsafeHtml } from "./html.ts";
export { page, type PageFrame } from "./page.ts";
