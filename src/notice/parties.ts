/** Who else gets data, of whom what is promised, and where the data are (GDPR art. 13(1)(e)–(f)). */
import { capital, enumerated, say } from "#base";
import { countryName } from "#law";
import { engagerOf, leavesEea, partyName, receivedText, type Recipient, whereText } from "#policy";
import { fact, list, paragraph, row, table, unless, type Write } from "./blocks.ts";
import type { Row, Sentence } from "./document.ts";
import { purposeTitles, transferText, type Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";

export const recipients: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  const rows = policy.recipients.map((recipient) => partyRow(writing, recipient, promised));
  return [
    ...introduction(writing).map((text) => paragraph(text)),
    ...table(words.recipients, rows),
    ...table(words.recipients.agreed, agreements(writing, promised)),
    ...promised.grouped("recipients"),
    ...list(
      policy.systems.map((system) =>
        fact(
          words.recipients.stored(
            say(system.title, language),
            countryName(system.country ?? policy.organisation.country, language),
          ),
        ),
      ),
    ),
  ];
};

/** What the table says in one word is explained once. */
function introduction({ policy, words }: Writing): readonly string[] {
  const { intro, none, roles, copies } = words.recipients;
  if (policy.recipients.length === 0) return [none];
  const has = (role: Recipient["role"]) => policy.recipients.some((recipient) => recipient.role === role);
  const copied = policy.recipients.some(
    (each) => leavesEea(each) && each.safeguard !== undefined && each.safeguard !== "derogation",
  );
  const explained = [
    ...(has("processor") ? [roles.processor] : []),
    ...(has("controller") ? [roles.controller] : []),
    ...(copied ? [copies] : []),
  ];
  return [intro, ...(explained.length === 0 ? [] : [explained.join(" ")])];
}

/** Who with which role, which data, what for, and where under which protection. */
function partyRow(writing: Writing, recipient: Recipient, promised: Promised): Row {
  const { policy, language, words } = writing;
  const { name, role } = recipient;
  const engager = engagerOf(policy, recipient);
  const where = { ...fact(whereText(recipient, language)), ...promised.place(`recipients.${name}.transfer`) };
  const beside = [
    words.shortRole[role],
    ...(engager === undefined ? [] : [words.recipients.through(partyName(engager, language))]),
    ...taskOf(writing, recipient),
  ];
  return row(
    [
      `${capital(partyName(recipient, language))} (${beside.join(", ")})`,
      recipient.receives.length === 0 ? words.notStated : `${capital(receivedText(policy, recipient, language))}.`,
      capital(aimsText(writing, recipient)),
      where,
    ],
    promised.place(`recipients.${name}.listed`),
  );
}

/** Of most purposes, those that it is not for. */
const fewExceptions = 3;

function aimsText(writing: Writing, { purposes }: Recipient): string {
  const { policy, words } = writing;
  if (purposes.length === 0) return words.notStated;
  const others = policy.purposes.map(({ name }) => name).filter((name) => !purposes.includes(name));
  if (purposes.length <= fewExceptions || others.length > fewExceptions) return `${purposeTitles(writing, purposes)}.`;
  const { all, allBut } = words.recipients;
  return `${others.length === 0 ? all : allBut(purposeTitles(writing, others))}.`;
}

interface Agreement {
  readonly recipient: Recipient;
  readonly stated: Sentence;
}

/** What holds for parties beside what they get: the same words once, for all of whom they hold. */
function agreements(writing: Writing, promised: Promised): readonly Row[] {
  const all = writing.policy.recipients.flatMap((recipient): readonly Agreement[] =>
    [...promised.take("recipients", recipient.name), ...furtherFacts(writing, recipient)].map((stated) => ({
      recipient,
      stated,
    })),
  );
  return [...Map.groupBy(all, ({ stated }) => stated.text)].map(([text, same]) => {
    const holding = same.map(({ recipient }) => recipient);
    const names = new Set(holding.map((recipient) => agreeingName(writing, recipient, holding)));
    const links = same[0]?.stated.links;
    return row(
      [
        capital(enumerated([...names], writing.language)),
        { text, cites: [], ...(links === undefined ? {} : { links }) },
      ],
      ...same.map(({ stated: { promise, cites } }) => (promise === undefined ? undefined : { promise, cites })),
    );
  });
}

/** A party for which it holds only in one of the ways in which it gets data is named with the number of that. */
function agreeingName(writing: Writing, recipient: Recipient, holding: readonly Recipient[]): string {
  const party = partyName(recipient, writing.language);
  return waysOf(writing, recipient).every((way) => holding.includes(way))
    ? party
    : `${party} (${taskOf(writing, recipient).join("")})`;
}

/** A party that gets data in several ways has a row for each; a number tells them apart. */
function taskOf(writing: Writing, recipient: Recipient): readonly string[] {
  const ways = waysOf(writing, recipient);
  return ways.length === 1 ? [] : [writing.words.recipients.task(ways.indexOf(recipient) + 1)];
}

function waysOf({ policy, language }: Writing, recipient: Recipient): readonly Recipient[] {
  const party = partyName(recipient, language);
  return policy.recipients.filter((other) => partyName(other, language) === party);
}

/** Subprocessors and own use (GDPR art. 28(2), 28(10)). */
function furtherFacts({ policy, language, words }: Writing, recipient: Recipient): readonly Sentence[] {
  const texts = words.recipients;
  const { role, subprocessors, ownUse } = recipient;
  return [
    ...(engagerOf(policy, recipient) === undefined ? [] : [fact(texts.engaged)]),
    ...(role === "processor"
      ? [
          fact(
            typeof subprocessors === "string"
              ? texts.subprocessors[subprocessors]
              : texts.namedSubprocessors(enumerated(subprocessors, language)),
          ),
        ]
      : []),
    ...(ownUse === undefined ? [] : [fact(texts.ownUse(say(ownUse, language)))]),
  ];
}

/** The party; with what it is for when it is a party in more than one way. */
export function partyTitle(writing: Writing, recipient: Recipient): string {
  const party = partyName(recipient, writing.language);
  const same = writing.policy.recipients.filter((other) => partyName(other, writing.language) === party);
  return same.length > 1 ? `${party}: ${purposeTitles(writing, recipient.purposes)}` : party;
}

/** Role, data, purposes, place with safeguard, subprocessors, own use (GDPR art. 13(1)(e)–(f), 28). */
export function recipientFacts(writing: Writing, recipient: Recipient): readonly Sentence[] {
  const { language, words } = writing;
  const texts = words.recipients;
  const engager = engagerOf(writing.policy, recipient);
  return [
    fact(texts.role(words.role[recipient.role])),
    ...(engager === undefined ? [] : [fact(texts.engagedBy(partyName(engager, language)))]),
    ...unless(recipient.receives, () => texts.receives(receivedText(writing.policy, recipient, language))),
    ...unless(recipient.purposes, () => texts.purposes(purposeTitles(writing, recipient.purposes))),
    fact(transferText(writing, recipient)),
    ...furtherFacts(writing, recipient),
  ];
}
