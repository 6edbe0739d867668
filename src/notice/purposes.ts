/** What data are used for, and why that is allowed (GDPR art. 13(1)(c)–(d), 13(2)(e)). */
import { capital, enumerated, say } from "#base";
import { partyName, type Purpose } from "#policy";
import { fact, paragraph, row, table, unless, type Write } from "./blocks.ts";
import type { Sentence } from "./document.ts";
import { basisText, categoryTitles, personTitles, type Writing } from "./phrases.ts";

export const purposes: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  const texts = words.purposes;
  const rows = policy.purposes.map((purpose) =>
    row(
      [
        capital(say(purpose.title, language)),
        purpose.uses.length === 0 ? words.notStated : `${capital(categoryTitles(writing, purpose.uses))}.`,
        purpose.of.length === 0 ? words.data.anyone : capital(personTitles(writing, purpose.of)),
        [`${capital(basisText(writing, purpose))}.`, ...consequence(writing, purpose)].join(" "),
      ],
      promised.place(`purposes.${purpose.name}.declared`),
    ),
  );
  const free = policy.purposes.some(({ required }) => required === undefined);
  return [
    ...(rows.length === 0 ? [] : [paragraph(free ? `${texts.intro} ${texts.free}` : texts.intro)]),
    ...table(texts, rows),
    ...promised.grouped("purposes"),
  ];
};

/** Beside the basis, which says why they are needed. */
function consequence({ language, words }: Writing, { required, basis }: Purpose): readonly string[] {
  if (required === undefined) return [];
  const text = say(required.consequence, language);
  return [basis.kind === "legal-obligation" ? words.purposes.obliged(text) : text];
}

/** What is mandatory for a purpose, and what follows from not giving it (GDPR art. 13(2)(e)). */
function mandatory({ language, words }: Writing, purpose: Purpose): readonly string[] {
  const { required } = purpose;
  return required === undefined
    ? []
    : [words.purposes.required[demandedBy(purpose)](say(required.consequence, language))];
}

/** Whose data, which, why, whether mandatory and who gets them (GDPR art. 13(1)(c)–(e), 13(2)(e)). */
export function purposeFacts(writing: Writing, purpose: Purpose): readonly Sentence[] {
  const { policy, language, words } = writing;
  const parties = policy.recipients.filter((recipient) => recipient.purposes.includes(purpose.name));
  const [needed = words.purposes.optional] = mandatory(writing, purpose);
  return [
    ...unless(purpose.of, () => words.purposes.of(personTitles(writing, purpose.of))),
    ...unless(purpose.uses, () => words.purposes.uses(categoryTitles(writing, purpose.uses))),
    fact(words.purposes.basis(basisText(writing, purpose))),
    fact(needed),
    fact(
      parties.length === 0
        ? words.purposes.nobody
        : words.purposes.recipients(
            enumerated(
              parties.map((recipient) => partyName(recipient, language)),
              language,
            ),
          ),
    ),
  ];
}

function demandedBy({ basis }: Purpose): "law" | "contract" | "purpose" {
  switch (basis.kind) {
    case "legal-obligation":
      return "law";
    case "contract":
      return "contract";
    case "consent":
    case "vital-interests":
    case "public-task":
    case "legitimate-interest":
      return "purpose";
  }
}
