import { expect, test } from "vitest";
import { policyOf } from "#harness";
import { consentsPage, type RateView } from "./consents.ts";

const policy = policyOf(`gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {visitor: {title: {nl: bezoeker, en: visitor}}}
purposes:
  ads: {title: {nl: reclame, en: advertising}, of: visitor, basis: consent, uses: behaviour}
`);
const frame = { policy, language: "en", path: "/console/consents" } as const;

function chartOf(rates: readonly RateView[]) {
  const page = String(consentsPage(frame, { rates, wordings: [], shown: [], tags: ["<script>"] }));
  const bars = [...page.matchAll(/<rect class="chart-part" x="(\d+)" y="(\d+)" width="18" height="(\d+)"/g)];
  return { page, bars: bars.map(([, x, , height]) => [Number(x) / 24, Number(height)]) };
}

test("a bar stands for the share of its week, and a week in which nobody chose stays open", () => {
  const { page, bars } = chartOf([
    { week: "2026-11-02", purpose: "ads", granted: 3, denied: 1 },
    { week: "2026-11-23", purpose: "ads", granted: 0, denied: 5 },
  ]);
  expect(bars).toEqual([
    [0, 45],
    [3, 0],
  ]);
  expect(page).toContain('width="96"');
  expect(page).toMatch(/<figcaption>2 November 2026 – 23 November 2026<\/figcaption>/);
  expect(page).toContain("75%");
});

test("one week is one day to name, and no choice is a page that says what to do", () => {
  const { page, bars } = chartOf([{ week: "2026-11-02", purpose: "ads", granted: 1, denied: 0 }]);
  expect(bars).toEqual([[0, 60]]);
  expect(page).toMatch(/<figcaption>2 November 2026<\/figcaption>/);
  const empty = chartOf([]);
  expect(empty.bars).toEqual([]);
  expect(empty.page).toContain("&lt;script&gt;");
});
