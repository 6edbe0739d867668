/** For the tests of this room: a real store and log, and a policy with one of each kind of purpose and message. */
import { Personal } from "#base";
import { createEvidence, type Evidence } from "#evidence";
import { freshStore, policyOf, testKeys, type TestStore } from "#harness";
import { createMail, type Inbox } from "#mail";
import type { ConsentFrom } from "#policy";
import { stopsAmong } from "#requests";
import type { ChoiceSaid } from "./contract.ts";
import { createPermissions, type PermissionsOptions } from "./create.ts";

export const policyText = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  deliver: {title: {nl: leveren, en: deliver}, of: customer, basis: contract, uses: [name, contact.email, order-history]}
  letter: {title: {nl: de nieuwsbrief sturen, en: send the newsletter}, of: customer, basis: consent, uses: [contact.email]}
  profile: {title: {nl: advies op maat, en: advice made for you}, of: customer, basis: consent, uses: [order-history]}
  similar: {title: {nl: vergelijkbare producten, en: similar products}, of: customer, basis: {legitimate-interest: {nl: verkopen, en: selling}}, uses: [contact.email]}
  tips: {title: {nl: tips, en: tips}, of: customer, basis: {legitimate-interest: {nl: helpen, en: helping}}, uses: [contact.email]}
  books: {title: {nl: de boekhouding, en: bookkeeping}, of: customer, basis: {legal-obligation: nl.tax.records}, uses: [name]}
consents:
  letter: {for: letter, asked: tick-box, withdraw: link, confirm: 7 days, keepProof: 1 year}
  profile: {for: profile, asked: settings}
messages:
  order-mail: {title: {nl: berichten over uw bestelling, en: messages about your order}, class: transactional, channels: email, for: deliver}
  news: {title: {nl: de nieuwsbrief, en: the newsletter}, class: marketing, channels: email, for: letter, unsubscribe: link}
  offers: {title: {nl: aanbiedingen, en: offers}, class: marketing, channels: email, for: similar, softOptIn: {}, unsubscribe: {by: link, stops: marketing}}
  cold: {title: {nl: reclame, en: advertising}, class: marketing, channels: [email, post], for: tips, unsubscribe: {by: link, stops: optional}}
  hints: {title: {nl: tips bij uw aankoop, en: hints for what you bought}, class: service, channels: email, for: tips, unsubscribe: link}
  calls: {title: {nl: telefoontjes, en: telephone calls}, class: marketing, channels: phone, for: similar, never: {}}
rights: {withdraw-consent: {}, objection: {}, register: {keep: P5Y}}
`;

export const eva = "eva@home.example";

export async function openPermissions(options: { readonly text?: string; readonly inbox?: Inbox } = {}) {
  const store = await freshStore({ at: "2026-11-23T10:00:00.000Z" });
  const policy = policyOf(options.text ?? policyText);
  const evidence = createEvidence({
    store,
    origin: "shop.example/gestand",
    seed: testKeys.derive("evidence/signing", 32),
  });
  const rules: TestPermissions["rules"] = { policyHash: "0".repeat(64), from: {} };
  const withdrawn: Withdrawn[] = [];
  const transport = { url: `smtp://127.0.0.1:${options.inbox?.port ?? 9}?tls=off`, from: "privacy@shop.example" };
  const mail = createMail({ store, transport });
  const room: PermissionsOptions = {
    store,
    mail,
    publicUrl: "https://privacy.shop.example",
    evidence,
    policy,
    version: 1,
    get policyHash() {
      return rules.policyHash;
    },
    personDigest: (address) => store.vault.digest("requester", address),
    stops: stopsAmong,
    consentFrom: async () => rules.from,
    onWithdrawn: async (_tx, { purposes, email }) => void withdrawn.push({ purposes, email: email.reveal() }),
  };
  mail.serve();
  return new TestPermissions({ store, evidence, options: room, rules, withdrawn });
}

interface Withdrawn {
  readonly purposes: readonly string[];
  readonly email: string;
}
type Parts = Pick<TestPermissions, "store" | "evidence" | "options" | "rules" | "withdrawn">;

export class TestPermissions implements AsyncDisposable {
  readonly store: TestStore;
  readonly evidence: Evidence;
  readonly options: PermissionsOptions;
  readonly rules: { policyHash: string; from: ConsentFrom };
  readonly permissions: ReturnType<typeof createPermissions>;

  /** What was told to the systems of the company. */
  readonly withdrawn: Withdrawn[];

  constructor({ store, evidence, options, rules, withdrawn }: Parts) {
    this.store = store;
    this.evidence = evidence;
    this.options = options;
    this.rules = rules;
    this.withdrawn = withdrawn;
    this.permissions = createPermissions(options);
  }

  said(more: Partial<Omit<ChoiceSaid, "person">> & { person?: string } = {}): ChoiceSaid {
    const { person = eva, ...rest } = more;
    return { act: "given", about: "purpose:letter", channel: "web", ...rest, person: new Personal(person) };
  }

  async say(...all: Parameters<TestPermissions["said"]>[0][]): Promise<void> {
    const done = await this.permissions.record(all.map((one) => this.said(one)));
    if (!done.ok) throw new Error(done.message);
  }

  async may(purpose: string, person = eva): Promise<string> {
    return this.#spoken(await this.permissions.ask(this.store.reader, new Personal(person), { purpose }));
  }

  async mail(message: string, person = eva): Promise<string> {
    return this.#spoken(await this.permissions.ask(this.store.reader, new Personal(person), { message }));
  }

  async stop(
    stopped: "purpose" | "marketing" | "everything",
    because: string,
    purpose: string | null = null,
    person = eva,
  ): Promise<void> {
    await this.store.database.query(
      `insert into gestand.request_stop (person_digest, stopped, purpose, because, since) values ($1, $2, $3, $4, $5)
       on conflict (request_id, person_digest, stopped, purpose) do update set because = excluded.because, since = excluded.since`,
      [this.options.personDigest(person), stopped, purpose, because, this.store.clock.now()],
    );
  }

  #spoken({ allowed, because }: { allowed: boolean; because: string }): string {
    return `${allowed ? "yes" : "no"}: ${because}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.store.dispose();
  }
}
