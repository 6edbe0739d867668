/** Whether no weighs as much as yes, as the page really shows them: its own style may say otherwise than ours. */

/** Why it does not, of what is on the screen now; `undefined` when it does, or when nothing is asked. */
export function unfairness(): string | undefined {
  const [no, yes] = ["reject", "accept"].map((name) =>
    document.querySelector(`.gestand [data-gestand-button=${name}]`),
  );
  if (!(no instanceof HTMLElement) || !(yes instanceof HTMLElement)) return undefined;
  if (!no.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return "hidden";
  const [one, other] = [no.getBoundingClientRect(), yes.getBoundingClientRect()];
  // Longer words on a line of their own may take a little more.
  if (far(one.width, other.width) || far(one.height, other.height)) return "size";
  const [mine, theirs] = [getComputedStyle(no), getComputedStyle(yes)];
  if (alike.some((name) => mine[name] !== theirs[name])) return "colour";
  return contrast(mine.color, mine.backgroundColor) < 4.5 ? "contrast" : undefined;
}

const alike = ["color", "backgroundColor", "borderColor", "opacity", "fontSize", "fontWeight", "filter"] as const;

function far(one: number, other: number): boolean {
  return Math.abs(one - other) > 0.15 * Math.max(one, other);
}

/** Of colours as `rgb(…)`; those written otherwise, and what shines through, are not judged. */
function contrast(one: string, other: string): number {
  const [dark, light] = [one, other].map(luminance).sort((a, b) => a - b);
  return dark === undefined || light === undefined || Number.isNaN(dark + light) ? 21 : (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1) ?? [];
  const [red = Number.NaN, green = 0, blue = 0] = parts.map((part) => (+part / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
