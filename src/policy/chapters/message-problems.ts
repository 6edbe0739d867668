/** What is wrong with messages: marketing without a ground, mail that nobody may stop and somebody can, hidden measuring. */
import type { Problem } from "#base";
import type { Policy } from "../model.ts";
import type { Message, MessageClass } from "./messages.ts";

export function messageProblems(all: readonly Message[], policy: Policy): readonly Problem[] {
  return all.flatMap((message) =>
    message.never === undefined
      ? [
          ...unsubscribeProblems(message, all),
          ...marketingProblems(message, policy),
          ...trackingProblems(message, policy),
        ]
      : deniedProblems(message, all, policy),
  );
}

type Made = Pick<Problem, "code" | "severity" | "message" | "remedy"> & { readonly article?: string };

function problem({ name, at }: Message, word: string, made: Made, place: Problem["at"] = at): Problem {
  return { ...made, at: place ?? at, path: `messages.${name}${word === "" ? "" : `.${word}`}` };
}

/** Order mail, answers to requests and news of a changed policy must arrive, whatever somebody clicked. */
function unsubscribeProblems(message: Message, all: readonly Message[]): readonly Problem[] {
  const { unsubscribe, name } = message;
  if (unsubscribe === undefined) return [];
  const found: Problem[] = [];
  if (isRequired(message.class))
    found.push(
      problem(
        message,
        "unsubscribe",
        {
          code: "required-mail-unsubscribed",
          severity: "error",
          message: `"${name}" is ${message.class} and can be unsubscribed, so people would miss what they must get.`,
          remedy: "Write unsubscribe: none, or make it a service or marketing message.",
          article: "GDPR art. 12(1), 13(3), 34",
        },
        unsubscribe.at,
      ),
    );
  const required = all.filter(({ name: other, class: of }) => unsubscribe.also.includes(other) && isRequired(of));
  if (unsubscribe.stops === "everything" || required.length > 0)
    found.push(
      problem(
        message,
        "unsubscribe",
        {
          code: "unsubscribe-stops-required",
          severity: "error",
          message:
            required.length > 0
              ? `Unsubscribing from "${name}" would also stop "${required.map((each) => each.name).join('", "')}", which must arrive.`
              : `Unsubscribing from "${name}" would also stop order mail, answers to requests and news of a changed policy.`,
          remedy: "Write stops: optional, which leaves legal and transactional messages alone.",
          article: "GDPR art. 12(1), 13(3), 34",
        },
        unsubscribe.at,
      ),
    );
  return found;
}

function marketingProblems(message: Message, policy: Policy): readonly Problem[] {
  if (message.class !== "marketing") return [];
  const basis = policy.purposes.find(({ name }) => name === message.purpose)?.basis.kind;
  const found: Problem[] = [];
  if (basis !== "consent" && basis !== "legitimate-interest")
    found.push(
      problem(message, "for", {
        code: "marketing-without-ground",
        severity: "error",
        message: `"${message.name}" is marketing, and its purpose rests on ${basis ?? "nothing"}.`,
        remedy: "Make a purpose of its own, on consent, or on a legitimate interest with a way to unsubscribe.",
        article: "GDPR art. 6(1); ePrivacy Directive art. 13(1), 13(2)",
      }),
    );
  if (message.unsubscribe === undefined)
    found.push(
      problem(message, "unsubscribe", {
        code: "marketing-without-unsubscribe",
        severity: "error",
        message: `"${message.name}" is marketing and cannot be unsubscribed.`,
        remedy: "Write unsubscribe: link.",
        article: "GDPR art. 7(3), 21(3); ePrivacy Directive art. 13(2), 13(4)",
      }),
    );
  if (message.softOptIn !== undefined && basis !== "legitimate-interest")
    found.push(
      problem(
        message,
        "softOptIn",
        {
          code: "soft-opt-in-without-interest",
          severity: "error",
          message: `"${message.name}" goes to customers without consent, and its purpose rests on ${basis ?? "nothing"}.`,
          remedy: "Leave softOptIn out, or let the purpose rest on a legitimate interest.",
          article: "GDPR art. 6(1)(f), recital 47; ePrivacy Directive art. 13(2)",
        },
        message.softOptIn.at,
      ),
    );
  // Only electronic mail to one's own customers about similar things may do without consent (art. 13(2)).
  const electronic = message.channels.filter((channel) => ["email", "sms", "push", "chat"].includes(channel));
  if (basis === "legitimate-interest" && electronic.length > 0 && message.softOptIn === undefined)
    found.push(
      problem(message, "for", {
        code: "marketing-without-consent",
        severity: "warning",
        message: `"${message.name}" is marketing by ${electronic.join(", ")} without consent.`,
        remedy:
          "Ask consent, or write softOptIn: {} when it goes only to your own customers about your own similar products, with an unsubscribe link each time.",
        article: "ePrivacy Directive art. 13(2)",
      }),
    );
  return found;
}

function trackingProblems(message: Message, policy: Policy): readonly Problem[] {
  const { tracking } = message;
  if (tracking === undefined || tracking.is === "none") return [];
  const covered = (policy.consents ?? []).some(
    ({ purposes }) => message.purpose !== undefined && purposes.includes(message.purpose),
  );
  if (tracking.is === "always")
    return [
      problem(
        message,
        "tracking",
        {
          code: "tracking-without-consent",
          severity: "error",
          message: `Opening of "${message.name}" is measured without consent.`,
          remedy: "Write tracking: with-consent, or none.",
          article: "ePrivacy Directive art. 5(3); GDPR art. 4(11)",
        },
        tracking.at,
      ),
    ];
  const basis = policy.purposes.find(({ name }) => name === message.purpose)?.basis.kind;
  if (basis === "consent" || covered) return [];
  return [
    problem(
      message,
      "tracking",
      {
        code: "tracking-consent-not-asked",
        severity: "warning",
        message: `Opening of "${message.name}" is measured with consent, and no consent is asked for its purpose.`,
        remedy: "Make a purpose on consent for measuring, and name it under consents.",
        article: "ePrivacy Directive art. 5(3); GDPR art. 7(1)",
      },
      tracking.at,
    ),
  ];
}

/** "No marketing", and yet a newsletter to the same people through the same channel. */
function deniedProblems(denied: Message, all: readonly Message[], policy: Policy): readonly Problem[] {
  const persons = personsOf(denied, policy);
  return all
    .filter(
      (other) =>
        other.never === undefined &&
        other.class === denied.class &&
        other.channels.some((channel) => denied.channels.includes(channel)) &&
        personsOf(other, policy).some((person) => persons.includes(person)),
    )
    .map((other) =>
      problem(denied, "never", {
        code: "denied-yet-sent",
        severity: "error",
        message: `"${denied.name}" says that no such ${denied.class} messages are sent, and "${other.name}" is sent.`,
        remedy: "Name only the channels that are truly not used, or leave one of the two out.",
        article: "GDPR art. 5(1)(a), 12(1)",
      }),
    );
}

function personsOf(message: Message, policy: Policy): readonly string[] {
  if (message.to.length > 0) return message.to;
  const purpose = policy.purposes.find(({ name }) => name === message.purpose);
  return purpose?.of ?? policy.persons.map(({ name }) => name);
}

/** Messages that nobody can stop, because the law, this policy or the order itself needs them. */
export function isRequired(messageClass: MessageClass): boolean {
  return messageClass === "transactional" || messageClass === "legal";
}
