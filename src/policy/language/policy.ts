/** The whole language. What stands here is read, completed by editors and described in the reference; nothing else is. */
import { chapters } from "../chapters/all.ts";
import type { Chapters } from "../chapters/models.ts";
import { list, mapping, may, type Member, need } from "../grammar/collections.ts";
import { text, timeZone } from "../grammar/values.ts";
import { inForce, languageList, organisation, persons, policyVersion } from "./organisation.ts";
import { keep } from "./keep.ts";
import { promiseNotes, statements, waivers } from "./promised.ts";
import { rights } from "./rights.ts";
import { categories, purposes, recipients } from "./purposes.ts";
import { systems } from "./systems.ts";

const chapterMembers = Object.fromEntries(chapters.map(({ word, member }) => [word, member])) as {
  readonly [Word in keyof Chapters]: Member<unknown, false>;
};

export const policyKind = mapping({
  name: "Policy",
  doc: "A privacy policy that runs. Everything is named once and referred to by name.",
  members: {
    gestand: need(policyVersion, "The version of the language: 1."),
    organisation: need(organisation, "Who is responsible for the data."),
    include: may(
      list(text),
      "Other files of this policy, in its folder: recipients.yaml. Their words stand beside those here.",
    ),
    languages: need(languageList, "The languages of the notice; the first one is authoritative."),
    timeZone: may(timeZone, "Where days are counted; the zone of the country when left out."),
    inForce: need(inForce, "From which day this version holds."),
    persons: need(persons, "The kinds of persons whose data is used."),
    categories: may(categories, "Categories of data of your own, beside the built-in ones."),
    purposes: need(purposes, "What data is used for, and on which basis."),
    recipients: may(recipients, "Other parties that get data."),
    rights: may(rights, "What people can ask, and how it is answered."),
    keep: may(keep, "How long data is kept."),
    systems: may(systems, "Where data is, and how to read it."),
    ...chapterMembers,
    statements: may(statements, "What is promised in words only."),
    promises: may(promiseNotes, "References and house text for promises that have no place of their own above."),
    waivers: may(waivers, "Promises that are knowingly not kept for now."),
  },
});
