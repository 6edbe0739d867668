/** What the database of the service holds of the cast, as rows per table. Dates count back from `today`, book years are fixed. */
import { at, type Day, daysBack } from "../kit/days.ts";
import { type Add, rowBook, type TableRows } from "../kit/rows.ts";
import { addModeration } from "./cast-moderation.ts";
import { type CastMember, cast } from "./cast.ts";

export function castRows(today: string): TableRows {
  const { rows, add } = rowBook();
  const day = daysBack(today);
  addProducts(add);
  addProfiles(add, day);
  addLogin(add, day);
  addPurchases(add, day);
  addModeration(add, day);
  addLetters(add, day);
  addChoices(add, day);
  addVisits(add, day);
  return rows;
}

export const products = [
  ["minutes-100", "Honderd minuten", 900],
  ["minutes-500", "Vijfhonderd minuten", 3900],
  ["vip-month", "Een maand zonder wachten", 1500],
] as const;

function addProducts(add: Add): void {
  for (const [id, title, price] of products) add("products", { id, title, price_cents: price });
}

const members: readonly CastMember[] = Object.values(cast);

function addProfiles(add: Add, day: Day): void {
  for (const person of members) {
    const { profileId, name, email, lives = ["DE"] } = person;
    if (profileId === undefined) continue;
    const social = person === cast.seventeen || person === cast.european;
    add("profiles", {
      id: profileId,
      name,
      age: person === cast.seventeen ? 18 : 20 + profileId,
      email,
      photo_object_key: profileId % 3 === 0 ? null : `photos/${profileId}.jpg`,
      gender: profileId % 2 === 0 ? null : "x",
      time_zone: person === cast.european ? null : "Europe/Berlin",
      country: lives[0],
      state: lives[1] ?? null,
      login_provider: social ? "example-social" : null,
      provider_ref: social ? `social-ref-${profileId}-cast` : null,
      age_by_provider: person === cast.seventeen ? 17 : null,
      age_declared_at: at(day(500)),
      password_hash: social ? null : `$argon2id$v=19$m=65536,t=3,p=4$fictional$${profileId}`,
      settings: { contact: { phone: phoneOf(profileId) }, nickname: `nick-cast-${profileId}`, sound: true },
      created_at: at(day(500)),
    });
    add("clients", {
      id: profileId,
      profile_id: profileId,
      agent: "firefox",
      system: "linux",
      capabilities: "camera, microphone",
      maker: null,
      model: null,
      seen_at: at(day(2)),
    });
    add("mail_messages", {
      id: profileId,
      to_address: email,
      template: "welcome",
      class: "transactional",
      subject: "Welkom",
      sent_at: at(day(300)),
    });
  }
}

const phoneOf = (n: number): string => `+49 151 00000${String(n).padStart(3, "0")}`;

/** Eight things are asked; a profile holds what was granted. */
const scopes = ["first_name", "last_name", "gender", "age", "email", "location", "time_zone", "photos"];

function addLogin(add: Add, day: Day): void {
  for (const person of [cast.seventeen, cast.european])
    for (const scope of scopes) {
      const refused = person === cast.european && (scope === "photos" || scope === "time_zone");
      add("login_grants", {
        profile_id: person.profileId,
        provider: "example-social",
        scope,
        granted_at: refused ? null : at(day(500)),
        refused_at: refused ? at(day(500)) : null,
      });
    }
}

/** What Jana paid in 2016 is no longer held by law, what she paid and got back in 2025 is. */
function addPurchases(add: Add, day: Day): void {
  const { profileId, name, email } = cast.payer;
  const bills = [
    [1, 2016, "minutes-100", 900, null],
    [2, 2025, "minutes-500", 3900, null],
    [3, 2025, "minutes-500", -3900, 2],
  ] as const;
  for (const [id, year, product, amount, refundOf] of bills) {
    if (refundOf === null) add("purchases", { id, profile_id: profileId, product, bought_at: at(`${year}-03-12`) });
    add("transactions", {
      id,
      purchase_id: refundOf === null ? id : null,
      refund_of: refundOf,
      provider: "cards-ie",
      provider_ref: `pay_cast_${id}`,
      name,
      email,
      country: "DE",
      last4: "4242",
      amount_cents: amount,
      details: { payer: { email, name }, vat: 19 },
      paid_on: `${year}-03-12`,
      book_year: year,
    });
  }
  add("disclosures", {
    id: 1,
    profile_id: profileId,
    recipient: "adviser",
    purpose: "claims",
    fields: "naam, aankopen",
    given_on: day(120),
  });
}

function addLetters(add: Add, day: Day): void {
  const { writer, aunt, seventeen, payer } = cast;
  const spelled = " Boris.Kessler@THUIS.example";
  const tickets = [
    [1, null, writer.email, "Hoe werkt het?", "Kan ik ook zonder camera praten?"],
    [2, 1, null, "Re: Hoe werkt het?", "Nee, de ander moet u kunnen zien."],
    [3, null, spelled, "Nog iets", "En kan ik later een profiel maken?"],
    [4, null, payer.email, "Mijn aankoop", "Ik wil mijn geld terug."],
  ] as const;
  for (const [id, replyTo, email, subject, body] of tickets)
    add("tickets", {
      id,
      reply_to: replyTo,
      email,
      subject,
      body,
      metadata: email === null ? {} : { form: { email, agent: "firefox" } },
      received_at: at(day(60 - id)),
    });
  add("inquiries", {
    id: 1,
    email: writer.email,
    name: writer.name,
    product: "vip-month",
    body: "Wat kost een maand zonder wachten?",
    received_at: at(day(80)),
  });
  add("customer_contacts", {
    id: 1,
    email: payer.email,
    name: payer.name,
    phone: phoneOf(1),
    note: "Belde over de terugbetaling.",
    received_at: at(day(50)),
  });
  add("mail_messages", {
    id: 101,
    to_address: aunt.email,
    template: "report-received",
    class: "transactional",
    subject: "Wij kijken naar uw melding",
    sent_at: at(day(1)),
  });
  add("minor_reports", {
    id: 1,
    profile_id: seventeen.profileId,
    reporter_email: aunt.email,
    body: "Hij is pas zeventien.",
    received_at: at(day(1)),
    decided_at: null,
  });
}

function addChoices(add: Add, day: Day): void {
  const { canadian, californian, nevadan, european, writer } = cast;
  const consents = [
    [1, canadian, "measurement", 30],
    [2, european, "measurement", null],
    [3, californian, "newsletter", null],
  ] as const;
  for (const [id, person, what, withdrawn] of consents)
    add("consents", {
      id,
      profile_id: person.profileId,
      email: person.email,
      what,
      text_version: "2026-01",
      given_at: at(day(200)),
      withdrawn_at: withdrawn === null ? null : at(day(withdrawn)),
    });
  for (const [id, person, left] of [
    [1, californian, null],
    [2, writer, 10],
  ] as const)
    add("newsletter_subscriptions", {
      id,
      email: person.email,
      list: "news",
      consented_at: at(day(200)),
      unsubscribed_at: left === null ? null : at(day(left)),
    });
  for (const [id, person, what, region] of [
    [1, californian, "third-party-marketing", "california"],
    [2, nevadan, "sale", "nevada"],
  ] as const)
    add("opt_outs", { id, email: person.email, what, region, asked_at: at(day(40)) });
}

function addVisits(add: Add, day: Day): void {
  const { canadian, european } = cast;
  // Of the canadian, before she withdrew; of whoever has no profile, lines that lead to nobody.
  for (const [id, person, ago] of [
    [1, canadian, 90],
    [2, european, 3],
    [3, null, 3],
  ] as const)
    add("usage_rows", {
      id,
      profile_id: person === null ? null : person.profileId,
      ip_truncated: "203.0.113.0/24",
      country: person === null ? "DE" : person.lives[0],
      state: null,
      agent: "firefox",
      referrer: null,
      path: "/praten",
      seconds: 300,
      visited_at: at(day(ago)),
    });
  for (const id of [1, 2])
    add("site_log", {
      id,
      ip_truncated: "198.51.100.0/24",
      agent: "safari",
      path: id === 1 ? "/" : "/regels",
      seconds: 20,
      visited_at: at(day(3)),
    });
}
