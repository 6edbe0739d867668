/**
 * Other wordings of the sentence with which visitors are asked, to learn which one they understand. Only the sentence differs: what
 * is asked, the buttons, their words, sizes and order stay the same, and a sentence that pushes or leaves out what the law wants
 * said is refused.
 */
import type { Language, Localized, Location, Problem } from "#base";
import { may, named } from "../../grammar/collections.ts";
import { checkOwnName, said } from "../../language/words.ts";

export interface Wording {
  readonly name: string;
  readonly sentence: Localized;
  readonly at: Location;
}

/** The sentence that Gestand makes itself, which always takes part. */
export const standardWording = "standard";
const mostWordings = 4;
const longest = 400;

export const wordingsMember = may(
  named({
    what: "a wording",
    check: (name) =>
      name === standardWording
        ? { message: `"${standardWording}" is the sentence that Gestand makes.`, remedy: "Take another name." }
        : checkOwnName(name),
    kind: said,
  }),
  `Sentences to stand in the banner instead of that of Gestand, each for an equal share of visitors; at most ${mostWordings}. Only the sentence differs, never the question or the buttons. It must name cookies, consent, that refusing is fine and that a choice can be changed; it may not push.`,
);

/** What the sentence must speak of before somebody answers (GDPR art. 4(11), 7(3)); privacy agents know the banner by the first. */
const needed: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  nl: [
    [/cookie/iu, "cookies"],
    [/toestemming|akkoord|goedvind/iu, "toestemming"],
    [/weiger|\bnee\b|niet wil/iu, "weigeren"],
    [/verander|wijzig|intrek|terugkom/iu, "dat een keuze te veranderen is"],
  ],
  en: [
    [/cookie/iu, "cookies"],
    [/consent|agree/iu, "consent"],
    [/refus|reject|declin|\bno\b/iu, "refusing"],
    [/change|withdraw/iu, "that a choice can be changed"],
  ],
};

/** A short list of what pushes; a sentence can still push without any of it (EDPB Guidelines 03/2022 on deceptive design, 4.3). */
const pushing: Readonly<Record<Language, RegExp>> = {
  nl: /!|\b(alleen even|klik (nu )?op|mis(t|sen)?|jammer|helaas|beste ervaring|optima\w+|gratis|korting|beloning|iedereen|de meesten?|snel|nu meteen|slechtere?|beperkt\w*)\b/iu,
  en: /!|\b(just click|click now|miss(ing)? out|sadly|unfortunately|sorry|best experience|optimal|free|discount|reward|everyone|everybody|most (people|visitors)|quick(ly)?|right now|worse|limited)\b/iu,
};

export function wordingProblems(wordings: readonly Wording[], languages: readonly Language[]): readonly Problem[] {
  return wordings.flatMap(({ name, sentence, at }, place) => [
    ...(place === mostWordings
      ? [problem(name, at, "wordings-too-many", `is one more than the ${mostWordings} that can be compared`, fewer)]
      : []),
    ...languages.flatMap((language) =>
      findings(language, sentence[language]).map(([code, what, remedy]) =>
        problem(name, at, code, `(${language}) ${what}`, remedy),
      ),
    ),
  ]);
}

const fewer = "Leave some out: each gets fewer visitors, and differences that are not there are seen more often.";

type Found = readonly [code: string, what: string, remedy: string];

function findings(language: Language, sentence: string | undefined): readonly Found[] {
  if (sentence === undefined)
    return [["wording-not-complete", "has no text", "Write it in each language of the policy."]];
  const missing = needed[language].flatMap(([word, what]) => (word.test(sentence) ? [] : [what]));
  const push = pushing[language].exec(sentence)?.[0];
  const found: (Found | false)[] = [
    missing.length > 0 && [
      "wording-not-complete",
      `does not speak of: ${missing.join(", ")}`,
      "Say it: visitors must know it before they answer.",
    ],
    push !== undefined && [
      "wording-pushes",
      `pushes people to an answer: "${push}"`,
      "Say what is asked, and nothing about how good or quick an answer is.",
    ],
    sentence.length > longest && [
      "wording-too-long",
      `has ${sentence.length} signs, and ${longest} is the most`,
      "Make it shorter: on a phone the buttons must stay in sight.",
    ],
  ];
  return found.filter((each) => each !== false);
}

function problem(name: string, at: Location, code: string, what: string, remedy: string): Problem {
  return {
    code,
    severity: "error",
    at,
    path: `website.wordings.${name}`,
    message: `The wording "${name}" ${what}.`,
    remedy,
    article: "GDPR art. 4(11), 7(2) and 7(3)",
  };
}
