/** What the cast said in public, consented to, and wrote to the platform. */
import { at, type Day } from "../kit/days.ts";
import type { Add } from "../kit/rows.ts";
import { cast } from "./cast.ts";

export function addPublished(add: Add, day: Day): void {
  addComments(add, day);
  addConsents(add, day);
  addLetters(add, day);
}

function addComments(add: Add, day: Day): void {
  const comments = [
    [1, null, cast.commenter.email, null, "kimvl", "Handige tips, dank."],
    [2, cast.owner.userId, null, 1, "femke", "Graag gedaan!"],
    [3, null, "Kim.vanLoon@Thuis.example ", null, "kimvl", "Werkt dit ook op mijn telefoon?"],
  ] as const;
  for (const [id, userId, email, replyTo, publicName, body] of comments)
    add("blog_comments", {
      id,
      user_id: userId,
      email,
      reply_to: replyTo,
      public_name: publicName,
      city: "Voorbeeldstad",
      body,
      published_at: at(day(120 - id)),
      removed_at: null,
    });
}

function addConsents(add: Add, day: Day): void {
  const given = [
    [1, cast.owner, "testimonial", null],
    [2, cast.owner, "product-news", null],
    [3, cast.unsubscribed, "product-news", at(day(60))],
    [4, cast.owner, "statistics", null],
    [5, cast.colleague, "partner-marketing", null],
    [6, cast.unsubscribed, "advertising", null],
  ] as const;
  for (const [id, person, what, withdrawn] of given)
    add("consents", {
      id,
      user_id: person.userId,
      email: person.email,
      what,
      text_version: "2026-01",
      given_at: at(day(300 + id)),
      withdrawn_at: withdrawn,
    });
  add("consents", {
    id: 7,
    user_id: null,
    email: cast.commenter.email,
    what: "product-news",
    text_version: "2026-01",
    given_at: at(day(110)),
    withdrawn_at: null,
  });
  for (const [id, person, unsubscribed] of [
    [1, cast.owner, null],
    [2, cast.unsubscribed, at(day(60))],
    [3, cast.commenter, null],
  ] as const)
    add("mailing_subscriptions", {
      id,
      email: person.email,
      list: "product-news",
      consented_at: at(day(300)),
      unsubscribed_at: unsubscribed,
    });
  add("testimonials", {
    id: 1,
    user_id: cast.owner.userId,
    consent_id: 1,
    name: cast.owner.name,
    company: "Bakkerij Postma",
    body: "Onze klanten krijgen nu ook 's avonds antwoord.",
    published_at: at(day(280)),
  });
}

function addLetters(add: Add, day: Day): void {
  const tickets = [
    [1, null, cast.owner.email, "Kan ik een tweede bot maken?"],
    [2, 1, null, "Dag Femke Postma, dat kan met dit abonnement."],
    [3, null, cast.commenter.email, "Hoe kan ik mijn reactie laten weghalen?"],
    [4, 3, null, "Dat doen wij graag voor u."],
    [5, null, cast.unsubscribed.email, "Ik wil geen reclame meer."],
  ] as const;
  for (const [id, replyTo, email, body] of tickets)
    add("support_tickets", { id, reply_to: replyTo, email, subject: "Vraag", body, received_at: at(day(70 - id)) });
  add("feedback", {
    id: 1,
    user_id: cast.colleague.userId,
    email: null,
    kind: "suggestion",
    body: "Een knop om gesprekken te zoeken zou helpen.",
    received_at: at(day(80)),
  });
  add("feedback", {
    id: 2,
    user_id: null,
    email: cast.commenter.email,
    kind: "compliment",
    body: "Fijn blog.",
    received_at: at(day(81)),
  });
  for (const [id, person] of [
    [1, cast.owner],
    [2, cast.colleague],
  ] as const)
    add("survey_responses", {
      id,
      email: person.email,
      survey: "tevreden-2026",
      answers: { contact: { email: person.email }, score: 8, why: `Groeten van ${person.name}` },
      answered_at: at(day(150)),
    });
}
