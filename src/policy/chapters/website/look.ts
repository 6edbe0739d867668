/** Colours of what asks visitors. One set for all buttons: no choice can be made to look better, and what cannot be read is refused. */
import type { Location, Problem } from "#base";
import { mapping, may } from "../../grammar/collections.ts";
import { clip, textKind } from "../../grammar/values.ts";
import { declared } from "../../language/words.ts";

export const lookParts = ["ink", "ground", "line", "button", "buttonInk", "focus"] as const;
export type LookPart = (typeof lookParts)[number];
export type Look = Readonly<Partial<Record<LookPart, string>>>;

/** What stands where nothing is written, as the script has it in the light. */
export const plainLook: Readonly<Record<LookPart, string>> = {
  ink: "#1b2420",
  ground: "#ffffff",
  line: "#767f7a",
  button: "#155e4b",
  buttonInk: "#ffffff",
  focus: "#1d6fd6",
};

const colour = textKind<string>({
  expects: "a colour",
  label: "colour",
  parse: (value) =>
    /^#[0-9a-f]{6}$/i.test(value)
      ? value.toLowerCase()
      : { wrong: `"${clip(value)}" is not a colour.`, remedy: 'Write six hexadecimal digits, in quotes: "#155e4b".' },
});

export const lookKind = mapping({
  name: "Look",
  doc: "Colours of what asks visitors, in light and dark alike. All buttons have the same; what cannot be read is refused.",
  example: 'look: {button: "#155e4b", buttonInk: "#ffffff"}',
  members: {
    ink: may(colour, "The colour of text."),
    ground: may(colour, "The colour behind text and buttons."),
    line: may(colour, "The colour of the edge."),
    button: may(colour, "The colour of every button."),
    buttonInk: may(colour, "The colour of the words on every button."),
    focus: may(colour, "The colour around what the keyboard is on."),
    ...declared,
  },
});

/** Two colours that must be told apart, and how well (WCAG 2.2: 1.4.3 for text, 1.4.11 for the rest). */
const pairs: readonly (readonly [LookPart, LookPart, number])[] = [
  ["ink", "ground", 4.5],
  ["buttonInk", "button", 4.5],
  ["button", "ground", 3],
  ["line", "ground", 3],
  ["focus", "ground", 3],
];

export function lookProblems(look: Look, at: Location): readonly Problem[] {
  const of = (part: LookPart) => look[part] ?? plainLook[part];
  return pairs
    .filter(([one, other, least]) => contrast(of(one), of(other)) < least)
    .map(([one, other, least]) => ({
      code: "look-not-readable",
      severity: "error",
      message: `${one} (${of(one)}) on ${other} (${of(other)}) has a contrast of ${contrast(of(one), of(other)).toFixed(1)}, and people need ${least}.`,
      remedy: `Take a darker or lighter ${one} or ${other}.`,
      at,
      path: "website.look",
      article: "GDPR art. 7(2), 12(1); WCAG 2.2, 1.4.3 and 1.4.11",
    }));
}

/** From 1, the same, to 21, black on white (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
