/** What the author must tell; everything else has a careful default or is added later. */
export interface SmallestOptions {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly email: string;
  /** The first day it holds, `YYYY-MM-DD`; 1 January 2027 when left out. */
  readonly inForce?: string;
}

/** The least policy that is useful, as a document to grow from. It parses without an error for a country we know. */
export function smallestPolicy(options: SmallestOptions): string {
  const { name, country, email, inForce = "2027-01-01" } = options;
  return `# A privacy policy that runs. \`gestand check\` says what is missing; docs/policy-reference.md says what can be written.
gestand: 1
organisation:
  name: ${quoted(name)}
  country: ${country}
  contact: {email: ${quoted(email)}}
languages: [nl, en]
inForce: ${inForce}

persons:
  customer: {title: {nl: klant, en: customer}}

purposes:
  fulfil-order:
    title: {nl: uw bestelling leveren, en: deliver your order}
    of: customer
    basis: contract
    uses: [name, address, contact.email, order-history]

rights:
  access: {}
  rectification: {}
  erasure: {}
  restriction: {}
  portability: {}
  objection: {}
  complaint: {}
  answerWithin: 30 days
  copyTo: known address
  leaving: erases

keep:
  profile: {until: relationship ends, then: erase}

# systems:
#   shop:
#     connector: postgres
#     url: env:SHOP_DATABASE_URL     # the address itself never stands in a policy
#     tables: {}                     # "gestand map shop" proposes them
`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
