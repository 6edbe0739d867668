import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type LocalDate, localDate } from "#base";
import {
  afterObjection,
  mayUse,
  type RequestKind,
  type Stop,
  stopsAtOnce,
  type Use,
  dueFor,
  extendedDue,
  heldUntil,
  identityDoubt,
  isHeld,
  type Policy,
  recipientsFor,
} from "./index.ts";
import { policyIn } from "./testing.ts";

const folder = new URL("../../cases/", import.meta.url);

function cases(file: string): readonly unknown[] {
  return parse(readFileSync(new URL(file, folder), "utf8")) as readonly unknown[];
}

function minimal(lines: string, country = "NL"): Policy {
  return policyIn(`gestand: 1
organisation: {name: A, country: ${country}, contact: {email: a@example.nl}}
languages: en
inForce: 2026-12-01
persons: [customer, guest]
purposes: {writing: {of: customer, basis: contract, uses: [name, contact.email]}, sending: {of: [customer, guest], basis: contract, uses: [address]}}
${lines}`);
}

test("every file of cases is run", () => {
  expect(readdirSync(folder).toSorted()).toEqual([
    "README.md",
    "due-dates.yaml",
    "identity.yaml",
    "keeping.yaml",
    "law",
    "recipients.yaml",
    "stops.yaml",
    "which-law.yaml",
  ]);
});

interface DueCase {
  readonly country: string;
  readonly received: LocalDate;
  readonly law: LocalDate;
  readonly promise30: LocalDate;
  readonly extended: LocalDate;
  readonly outer: LocalDate;
}

describe("by when a request must be answered", () => {
  test.each(cases("due-dates.yaml") as readonly DueCase[])("in $country, received on $received: $why", (each) => {
    const plain = minimal("", each.country);
    const promising = minimal("rights: {answerWithin: 30 days}", each.country);
    expect(dueFor(plain, "access", each.received)).toMatchObject({
      on: each.law,
      because: "legal-month",
      legalOn: each.law,
    });
    const due = dueFor(promising, "access", each.received);
    const earliest = each.promise30 < each.law ? each.promise30 : each.law;
    expect(due).toMatchObject({ on: earliest, promisedOn: each.promise30, legalOn: each.law });
    expect(due.because).toBe(each.promise30 < each.law ? "promised-days" : "legal-month");
    expect(extendedDue(promising, "access", each.received)).toMatchObject({ on: each.extended, because: "extension" });
    expect(due.on <= each.outer).toBe(true);
  });
});

interface KeepCase {
  readonly duty: string;
  readonly start?: LocalDate;
  readonly heldUntil?: LocalDate;
  readonly today: LocalDate;
  readonly held: boolean;
}

describe("until when a document is held", () => {
  test.each(cases("keeping.yaml") as readonly KeepCase[])("$duty from $start on $today: $why", (each) => {
    const policy = minimal(`keep: {papers: {until: {law: ${each.duty}}, hold: {}, then: erase}}`);
    if (each.start !== undefined) expect(heldUntil(policy, "papers", each.start)).toBe(each.heldUntil);
    expect(isHeld(policy, "papers", each.start, each.today)).toBe(each.held);
  });
});

interface IdentityCase {
  readonly settled: number;
  readonly known: boolean;
  readonly candidates: number;
  readonly since?: LocalDate;
  readonly doubt?: string;
}

describe("when it must be checked who asks", () => {
  test.each(cases("identity.yaml") as readonly IdentityCase[])("$why", (each) => {
    const policy = minimal(`rights: {copyTo: {address: known, settled: ${each.settled} days}}`);
    const doubt = identityDoubt(policy, {
      askedAddressKnown: each.known,
      candidates: each.candidates,
      ...(each.since === undefined ? {} : { addressSince: new Date(`${each.since}T11:00:00Z`) }),
      now: new Date(`${localDate("2026-12-15")}T11:00:00Z`),
    });
    expect(doubt).toBe(each.doubt);
  });
});

interface RecipientCase {
  readonly categories: readonly string[];
  readonly holds: readonly string[];
  readonly persons?: readonly string[];
  readonly named: Readonly<Record<string, readonly string[]>>;
}

describe("which recipients an answer names", () => {
  const policy = minimal(`recipients:
  parcels: {party: Parcels, role: controller, country: NL, for: sending, receives: [name, address], holdsWhen: [shop.shipments]}
  mail: {party: Mail, role: processor, country: NL, for: writing, receives: [name, contact]}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables: {shipments: {person: {is: customer}}}`);
  test.each(cases("recipients.yaml") as readonly RecipientCase[])("$why", (each) => {
    const found = recipientsFor(policy, each);
    expect(Object.fromEntries(found.map(({ recipient, categories }) => [recipient.name, categories]))).toEqual(
      each.named,
    );
  });
});

interface StopCase {
  readonly asked: readonly string[];
  readonly decided?: "upheld" | "refused" | "withdrawn";
  readonly use: string;
  readonly allowed: boolean;
}

describe("what may be done after somebody said no", () => {
  // `writing` of the policy above stands for the newsletter, `sending` for insight.
  const whole = minimal(`messages:
  letter: {title: the letter, class: marketing, channels: email, for: writing, unsubscribe: link}`);
  const names: Readonly<Record<string, string>> = { newsletter: "writing", insight: "sending", order: "elsewhere" };
  const purposeOf = (text: string) => names[text] ?? text;

  function stopsOf({ asked, decided }: StopCase): readonly Stop[] {
    return asked.flatMap((text) => {
      const [what = "", , about = ""] = text.split(" ");
      const kinds: Readonly<Record<string, RequestKind>> = {
        objection: "objection",
        consent: "withdraw-consent",
        marketing: "marketing-objection",
        sale: "sale-opt-out",
      };
      const begun = stopsAtOnce(kinds[what] ?? "access", about === "" ? [] : [purposeOf(about)]);
      return begun.flatMap((stop): readonly Stop[] => {
        if (stop.because !== "objection-pending" || decided === undefined) return [stop];
        const after = afterObjection(decided);
        return after === "ends" ? [] : [{ ...stop, because: after }];
      });
    });
  }

  test.each(cases("stops.yaml") as readonly StopCase[])("$asked, $decided, then $use: $why", (each) => {
    const use: Use =
      each.use === "sale" || each.use === "request" || each.use === "law"
        ? { for: each.use }
        : { for: "purpose", purpose: purposeOf(each.use) };
    expect(mayUse(whole, use, stopsOf(each)).allowed).toBe(each.allowed);
  });
});
