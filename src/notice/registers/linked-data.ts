/** The record of processing as JSON-LD 1.1 in terms of DPV 2.3. Own things have relative identifiers: `#purpose-orders`. */
import { type Localized, say } from "#base";
import { type Safeguard, safeguards } from "#law";
import {
  type Category,
  leavesEea,
  type Measure,
  type OnBehalf,
  type Policy,
  type Purpose,
  type Recipient,
} from "#policy";
import { type ProcessingActivity, registerOfProcessing } from "../register.ts";
import { basisTerms, dpvContext, measureTerms, roleTerms, safeguardTerms, specialTerms } from "./dpv.ts";

export type LinkedData = { readonly [key: string]: LinkedValue };
type LinkedValue = string | boolean | LinkedData | readonly LinkedValue[];

/** One document: the record, with a process for each purpose and for each thing done for customers. */
export function processingLinkedData(policy: Policy): LinkedData {
  const { activities } = registerOfProcessing(policy);
  const measures = (policy.security ?? []).map((measure) => measureNode(measure, policy));
  return {
    "@context": dpvContext,
    "@id": "#record",
    "@type": "dpv:RecordsOfActivities",
    "dcterms:valid": { "@type": "xsd:date", "@value": policy.inForceOn },
    "dpv:hasDataController": organisationNode(policy),
    "dpv:hasProcess": [
      ...policy.purposes.map((purpose, index) => processNode(policy, purpose, activities[index])),
      ...(policy.onBehalf ?? []).map((each) => onBehalfNode(each)),
    ],
    ...some("dpv:hasTechnicalOrganisationalMeasure", measures),
    "@included": [
      ...policy.categories.map((category) => categoryNode(category)),
      ...policy.persons.map(({ name, title }) => node(`#person-${name}`, "dpv:DataSubject", title)),
      ...policy.recipients.map((recipient) => recipientNode(recipient)),
    ],
  };
}

function organisationNode({ organisation, contacts = [] }: Policy): LinkedData {
  const { name, legalName, address, country, contact } = organisation;
  const points = (wanted: "officer" | "representative", type: string): readonly LinkedData[] =>
    contacts
      .filter(({ kind }) => kind === wanted)
      .map(({ name: id, title, email }) => ({
        ...node(`#contact-${id}`, type, title),
        ...(email === undefined ? {} : { "dpv:hasContact": `mailto:${email}` }),
      }));
  return {
    "@id": "#controller",
    "@type": "dpv:DataController",
    "dpv:hasName": legalName ?? name,
    ...(address === undefined ? {} : { "dpv:hasAddress": address }),
    "dpv:hasContact": `mailto:${contact.email}`,
    "dpv:hasCountry": { "@id": `loc:${country}` },
    ...some("dpv:hasDataProtectionOfficer", points("officer", "dpv:DataProtectionOfficer")),
    ...some("dpv:hasRepresentative", points("representative", "dpv:Representative")),
  };
}

function processNode(policy: Policy, purpose: Purpose, activity: ProcessingActivity | undefined): LinkedData {
  const { categories = [], recipients = [], terms = [], systems = [] } = activity ?? {};
  const grounds = policy.categories.flatMap(({ name, ground }) =>
    ground !== undefined && categories.some((category) => category.name === name) ? [specialTerms[ground]] : [],
  );
  return {
    ...node(`#process-${purpose.name}`, "dpv:Process", purpose.title),
    "dpv:hasDataController": { "@id": "#controller" },
    "dpv:hasPurpose": node(`#purpose-${purpose.name}`, "dpv:Purpose", purpose.title),
    "dpv:hasLegalBasis": [...new Set([basisTerms[purpose.basis.kind], ...grounds])].map((id) => ({ "@id": id })),
    "dpv:hasNecessity": { "@id": purpose.required === undefined ? "dpv:Optional" : "dpv:Required" },
    ...some("dpv:hasDataSubject", references("person", purpose.of)),
    ...some(
      "dpv:hasPersonalData",
      references(
        "category",
        categories.map(({ name }) => name),
      ),
    ),
    ...some(
      "dpv:hasRecipient",
      references(
        "recipient",
        recipients.map(({ name }) => name),
      ),
    ),
    ...some(
      "dpv:hasStorageCondition",
      terms.map((term) => ({
        ...node(`#storage-${purpose.name}-${term.rule}`, "dpv:StorageCondition", term.until),
        "dpv:hasPersonalData": references("category", term.categories),
      })),
    ),
    ...some(
      "dpv:hasLocation",
      [...new Set(systems.map(({ country }) => country))].map((country) => ({ "@id": `loc:${country}` })),
    ),
  };
}

function onBehalfNode({ name, title, customers, of, data }: OnBehalf): LinkedData {
  return {
    ...node(`#on-behalf-${name}`, "dpv:Process", title),
    "dpv:hasDataProcessor": { "@id": "#controller" },
    "dpv:hasDataController": node(`#customers-${name}`, "dpv:DataController", customers),
    "dpv:hasPurpose": node(`#on-behalf-purpose-${name}`, "dpv:Purpose", title),
    ...some("dpv:hasDataSubject", references("person", of)),
    ...some("dpv:hasPersonalData", references("category", data)),
  };
}

function categoryNode({ name, title, dpv, special }: Category): LinkedData {
  const kind = special ? "dpv:SpecialCategoryPersonalData" : "dpv:PersonalData";
  const { "@type": _, ...rest } = node(`#category-${name}`, kind, title);
  return { ...rest, "@type": dpv === undefined ? kind : [kind, dpv] };
}

function recipientNode(recipient: Recipient): LinkedData {
  const { name, party, role, countries, safeguard } = recipient;
  const outside = leavesEea(recipient);
  const tool = safeguard !== undefined && Object.hasOwn(safeguards, safeguard) ? safeguard : "adequacy";
  const term = outside ? safeguardTerms[tool as Safeguard] : undefined;
  return {
    ...node(`#recipient-${name}`, roleTerms[role], party),
    "dpv:hasName": say(party, "en"),
    ...some(
      "dpv:hasCountry",
      countries.map((code) => ({ "@id": `loc:${code}` })),
    ),
    ...(term === undefined ? {} : { "dpv:hasLegalBasis": { "@id": term } }),
  };
}

function measureNode({ name, kind, title, of }: Measure, policy: Policy): LinkedData {
  const type = measureTerms[kind] ?? "dpv:TechnicalOrganisationalMeasure";
  const words = title ?? Object.fromEntries(policy.languages.map((language) => [language, name.replaceAll("-", " ")]));
  return {
    ...node(`#measure-${name}`, type, words),
    ...(of === undefined ? {} : { "dpv:isImplementedByEntity": { "@id": `#recipient-${of}` } }),
  };
}

function node(id: string, type: string, title: Localized): { readonly [key: string]: LinkedValue } {
  return {
    "@id": id,
    "@type": type,
    "rdfs:label": Object.entries(title).map(([language, text]) => ({ "@language": language, "@value": text })),
  };
}

function references(kind: string, names: readonly string[]): readonly LinkedData[] {
  return names.map((name) => ({ "@id": `#${kind}-${name}` }));
}

function some(key: string, values: readonly LinkedData[]): LinkedData {
  return values.length === 0 ? {} : { [key]: values };
}
