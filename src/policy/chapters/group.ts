/** Other companies for which the policy also speaks: parents, subsidiaries, partners who decide together (GDPR art. 26). */
import { type Language, type Localized, say } from "#base";
import { countryName } from "#law";
import { promise } from "../compile/draft.ts";
import { mapping, may, named, need } from "../grammar/collections.ts";
import { country, oneOf, text } from "../grammar/values.ts";
import { checkOwnName, declared } from "../language/words.ts";
import type { Declared } from "../model.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { eachEntry } from "./phrases.ts";

const roles = ["parent", "subsidiary", "joint-controller"] as const;

export type GroupRole = (typeof roles)[number];

export interface GroupMember extends Declared {
  readonly name: string;
  readonly party: string;
  readonly role: GroupRole;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

const roleTexts: Readonly<Record<GroupRole, Required<Localized>>> = {
  parent: { nl: "ons moederbedrijf", en: "our parent company" },
  subsidiary: { nl: "een dochterbedrijf van ons", en: "a subsidiary of ours" },
  "joint-controller": { nl: "een bedrijf dat samen met ons beslist", en: "a company that decides together with us" },
};

export const group = chapter({
  word: "group",
  doc: "Other companies for which this policy also speaks.",
  kind: named({
    what: "a company",
    check: checkOwnName,
    kind: mapping({
      name: "Group member",
      doc: "A company for which this policy also speaks. Who decides together says so (GDPR art. 26).",
      example: "group:\n  holding: {party: Example Holding Inc., role: parent, country: US}",
      members: {
        party: need(text, "Its name."),
        role: need(oneOf(roles, "the role of a company in the group"), "What it is to you."),
        country: may(country, "Where it is."),
        ...declared,
      },
    }),
  }),
  resolve: (read, names): readonly GroupMember[] =>
    eachEntry(read, (value, name) => ({
      ...names.declaredBy(value, name.at),
      ...present({ name: name.text, party: value.party, role: value.role, country: value.country }),
    })),
  promises: (members, policy) =>
    members.map((member) => {
      const where = (language: Language) =>
        member.country === undefined ? "" : ` (${countryName(member.country, language)})`;
      return promise(policy, {
        id: `group.${member.name}`,
        mechanism: "notice-publish",
        section: "who-we-are",
        checks: [],
        nl: `Deze verklaring geldt ook voor ${member.party}${where("nl")}, ${say(roleTexts[member.role], "nl")}.`,
        en: `This notice also holds for ${member.party}${where("en")}, ${say(roleTexts[member.role], "en")}.`,
        about: member.name,
        article: member.role === "joint-controller" ? "GDPR art. 26(1)" : "GDPR art. 13(1)(a)",
        from: member,
      });
    }),
});
