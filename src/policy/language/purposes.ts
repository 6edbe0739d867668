import { isMap, isScalar } from "yaml";
import { retentionDuties, safeguards } from "#law";
import { insteadOf } from "../document/suggest.ts";
import { changed, either, type Entry, list, mapping, may, named, need } from "../grammar/collections.ts";
import { type Kind, report, type Word } from "../grammar/kind.ts";
import { clip, country, date, email, literal, oneOf, text, textKind, website, word } from "../grammar/values.ts";
import { clauseMembers } from "../chapters/clauses.ts";
import { type Recipient, recipientRoles } from "../model.ts";
import { recipientClauses } from "./recipient-clauses.ts";
import { specialGrounds } from "./organisation.ts";
import {
  categoryName,
  checkCategoryName,
  checkDatabaseName,
  checkOwnName,
  declared,
  nameOf,
  type Said,
  said,
} from "./words.ts";

export const categories = named({
  what: "a category",
  check: checkCategoryName,
  kind: mapping({
    name: "Category",
    doc: "A category of personal data of your own, or house words for a built-in one. `contact.fax` is a kind of `contact`.",
    example:
      "categories:\n  loyalty: {title: {nl: spaarpunten, en: loyalty points}, dpv: pd:PurchasesAndSpendingHabit}",
    members: {
      title: may(said, "What it is called in a sentence."),
      dpv: may(
        textKind<string>({
          expects: "a term of the Data Privacy Vocabulary such as pd:Opinion",
          label: "`pd:Term`",
          schema: { pattern: "^pd:[A-Za-z]+$" },
          parse: (value) =>
            /^pd:[A-Za-z]+$/.test(value)
              ? value
              : {
                  wrong: `"${clip(value)}" is not a term of the Data Privacy Vocabulary.`,
                  remedy: "Write pd: and the term: pd:Opinion.",
                },
        }),
        "The nearest term of the W3C Data Privacy Vocabulary.",
      ),
      kind: may(
        list(oneOf(["identifying", "special"], "a kind of category")),
        "`identifying`: a value points at one person, so it is searched again after erasure. `special`: GDPR art. 9.",
      ),
      ground: may(
        oneOf(specialGrounds, "an exception of GDPR art. 9(2)"),
        "For a special category: which exception of GDPR art. 9(2) allows it.",
      ),
      ...declared,
    },
  }),
});

export type BasisWritten =
  | { readonly kind: "consent" | "contract" | "vital-interests" | "public-task" }
  | { readonly kind: "legal-obligation"; readonly duty: Word }
  | { readonly kind: "legitimate-interest"; readonly interest: Said };

const plainBases = ["consent", "contract", "vital-interests", "public-task"] as const;

const plainBasis: Kind<BasisWritten> = textKind<BasisWritten>({
  expects: `${plainBases.join(", ")}, {legal-obligation: …} or {legitimate-interest: …}`,
  label: plainBases.map((basis) => `\`${basis}\``).join(", "),
  schema: { enum: [...plainBases] },
  parse: (value) => {
    const kind = plainBases.find((basis) => basis === value);
    if (kind !== undefined) return { kind };
    if (value === "legal-obligation")
      return {
        code: "obligation-without-law",
        wrong: "A legal obligation needs the law that obliges.",
        remedy: `Name the duty: {legal-obligation: ${retentionDuties[0]?.id ?? ""}}.`,
      };
    if (value === "legitimate-interest")
      return {
        code: "interest-without-words",
        wrong: "A legitimate interest needs words that say which (GDPR art. 13(1)(d)).",
        remedy: "Write {legitimate-interest: {nl: …, en: …}}.",
      };
    const all = [...plainBases, "legal-obligation", "legitimate-interest"];
    return {
      code: "unknown-word",
      wrong: `"${clip(value)}" is no legal basis.`,
      remedy: insteadOf(value, all, "a basis of GDPR art. 6(1)"),
    };
  },
});

/** The id of a duty in law; editors complete the known ones. */
export const dutyId: Kind<Word> = word("the id of a duty in law, such as nl.tax.records", "id of a duty", {
  enum: retentionDuties.map((duty) => duty.id),
});

const basisWithWords: Kind<BasisWritten> = changed(
  mapping({
    name: "Basis",
    doc: "A legal basis that needs words of its own (GDPR art. 6(1)(c) and (f)). Exactly one of the two.",
    example: "basis: {legal-obligation: nl.tax.records}",
    members: {
      "legal-obligation": may(dutyId, "The duty, from the list of retention duties."),
      "legitimate-interest": may(said, "The interest, in words that a reader can weigh."),
    },
  }),
  (value, node, place): BasisWritten | undefined => {
    const duty = value["legal-obligation"];
    const interest = value["legitimate-interest"];
    if (duty !== undefined && interest === undefined) return { kind: "legal-obligation", duty };
    if (interest !== undefined && duty === undefined) return { kind: "legitimate-interest", interest };
    return report(node, place, {
      code: "wrong-value",
      message: "A basis is exactly one thing.",
      remedy: "Write {legal-obligation: <duty>} or {legitimate-interest: <text>}.",
    });
  },
);

export const purposes = named({
  what: "a purpose",
  check: checkOwnName,
  kind: mapping({
    name: "Purpose",
    doc: "What data is used for, on which legal basis (GDPR art. 13(1)(c)).",
    example:
      "purposes:\n  fulfil-order:\n    title: {nl: uw bestelling leveren, en: deliver your order}\n    of: [customer, guest]\n    basis: contract\n    uses: [name, address, contact.email, order-history]",
    members: {
      title: may(said, 'What is done, as it follows "to": `deliver your order`.'),
      of: need(list(nameOf("a kind of person")), "Whose data."),
      basis: need(
        either(plainBasis, basisWithWords),
        "The legal basis (GDPR art. 6(1)). A legal obligation names the duty, a legitimate interest says which.",
      ),
      uses: need(list(categoryName), "Which categories of data."),
      required: may(
        mapping({
          name: "Required",
          doc: "Present when people must give the data (GDPR art. 13(2)(e)).",
          members: { consequence: need(said, "What happens when they do not."), ...declared },
        }),
        "Present when people must give the data.",
      ),
      ...declared,
    },
  }),
});

/** What a contract settles. The first nine are what one with a processor must hold: GDPR art. 28(3), opening words and (a) to (h). */
export const contractTerms = [
  "instructions",
  "purpose-limit",
  "confidentiality",
  "security",
  "subprocessors",
  "assist-rights",
  "assist-security",
  "return-or-delete",
  "audit",
  "retention-limit",
  "breach-notice",
  "scc",
] as const;

export interface HoldsWhenWritten {
  readonly table: Word;
  readonly when?: Entry<string>;
}

const holdsWhen: Kind<HoldsWhenWritten> = either(
  changed(word("a table, as system.table", "`system.table`"), (table): HoldsWhenWritten => ({ table })),
  changed(
    mapping({
      name: "Holds when",
      doc: "Rows that show that a recipient holds data of a person: a table, or rows of a table with one value.",
      example: "holdsWhen: [shop.shipments, {table: shop.payments, when: {provider: example-payments}}]",
      members: {
        table: need(
          word("a table, as system.table", "`system.table`"),
          "The system and the table, with a dot between.",
        ),
        when: may(named({ what: "a column", kind: literal, check: checkDatabaseName }), "One column and its value."),
      },
    }),
    (value, node, place): HoldsWhenWritten | undefined => {
      const [condition, ...more] = value.when ?? [];
      if (more.length > 0)
        return report(node, place, {
          code: "wrong-value",
          message: "A condition names one column.",
          remedy: "Write {table: shop.payments, when: {provider: example-payments}}.",
        });
      return { table: value.table, ...(condition === undefined ? {} : { when: condition }) };
    },
  ),
);

const contract = mapping({
  name: "Contract",
  doc: "The contract with a recipient (GDPR art. 28(3)). Until it is signed and after it expires, the promise is broken.",
  example:
    "contract: {signed: 2024-03-01, expires: 2027-03-01, document: contracts/parcels.pdf, terms: [purpose-limit, security]}",
  members: {
    signed: need(date, "The day it was signed."),
    expires: may(date, "The last day it holds."),
    document: may(text, "Where the document is kept."),
    terms: may(list(oneOf(contractTerms, "a term of a contract")), "What it settles."),
    ...declared,
  },
});

const anywhere = "worldwide";

const place: Kind<string> = {
  expects: `${country.expects}, or ${anywhere}`,
  label: `${country.label}, or \`${anywhere}\``,
  schema: { anyOf: [country.schema, { enum: [anywhere] }] },
  fits: country.fits,
  read: (node, at) => (isScalar(node) && node.value === anywhere ? anywhere : country.read(node, at)),
};

const places = changed(list(place), (written) => ({
  countries: [...new Set(written)].filter((each) => each !== anywhere),
  worldwide: written.includes(anywhere),
}));

const subprocessors = changed(list(text), (written, node, at): Recipient["subprocessors"] => {
  const [first] = written;
  if (written.length === 1 && (first === "none" || first === "general")) return first;
  if (written.includes("none") || written.includes("general"))
    report(node, at, {
      code: "wrong-value",
      message: '"none" and "general" do not go together with names.',
      remedy: "Write none, general, or a list of names.",
    });
  return written;
});

const received = either(
  changed(list(categoryName), (names) => ({ names, allBut: undefined })),
  changed(
    mapping({
      name: "All but",
      doc: "Everything that any purpose uses, but these categories.",
      example: "receives: {allBut: [credentials, payment.card-token]}",
      members: { allBut: need(list(categoryName), "What it does not get.") },
    }),
    ({ allBut }) => ({ names: undefined, allBut }),
  ),
);

const purposesOfIt = list(nameOf("a purpose"));

const recipient = changed(
  mapping({
    name: "Recipient",
    doc: "Another party that gets data (GDPR art. 13(1)(e)).",
    example:
      "recipients:\n  parcels:\n    party: Example Parcels\n    role: processor\n    country: NL\n    for: fulfil-order\n    receives: [name, address]\n    holdsWhen: [shop.shipments]",
    members: {
      party: need(said, "Its name; or what kind of party it is, when that is all that can be said."),
      role: need(
        oneOf(recipientRoles, "the role of a recipient"),
        "Whether it acts on your instructions (`processor`), decides for itself, or is another user of the service.",
      ),
      country: need(
        places,
        "Where it has the data: a country, several, or `worldwide`; the first is where it is established.",
      ),
      safeguard: may(
        oneOf(Object.keys(safeguards) as readonly (keyof typeof safeguards)[], "a safeguard for transfers"),
        "Needed outside the EEA (GDPR arts. 44–49).",
      ),
      engagedBy: may(
        nameOf("a recipient"),
        "For a processor behind a processor: the recipient that engages it and passes data on (GDPR art. 28(4)). What it is for, what it receives and holdsWhen are then those of that one when left out.",
      ),
      for: may(purposesOfIt, "For which purposes. Must be there, unless `engagedBy` is."),
      receives: may(
        received,
        "Which categories it gets; {allBut: […]} for everything that any purpose uses but these. Must be there, unless `engagedBy` is.",
      ),
      contract: may(contract, "The contract with it."),
      subprocessors: may(
        subprocessors,
        "`none` (also when left out), `general` when it may choose them itself, or their names (GDPR art. 28(2)).",
      ),
      privacyNotice: may(website, "Where it says itself what it does with data."),
      requestsTo: may(
        email,
        "Its e-mail address for requests of persons: Gestand writes there when data of a person who is with it is erased, corrected or put out of use (GDPR art. 19). Without it somebody gets a task.",
      ),
      ...clauseMembers(recipientClauses),
      ownUse: may(said, "What it says it does with the data for itself."),
      holdsWhen: may(
        list(holdsWhen),
        "Rows that show it holds a person's data. Without it, it is listed for everybody its purposes concern.",
      ),
      ...declared,
    },
  }),
  (value, node, place) => {
    if (value.engagedBy !== undefined || !isMap(node)) return value;
    // A value that could not be read was told already.
    for (const [word, kind] of [
      ["for", purposesOfIt],
      ["receives", received],
    ] as const)
      if (!node.has(word))
        report(node, place, {
          code: "missing-word",
          message: `"${place.path}" has no "${word}".`,
          remedy: `Add "${word}": ${kind.expects}.`,
        });
    return value;
  },
);

export const recipients = named({ what: "a recipient", check: checkOwnName, kind: recipient });
