/** Messages that are sent: of which class, with whose consent, how they end, and whether opening them is measured. */
import type { Localized } from "#base";
import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import type { Word } from "../grammar/kind.ts";
import { oneOf } from "../grammar/values.ts";
import { checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared } from "../model.ts";
import type { ReadBy } from "../resolve/declarations.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter, entryNames } from "./chapter.ts";
import { fact } from "./fact.ts";
import { isRequired, messageProblems } from "./message-problems.ts";
import { messagePromises } from "./message-promises.ts";
import { eachEntry } from "./phrases.ts";
import { type Stated, statedBy } from "./stated.ts";

const classes = ["transactional", "service", "marketing", "legal"] as const;
const channels = ["email", "sms", "phone", "post", "push", "chat", "in-app", "ads"] as const;
const ways = ["link", "reply", "command", "profile", "e-mail", "none"] as const;
const reaches = ["these", "marketing", "optional", "everything"] as const;
const trackings = ["none", "with-consent", "always"] as const;

/**
 * `transactional`: part of what the person asked for. `legal`: required by law or by this policy, such as answers to
 * requests. `service`: useful and not required. `marketing`: everything that promotes (ePrivacy Directive art. 13).
 */
export type MessageClass = (typeof classes)[number];
export type Channel = (typeof channels)[number];
export type UnsubscribeWay = Exclude<(typeof ways)[number], "none">;
/** `optional`: everything that is neither transactional nor legal. `everything` is refused by the checks. */
export type UnsubscribeReach = (typeof reaches)[number];

export interface Message extends Declared {
  readonly name: string;
  readonly title: Localized;
  readonly class: MessageClass;
  readonly channels: readonly Channel[];
  /** Absent only when it is never sent. */
  readonly purpose?: string;
  /** Kinds of persons; those of the purpose when the policy names none. */
  readonly to: readonly string[];
  /** Present when such messages do not go out at all. */
  readonly never?: Declared;
  /** Absent when it cannot be unsubscribed. */
  readonly unsubscribe?: Declared & {
    readonly by: readonly UnsubscribeWay[];
    readonly stops: UnsubscribeReach;
    /** Further messages that stop with it, by name. */
    readonly also: readonly string[];
  };
  /** Whether opening and clicking are measured; they are not when absent. */
  readonly tracking?: Stated<(typeof trackings)[number]>;
  /** Goes on after a person said no to sharing with third parties. */
  readonly goesOn?: Declared;
  /** Goes without consent to the organisation's own customers, about its own similar products (ePrivacy Directive art. 13(2)). */
  readonly softOptIn?: Declared;
}

const unsubscribeMapping = mapping({
  name: "Unsubscribe",
  doc: "How a person stops these messages, and what else stops then. Messages that the law or this policy requires go on.",
  example: "unsubscribe: {by: link, stops: optional, cites: [002-024, 002-025]}",
  marked: "by",
  members: {
    by: need(list(oneOf(ways, "a way to unsubscribe")), "`none`, or the ways: `link` in the message, `reply`, …."),
    stops: may(
      oneOf(reaches, "what stops"),
      "`these` messages (also when left out), all `marketing`, or everything `optional`. `everything` is refused.",
    ),
    also: may(list(nameOf("a message")), "Other messages that stop with it."),
    ...declared,
  },
});

const unsubscribe = either(
  changed(list(oneOf(ways, "a way to unsubscribe")), (by, node, { reader, path }) => ({
    by,
    stops: undefined,
    also: undefined,
    cites: undefined,
    says: undefined,
    at: reader.at(node),
    path,
  })),
  unsubscribeMapping,
);

const clause = (name: string, doc: string) =>
  mapping({ name, doc: `${doc} \`{}\` is enough.`, members: { ...declared } });

const kind = named({
  what: "a message",
  check: checkOwnName,
  kind: mapping({
    name: "Message",
    doc: "A kind of message that goes to persons.",
    example:
      "messages:\n  order-mail: {title: {nl: mails over uw bestelling, en: mails about your order}, class: transactional, channels: email, for: fulfil-order}\n  newsletter: {title: {nl: de nieuwsbrief, en: the newsletter}, class: marketing, channels: email, for: newsletter, unsubscribe: link}",
    members: {
      title: may(said, "What it is called in a sentence: `the newsletter`."),
      class: need(
        oneOf(classes, "a class of message"),
        "`transactional`: part of what was asked for. `legal`: required by law or this policy. `service`: useful, not required. `marketing`: promotes.",
      ),
      channels: need(list(oneOf(channels, "a channel")), "How it reaches the person."),
      for: may(
        nameOf("a purpose"),
        "For which purpose; its basis decides whether consent is needed. Only what is never sent may do without.",
      ),
      to: may(list(nameOf("a kind of person")), "Who gets it; those of the purpose when left out."),
      never: may(clause("Never sent", "Such messages are not sent."), "Present when such messages are not sent."),
      unsubscribe: may(
        unsubscribe,
        "How it is stopped. When left out: `none` for transactional and legal messages, which nobody can stop; a `link` for others.",
      ),
      tracking: may(
        fact(oneOf(trackings, "whether opening is measured"), {
          name: "Tracking",
          doc: "Whether opening and clicking are measured.",
          is: "`none`, `with-consent` or `always`.",
        }),
        "Whether opening and clicking are measured; `none` when left out (ePrivacy Directive art. 5(3)).",
      ),
      goesOn: may(
        clause("Goes on", "It goes on after a person said no to sharing with third parties."),
        "Present when it goes on after a person said no to sharing with third parties.",
      ),
      softOptIn: may(
        clause("Soft opt-in", "It goes without consent to your own customers, about your own similar products."),
        "Present when it goes without consent to your own customers, about similar products of your own; they could refuse when you got the address (ePrivacy Directive art. 13(2)).",
      ),
      ...declared,
    },
  }),
});

export const messages = chapter({
  word: "messages",
  doc: "Messages that are sent, and how they are stopped.",
  kind,
  declares: { what: "message", names: entryNames },
  resolve: (read, names): readonly Message[] =>
    eachEntry(read, (written, name) => ({ written, name })).flatMap(({ written, name }): Message[] => {
      const purpose = purposeOf(written, names, name);
      if (purpose === undefined && written.never === undefined) return [];
      return [
        {
          ...names.declaredBy(written, name.at),
          ...present({
            name: name.text,
            title: names.title(written.title, name.text),
            class: written.class,
            channels: [...new Set(written.channels)],
            purpose,
            to: names.resolveAll("person", written.to),
            never: written.never && names.declaredBy(written.never, written.never.at),
            unsubscribe: unsubscribeOf(written, names, name.at),
            tracking: statedBy(written.tracking, names),
            goesOn: written.goesOn && names.declaredBy(written.goesOn, written.goesOn.at),
            softOptIn: written.softOptIn && names.declaredBy(written.softOptIn, written.softOptIn.at),
          }),
        },
      ];
    }),
  promises: messagePromises,
  problems: messageProblems,
});

type Written = Exclude<ReadBy<typeof kind>[number]["value"], undefined>;

function purposeOf(written: Written, names: Names, name: Word): string | undefined {
  if (written.for !== undefined) return names.resolve("purpose", written.for);
  if (written.never === undefined)
    names.report(name.at, name.path, {
      code: "missing-word",
      message: `"${name.path}" has no "for".`,
      remedy: 'Add "for": the name of a purpose.',
    });
  return undefined;
}

/** Whoever cannot refuse a message has nothing to click: the default follows from the class. */
function unsubscribeOf(written: Written, names: Names, at: Declared["at"]): Message["unsubscribe"] {
  const given = written.unsubscribe;
  const required = isRequired(written.class);
  if (given === undefined) return required ? undefined : { by: ["link"], stops: "these", also: [], cites: [], at };
  const by = [...new Set(given.by)].filter((way) => way !== "none");
  if (by.length > 0 && given.by.includes("none"))
    names.report(given.at, given.path, {
      code: "wrong-value",
      message: "There is a way to unsubscribe, and there is none.",
      remedy: "Write none, or the ways.",
    });
  if (by.length === 0) return undefined;
  return {
    by,
    stops: given.stops ?? "these",
    also: names.resolveAll("message", given.also),
    ...names.declaredBy(given, given.at),
  };
}
