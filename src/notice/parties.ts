/** Who else gets data, of whom what is promised, and where the data are (GDPR art. 13(1)(e)–(f)). */
import { capital, enumerated, type Language, say } from "#base";
import { countryName } from "#law";
import { engagerOf, partyName, placesText, type Policy, receivedText, type Recipient } from "#policy";
import { fact, list, overview, paragraph, unless, type Write } from "./blocks.ts";
import type { Block, Sentence } from "./document.ts";
import { mainPurposes, purposeTitles, transferText, type Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";

export const recipients: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  return [
    paragraph(policy.recipients.length === 0 ? words.recipients.none : words.recipients.intro),
    ...overview(
      words.recipients,
      policy.recipients.map((recipient) => [
        capital(partyWithEngager(writing, recipient)),
        mainPurposes(writing, recipient.purposes) || words.notStated,
        placesText(recipient, language),
      ]),
    ),
    ...partiesOf(policy, language).flatMap(([party, ways]): Block[] => [
      { kind: "heading", text: capital(party) },
      ...ways.flatMap((recipient) => recipientBlocks(writing, recipient, ways.length > 1, promised)),
    ]),
    ...list(promised.take("recipients")),
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

/** A party behind another one says behind which; it stands right after it. */
export function partyWithEngager({ policy, language, words }: Writing, recipient: Recipient): string {
  const engager = engagerOf(policy, recipient);
  const party = partyName(recipient, language);
  return engager === undefined ? party : words.recipients.behind(party, partyName(engager, language));
}

/** Each party once, with every way in which it gets data. */
function partiesOf(policy: Policy, language: Language): readonly (readonly [string, readonly Recipient[]])[] {
  return [...Map.groupBy(policy.recipients, (recipient) => partyName(recipient, language))];
}

/** A party that gets data in several ways has a list for each, under what it is for. */
function recipientBlocks(
  writing: Writing,
  recipient: Recipient,
  several: boolean,
  promised: Promised,
): readonly Block[] {
  const { name, says } = recipient;
  const aims = writing.words.recipients.purposes(purposeTitles(writing, recipient.purposes));
  const facts = recipientFacts(writing, recipient, {
    data: promised.tells(`recipients.${name}.listed`, says),
    transfer: promised.tells(`recipients.${name}.transfer`, undefined),
  });
  const items = [...promised.take("recipients", name), ...facts].filter(({ text }) => !several || text !== aims);
  return [...(several ? [paragraph(aims)] : []), { kind: "list", items }];
}

/** The party; with what it is for when it is a party in more than one way. */
export function partyTitle(writing: Writing, recipient: Recipient): string {
  const party = partyName(recipient, writing.language);
  const same = writing.policy.recipients.filter((other) => partyName(other, writing.language) === party);
  return same.length > 1 ? `${party}: ${purposeTitles(writing, recipient.purposes)}` : party;
}

/** Role, data, purposes, place with safeguard, subprocessors, own use (GDPR art. 13(1)(e)–(f), 28). */
export function recipientFacts(
  writing: Writing,
  recipient: Recipient,
  told: { readonly data?: boolean; readonly transfer?: boolean } = {},
): readonly Sentence[] {
  const { language, words } = writing;
  const texts = words.recipients;
  const { subprocessors } = recipient;
  const engager = engagerOf(writing.policy, recipient);
  return [
    fact(texts.role(words.role[recipient.role])),
    ...(engager === undefined ? [] : [fact(texts.engagedBy(partyName(engager, language)))]),
    ...unless(told.data === true ? [] : recipient.receives, () =>
      texts.receives(receivedText(writing.policy, recipient, language)),
    ),
    ...unless(recipient.purposes, () => texts.purposes(purposeTitles(writing, recipient.purposes))),
    fact(transferText(writing, recipient, told.transfer)),
    ...(recipient.role === "processor"
      ? [
          fact(
            typeof subprocessors === "string"
              ? texts.subprocessors[subprocessors]
              : texts.namedSubprocessors(enumerated(subprocessors, language)),
          ),
        ]
      : []),
    ...(recipient.ownUse === undefined ? [] : [fact(texts.ownUse(say(recipient.ownUse, language)))]),
  ];
}
