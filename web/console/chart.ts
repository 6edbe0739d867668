/** A small chart of bars; whoever shows one shows the figures too. */
import { type Html, html } from "#ui";

const [bar, gap, height] = [18, 6, 60];

/** Bars from nought to all; the table under it says the same in figures. */
export function chart(
  label: string,
  shares: readonly (number | undefined)[],
  [first, last]: readonly [string, string],
): Html {
  const width = shares.length * (bar + gap);
  const bars = shares.map((share, at) =>
    share === undefined
      ? ""
      : html`<rect class="chart-all" x="${at * (bar + gap)}" y="0" width="${bar}" height="${height}"/><rect class="chart-part" x="${at * (bar + gap)}" y="${Math.round(height * (1 - share))}" width="${bar}" height="${Math.round(height * share)}"/>`,
  );
  return html`<figure class="weeks"><svg class="chart" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${bars}</svg>
    <figcaption>${first === last ? first : `${first} – ${last}`}</figcaption></figure>`;
}
