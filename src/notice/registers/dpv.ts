/**
 * Words of the policy as terms of the W3C Data Privacy Vocabulary 2.3 (https://w3id.org/dpv/2.3): `dpv`, its personal data
 * extension `pd`, its GDPR extension `eu-gdpr`, and `loc` for countries.
 */
import type { Safeguard } from "#law";
import type { BasisKind, MeasureKind, RecipientRole, SpecialGround } from "#policy";

export const dpvContext = {
  dpv: "https://w3id.org/dpv#",
  pd: "https://w3id.org/dpv/pd#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  loc: "https://w3id.org/dpv/loc#",
  dcterms: "http://purl.org/dc/terms/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

export const basisTerms: Readonly<Record<BasisKind, string>> = {
  consent: "eu-gdpr:A6-1-a",
  contract: "eu-gdpr:A6-1-b",
  "legal-obligation": "eu-gdpr:A6-1-c",
  "vital-interests": "eu-gdpr:A6-1-d",
  "public-task": "eu-gdpr:A6-1-e",
  "legitimate-interest": "eu-gdpr:A6-1-f",
};

export const specialTerms: Readonly<Record<SpecialGround, string>> = {
  "explicit-consent": "eu-gdpr:A9-2-a",
  "employment-law": "eu-gdpr:A9-2-b",
  "vital-interests": "eu-gdpr:A9-2-c",
  "members-of-association": "eu-gdpr:A9-2-d",
  "made-public": "eu-gdpr:A9-2-e",
  "legal-claims": "eu-gdpr:A9-2-f",
  "public-interest": "eu-gdpr:A9-2-g",
  "health-care": "eu-gdpr:A9-2-h",
  "public-health": "eu-gdpr:A9-2-i",
  "archiving-research": "eu-gdpr:A9-2-j",
};

/** `other-user` is a person, so no more than a recipient. */
export const roleTerms: Readonly<Record<RecipientRole, string>> = {
  processor: "dpv:DataProcessor",
  controller: "dpv:ThirdParty",
  "joint-controller": "dpv:JointDataControllers",
  authority: "dpv:Authority",
  "other-user": "dpv:Recipient",
};

export const safeguardTerms: Readonly<Partial<Record<Safeguard, string>>> = {
  adequacy: "eu-gdpr:A45-3",
  dpf: "eu-gdpr:A45-3",
  scc: "eu-gdpr:A46-2-c",
  bcr: "eu-gdpr:A46-2-b",
  "code-of-conduct": "eu-gdpr:A46-2-e",
  certification: "eu-gdpr:A46-2-f",
};

/** The nearest class; what has none is a measure. */
export const measureTerms: Readonly<Partial<Record<MeasureKind, string>>> = {
  "encryption-in-transit": "dpv:EncryptionInTransfer",
  "encryption-at-rest": "dpv:EncryptionAtRest",
  passwords: "dpv:PasswordAuthentication",
  "access-control": "dpv:AccessControlMethod",
  "no-access": "dpv:EnforceAccessControl",
  "data-centre": "dpv:PhysicalAccessControlMethod",
  physical: "dpv:PhysicalMeasure",
  organisational: "dpv:OrganisationalMeasure",
  confidentiality: "dpv:ConfidentialityAgreement",
  training: "dpv:StaffTraining",
  logging: "dpv:LoggingPolicy",
  backup: "dpv:DataBackupProtocols",
};
