import { languages } from "#base";
import { authorities } from "#law";
import { either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { country, date, email, literal, oneOf, text, website, wholeNumber, word } from "../grammar/values.ts";
import { checkOwnName, declared, nameOf, said } from "./words.ts";

export const organisation = mapping({
  name: "Organisation",
  doc: "Who is responsible for the data (GDPR art. 13(1)(a)).",
  example:
    'organisation:\n  name: Webshop NL\n  legalName: Webshop NL B.V.\n  country: NL\n  address: Voorbeeldstraat 1, 1234 AB Utrecht\n  registration: {kvk: "12345678"}\n  contact: {email: privacy@example.nl, person: Privacyteam}',
  members: {
    name: need(text, "The name that people know."),
    legalName: may(text, "The legal person behind it."),
    country: need(country, "Where it is established. Decides the authority, the time zone and the law of retention."),
    address: may(text, "Its postal address."),
    registration: may(
      named({ what: "a register", kind: literal, check: checkOwnName }),
      "Numbers in public registers, by register: kvk, kbo, btw.",
    ),
    website: may(website, "Its public address on the web."),
    contact: need(
      mapping({
        name: "Contact",
        doc: "Where questions and requests about personal data go.",
        members: {
          email: need(email, "Read by people."),
          person: may(text, "Who answers: a name or a team."),
          phone: may(text, "A telephone number."),
          ...declared,
        },
      }),
      "Where questions and requests about personal data go.",
    ),
    authority: may(
      word("the id of a supervisory authority, such as nl.ap", "id of an authority", {
        enum: authorities.map((each) => each.id),
      }),
      "The supervisory authority; the one of the country when left out.",
    ),
    ...declared,
  },
});

/** The first one is authoritative. */
export const languageList = list(oneOf(languages, "a language"));

export const inForce = either(
  date,
  mapping({
    name: "In force",
    doc: "From which day this version holds. One version is in force at a time.",
    example: "inForce: {on: 2026-12-01, cites: [002-007, 002-008]}",
    members: { on: need(date, "The first day."), ...declared },
  }),
);

export const persons = either(
  named({
    what: "a kind of person",
    check: checkOwnName,
    kind: mapping({
      name: "Person",
      doc: "A kind of person whose data is used.",
      example:
        "persons:\n  customer: {title: {nl: klant, en: customer}}\n  guest: {title: {nl: klant zonder account, en: guest}}",
      members: { title: may(said, "What such a person is called in a sentence, in the singular."), ...declared },
    }),
  }),
  list(nameOf("a kind of person")),
);

/** GDPR art. 9(2)(a) to (j). */
export const specialGrounds = [
  "explicit-consent",
  "employment-law",
  "vital-interests",
  "members-of-association",
  "made-public",
  "legal-claims",
  "public-interest",
  "health-care",
  "public-health",
  "archiving-research",
] as const;

export const policyVersion = wholeNumber({ expects: "1, the version of the language", from: 1, to: 1 });
