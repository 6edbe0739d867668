/** What a notice, an answer, a record or a contract must hold, item by item. */
import { type Cited, recalled, type Titled } from "./source.ts";

export type ContentsId =
  | "art13-notice"
  | "art14-notice"
  | "art15-answer"
  | "art28-contract"
  | "art30-controller-record"
  | "art30-processor-record"
  | "art33-authority-notice"
  | "art34-person-notice"
  | "refusal";

export interface ContentsItem extends Cited, Titled {
  readonly of: ContentsId;
  readonly id: string;
  /** Only then it is needed; always when left out. */
  readonly when?: Titled;
}

type Row = readonly [id: string, article: string, nl: string, en: string, whenNl?: string, whenEn?: string];

function items(of: ContentsId, rows: readonly Row[]): readonly ContentsItem[] {
  return rows.map(([id, article, nl, en, whenNl, whenEn]) => ({
    of,
    id,
    nl,
    en,
    ...(whenNl === undefined || whenEn === undefined ? {} : { when: { nl: whenNl, en: whenEn } }),
    ...recalled(`GDPR art. ${article}`),
  }));
}

export const contents: readonly ContentsItem[] = [
  ...items("art13-notice", [
    ["controller", "13(1)(a)", "wie verantwoordelijk is", "who the controller is"],
    [
      "dpo-contact",
      "13(1)(b)",
      "de functionaris gegevensbescherming",
      "the data protection officer",
      "als die er is",
      "when there is one",
    ],
    ["purposes-and-bases", "13(1)(c)", "doelen en grondslagen", "purposes and legal bases"],
    [
      "legitimate-interests",
      "13(1)(d)",
      "het gerechtvaardigd belang",
      "the legitimate interests",
      "bij die grondslag",
      "on that basis",
    ],
    ["recipients", "13(1)(e)", "ontvangers of soorten ontvangers", "recipients or categories of them"],
    [
      "transfers",
      "13(1)(f)",
      "doorgifte buiten de EER met waarborgen",
      "transfers outside the EEA with safeguards",
      "als die er is",
      "when there is one",
    ],
    ["storage-period", "13(2)(a)", "bewaartermijnen of hoe die worden bepaald", "storage periods or their criteria"],
    ["rights", "13(2)(b)", "de rechten", "the rights"],
    ["withdraw-consent", "13(2)(c)", "toestemming intrekken", "withdrawal of consent", "bij toestemming", "on consent"],
    ["complaint", "13(2)(d)", "klagen bij de toezichthouder", "complaint to the authority"],
    [
      "need-and-consequence",
      "13(2)(e)",
      "of gegevens verplicht zijn en wat er anders gebeurt",
      "whether data are required, and what follows otherwise",
    ],
    [
      "automated-decisions",
      "13(2)(f)",
      "besluiten door alleen een computer, logica en gevolgen",
      "automated decisions, their logic and consequences",
      "als die er zijn",
      "when there are any",
    ],
  ]),
  ...items("art14-notice", [
    ["categories", "14(1)(d)", "soorten gegevens", "categories of data"],
    ["source", "14(2)(f)", "waar de gegevens vandaan komen", "the source of the data"],
  ]),
  ...items("art15-answer", [
    ["confirmation", "15(1)", "of er gegevens zijn", "whether data are processed"],
    ["purposes", "15(1)(a)", "doelen", "purposes"],
    ["categories", "15(1)(b)", "soorten gegevens", "categories of data"],
    ["recipients", "15(1)(c)", "ontvangers, met naam (HvJ C-154/21)", "recipients, by name (CJEU C-154/21)"],
    ["storage-period", "15(1)(d)", "bewaartermijnen", "storage periods"],
    ["rights", "15(1)(e)", "de rechten", "the rights"],
    ["complaint", "15(1)(f)", "klagen bij de toezichthouder", "complaint to the authority"],
    ["source", "15(1)(g)", "herkomst", "source", "als die een ander is", "when it is somebody else"],
    [
      "automated-decisions",
      "15(1)(h)",
      "besluiten door alleen een computer",
      "automated decisions",
      "als die er zijn",
      "when there are any",
    ],
    [
      "transfer-safeguards",
      "15(2)",
      "waarborgen bij doorgifte",
      "safeguards of transfers",
      "bij doorgifte",
      "when there are transfers",
    ],
    [
      "copy",
      "15(3)",
      "een getrouwe, begrijpelijke kopie (HvJ C-487/21)",
      "a faithful, intelligible copy (CJEU C-487/21)",
    ],
  ]),
  ...items("refusal", [
    ["reasons", "12(4)", "de redenen", "the reasons"],
    ["complaint", "12(4)", "klagen bij de toezichthouder", "complaint to the authority"],
    ["court", "12(4)", "naar de rechter", "judicial remedy"],
  ]),
  ...items("art28-contract", [
    ["instructions", "28(3)(a)", "alleen volgens instructies", "only on documented instructions"],
    ["confidentiality", "28(3)(b)", "geheimhouding", "confidentiality"],
    ["security", "28(3)(c)", "beveiliging", "security"],
    ["sub-processors", "28(3)(d)", "subverwerkers", "sub-processors"],
    ["assistance-with-rights", "28(3)(e)", "hulp bij rechten", "assistance with rights"],
    ["assistance-with-duties", "28(3)(f)", "hulp bij art. 32–36", "assistance with art. 32-36"],
    ["delete-or-return", "28(3)(g)", "wissen of teruggeven", "deletion or return"],
    ["audits", "28(3)(h)", "informatie en controles", "information and audits"],
  ]),
  ...items("art30-controller-record", [
    ["contacts", "30(1)(a)", "verantwoordelijke en contacten", "controller and contacts"],
    ["purposes", "30(1)(b)", "doelen", "purposes"],
    ["persons-and-data", "30(1)(c)", "betrokkenen en gegevens", "persons and data"],
    ["recipients", "30(1)(d)", "ontvangers", "recipients"],
    ["transfers", "30(1)(e)", "doorgiften", "transfers", "als die er zijn", "when there are any"],
    ["erasure-terms", "30(1)(f)", "termijnen voor verwijdering", "time limits for erasure"],
    ["security", "30(1)(g)", "beveiliging in het algemeen", "general description of security"],
  ]),
  ...items("art30-processor-record", [
    ["contacts", "30(2)(a)", "verwerkers en opdrachtgevers", "processors and controllers"],
    ["processing", "30(2)(b)", "soorten verwerking", "categories of processing"],
    ["transfers", "30(2)(c)", "doorgiften", "transfers", "als die er zijn", "when there are any"],
    ["security", "30(2)(d)", "beveiliging in het algemeen", "general description of security"],
  ]),
  ...items("art33-authority-notice", [
    ["nature", "33(3)(a)", "aard, met aantallen personen en gegevens", "nature, with numbers of persons and records"],
    ["contact", "33(3)(b)", "contactpunt", "contact point"],
    ["consequences", "33(3)(c)", "waarschijnlijke gevolgen", "likely consequences"],
    ["measures", "33(3)(d)", "maatregelen", "measures"],
  ]),
  ...items("art34-person-notice", [
    ["nature", "34(2)", "aard, in gewone taal", "nature, in plain language"],
    ["contact", "34(2)", "contactpunt", "contact point"],
    ["consequences", "34(2)", "waarschijnlijke gevolgen", "likely consequences"],
    ["measures", "34(2)", "maatregelen", "measures"],
  ]),
];

/**
 * The items of a document, in the order of the law. A notice on data from somebody else (art. 14) holds what one under art. 13
 * does, but for the need to provide them: nobody was asked.
 */
export function contentsOf(id: ContentsId): readonly ContentsItem[] {
  const own = contents.filter((item) => item.of === id);
  if (id !== "art14-notice") return own;
  return [...contentsOf("art13-notice").filter((item) => item.id !== "need-and-consequence"), ...own];
}
