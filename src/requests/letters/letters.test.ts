import { expect, test } from "vitest";
import { languages, localDate } from "#base";
import { requestKinds } from "#policy";
import type { RefusalReason, RequestKind } from "../contract.ts";
import { en } from "./en.ts";
import type { Frame, Letter, Letters } from "./letter.ts";
import { nl } from "./nl.ts";

const sets: Record<(typeof languages)[number], Letters> = { nl, en };
const authority = { name: "Autoriteit Persoonsgegevens", site: "https://autoriteit.example" };
const refusals: readonly RefusalReason[] = [
  "no-data-found",
  "identity-not-shown",
  "unfounded-or-excessive",
  "rights-of-others",
  "legal-obligation",
  "not-our-customer",
];

function frame(kind: RequestKind, because: Frame["due"]["because"]): Frame {
  const due = {
    on: localDate("2026-12-22"),
    because,
    legalOn: localDate("2026-12-22"),
    article: "GDPR art. 12(3)",
    unconfirmed: false,
  };
  const { receivedOn } = { receivedOn: localDate("2026-11-22") };
  const organisation = { organisation: "Webshop NL", contact: "privacy@webshop.example" };
  return { ...organisation, reference: "G-7K3M-9QXA", kind, receivedOn, due, promisedDays: 30 };
}

function all(letters: Letters, about: Frame): Letter[] {
  const law = { title: { nl: "de boeken", en: "the books" }, article: "AWR art. 52(4)" };
  const held = { kind: "hold", untilOn: localDate("2033-12-31"), law } as const;
  const kept = [
    held,
    { kind: "hold", untilOn: localDate("2033-12-31") },
    { kind: "shared" },
    { kind: "declared-keep" },
  ] as const;
  const forOther: Frame = { ...about, asked: { by: "agent", name: "J. de Vries", reads: "person" } };
  return [
    letters.code(about, { code: "1234 5678", link: "https://x.example/c", minutes: 30 }),
    letters.follow(about, { link: "https://x.example/f", proposes: false }),
    letters.follow(about, { link: "https://x.example/f", proposes: true }),
    letters.upheldWithCopy(about, { link: "https://x.example/d", expiresAt: "29 November" }),
    letters.upheld(about, { explanation: "You are right.", purposes: [] }),
    letters.upheld(about, { explanation: "You are right.", purposes: ["the newsletter"] }),
    letters.stopped(about, { purposes: ["the newsletter"] }),
    letters.stopped(about, { purposes: [], follow: "https://x.example/f" }),
    letters.corrected(about, {
      corrections: [
        { title: "name", accepted: true },
        { title: "address", accepted: false, reason: "It is right." },
      ],
      authority,
    }),
    letters.restricted(about, { lift: "https://x.example/l", authority }),
    letters.lifting(about),
    letters.followForOther(about, { link: "https://x.example/f", as: "agent", stands: false }),
    letters.followForOther(about, { link: "https://x.example/f", as: "parent", stands: true }),
    letters.askMandate(about, { link: "https://x.example/f", as: "parent", stands: false }),
    letters.askedForYou(forOther, { link: "https://x.example/y", as: "agent", address: "agent@x.example" }),
    letters.doneForOther(forOther),
    letters.givenToAsker(forOther),
    letters.stoppedByPerson(forOther),
    letters.lifted(about),
    letters.joined(about, { first: "G-3K3M-9QXA", link: "https://x.example/f" }),
    letters.addressChanging(about, { link: "https://x.example/n" }),
    letters.askIdentity(about, { link: "https://x.example/f", stands: false }),
    letters.askedFromElsewhere(about),
    letters.answeredElsewhere(about),
    letters.leftAlone(about),
    letters.extended(about, { reason: "Many systems.", authority: { name: "AP", site: "https://ap.example" } }),
    ...refusals.map((reason) => letters.refused(about, { reason, explanation: "We looked.", authority })),
    letters.withdrawn(about),
    letters.filesRefused(about, {
      files: [
        { name: "a.exe", because: "type" },
        { name: "b", because: "size" },
        { name: "c", because: "count" },
      ],
    }),
    letters.handedOver(about, {
      host: "x.example",
      how: { state: "done", sizeBytes: 12, sha256: "ab".repeat(32), status: 201 },
    }),
    letters.handedOver(about, { host: "x.example", how: { state: "refused", explanation: "Nobody known." } }),
    letters.handedOver(about, { host: "x.example", how: { state: "failed", failure: "upload-refused" } }),
    letters.handedOver(about, { host: "x.example", how: { state: "expired" } }),
    letters.answer(about, { link: "https://x.example/d", expiresAt: "29 November" }),
    letters.answerExpired(about, { authority }),
    letters.erased(about, {
      rows: 4,
      kept: kept.map((because) => ({ system: { en: "shop" }, rows: 1, because })),
      authority,
    }),
    letters.erased(about, { rows: 1, kept: [], authority }),
    letters.erased(about, { rows: 1, kept: [], elsewhere: [{ title: { en: "films" }, files: 2 }], authority }),
  ];
}

test("every letter in every language names organisation, reference and contact, and nothing is left blank", () => {
  for (const language of languages)
    for (const kind of requestKinds)
      for (const because of ["promised-days", "legal-month", "legal-term", "extension"] as const)
        for (const { subject, text } of all(sets[language], frame(kind, because))) {
          expect(subject).toContain("G-7K3M-9QXA");
          expect(subject).toContain("Webshop NL");
          for (const part of ["Webshop NL", "G-7K3M-9QXA", "privacy@webshop.example"]) expect(text).toContain(part);
          expect(`${subject} ${text}`).not.toMatch(/undefined|\[object|NaN|\{|\}/u);
        }
});

test("whoever is told no, or nothing, is told where to complain and that there is a court", () => {
  for (const [letters, court] of [
    [nl, "rechter"],
    [en, "court"],
  ] as const)
    for (const reason of refusals) {
      const { text } = letters.refused(frame("access", "legal-month"), {
        reason,
        explanation: "We looked.",
        authority,
      });
      for (const part of [authority.name, authority.site, court, "We looked."]) expect(text).toContain(part);
    }
});

test("the due date comes with its reason", () => {
  const told = { link: "https://x.example/f", proposes: false };
  expect(nl.follow(frame("access", "promised-days"), told).text).toContain("22 december 2026 antwoord. Wij beloven");
  expect(nl.follow(frame("access", "legal-month"), told).text).toContain("De wet geeft ons één maand");
  expect(en.follow(frame("access", "extension"), told).text).toContain("22 December 2026. We have extended");
});

test("what the law makes us keep is told with the law and the day", () => {
  const law = { title: { nl: "de boeken", en: "the books" }, article: "AWR art. 52(4)" };
  const because = { kind: "hold", untilOn: localDate("2033-12-31"), law } as const;
  const kept = [{ system: { nl: "winkel", en: "shop" }, rows: 2, because }];
  const told = { rows: 4, kept, authority };
  expect(en.erased(frame("erasure", "legal-month"), told).text).toContain(
    "- shop: 2 rows. The law obliges us to keep these until 31 December 2033: the books (AWR art. 52(4)).",
  );
  expect(nl.erased(frame("erasure", "legal-month"), told).text).toContain(
    "- winkel: 2 regels. Die moeten wij van de wet bewaren tot en met 31 december 2033: de boeken (AWR art. 52 lid 4).",
  );
});

test("whoever is erased is told what the erasure did not reach, and not that nothing stays", () => {
  const elsewhere = [
    { title: { nl: "opnamen", en: "recordings" }, files: 2 },
    { title: { nl: "brieven op papier", en: "letters on paper" } },
  ];
  const told = { rows: 3, kept: [], elsewhere, authority: { name: "AP", site: "https://ap.example" } };
  const english = en.erased(frame("erasure", "legal-month"), told).text;
  expect(english).toContain("Nothing was kept in our databases.");
  expect(english).toContain("has to erase by hand:\n- Recordings: 2 files.\n- Letters on paper: we do not know");
  const dutch = nl.erased(frame("erasure", "legal-month"), told).text;
  expect(dutch).toContain("In onze databases is niets bewaard.");
  expect(dutch).toContain("- Opnamen: 2 bestanden.\n- Brieven op papier: wij weten niet");
});
