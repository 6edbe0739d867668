/** What the database of the platform holds of the cast, as rows per table. Dates count back from `today`, book years are fixed. */
import { at, type Day, daysBack } from "../kit/days.ts";
import { type Add, rowBook, type TableRows } from "../kit/rows.ts";
import { addPublished } from "./cast-published.ts";
import { addSubscribers } from "./cast-subscribers.ts";
import { type CastMember, cast } from "./cast.ts";

export function castRows(today: string): TableRows {
  const { rows, add } = rowBook();
  const day = daysBack(today);
  addWorkspaces(add, day);
  addUsers(add, day);
  addBilling(add, day);
  addBots(add, day);
  addUse(add, day);
  addSubscribers(add, day);
  addPublished(add, day);
  return rows;
}

function addWorkspaces(add: Add, day: Day): void {
  add("workspaces", {
    id: 1,
    company: "Bakkerij Postma",
    owner_user_id: cast.owner.userId,
    plan: "team",
    billing_email: cast.owner.email,
    billing_address: "Ovenstraat 3, 1001 XA Voorbeeldstad",
    vat_number: "NL000000001B01",
    created_at: at(day(3100)),
    closed_at: null,
  });
  add("workspaces", {
    id: 2,
    company: "Fietsen Dijk",
    owner_user_id: cast.secondOwner.userId,
    plan: "solo",
    billing_email: cast.secondOwner.email,
    billing_address: "Trapperweg 9, 1002 XB Fictiedam",
    vat_number: "NL000000002B01",
    created_at: at(day(900)),
    closed_at: null,
  });
}

const workspaceOf = (person: CastMember): number =>
  person === cast.secondOwner || person === cast.unsubscribed ? 2 : 1;

function addUsers(add: Add, day: Day): void {
  const members: readonly CastMember[] = Object.values(cast);
  for (const person of members) {
    const { userId, name, email } = person;
    if (userId === undefined) continue;
    const owner = person === cast.owner || person === cast.secondOwner;
    const workspace = workspaceOf(person);
    add("app_users", {
      id: userId,
      workspace_id: workspace,
      email,
      name,
      phone: phoneOf(userId),
      address: owner ? `Voorbeeldstraat ${userId}, 1000 XA Voorbeeldstad` : null,
      social_profile_ref: person === cast.owner ? "social.example/femke.postma" : null,
      role: owner ? "owner" : "editor",
      password_hash: `$argon2id$v=19$m=65536,t=3,p=4$fictional$${userId}`,
      preferences: { contact: { phone: phoneOf(userId) }, startPage: "flows" },
      last_seen_ip: `203.0.113.${userId}`,
      created_at: at(day(800)),
    });
    add("team_members", {
      id: userId,
      workspace_id: workspace,
      user_id: userId,
      invited_by: owner ? null : workspace === 1 ? cast.owner.userId : cast.secondOwner.userId,
      role: owner ? "owner" : "editor",
      joined_at: at(day(790)),
      left_at: person === cast.leftTeam ? at(day(400)) : null,
    });
    add("mail_messages", {
      id: userId,
      to_address: email,
      template: "security-alert",
      class: "transactional",
      subject: "Er is ingelogd op een nieuw apparaat",
      sent_at: at(day(20 + userId)),
    });
  }
}

const phoneOf = (n: number): string => `+31 6 00000${String(n).padStart(3, "0")}`;

/** Femke's invoice of 2018 is no longer held by law, the one of 2025 is. */
function addBilling(add: Add, day: Day): void {
  const bills = [
    [1, 1, cast.owner, 2018],
    [2, 1, cast.owner, 2025],
    [3, 2, cast.secondOwner, 2025],
  ] as const;
  for (const [id, workspace, person, year] of bills) {
    add("invoices", {
      id,
      workspace_id: workspace,
      number: `${year}-${String(id).padStart(6, "0")}`,
      issued_on: `${year}-03-12`,
      book_year: year,
      name: person.name,
      address: `Voorbeeldstraat ${person.userId}, 1000 XA Voorbeeldstad`,
      vat_number: `NL00000000${workspace}B01`,
      details: { contact: { email: person.email }, note: `Abonnement van ${person.name}`, vat: 21 },
      total_cents: 4900,
      pdf_object_key: `invoices/${id}.pdf`,
    });
    add("invoice_lines", { invoice_id: id, line: 1, description: "Abonnement", quantity: 1, price_cents: 4900 });
    add("payments", {
      id,
      workspace_id: workspace,
      invoice_id: id,
      provider_ref: `pay_cast_${id}`,
      method: "card",
      last4: "4242",
      amount_cents: 4900,
      status: "paid",
      paid_on: `${year}-03-12`,
    });
  }
  for (const [id, person] of [
    [1, cast.owner],
    [2, cast.secondOwner],
  ] as const)
    add("cards_on_file", {
      id,
      workspace_id: id,
      holder: person.name,
      provider_token: `tok_cast_${id}`,
      brand: "example-card",
      last4: "4242",
      expires_on: "2028-06-30",
    });
  add("adviser_disclosures", {
    id: 1,
    user_id: cast.owner.userId,
    adviser: "auditor",
    what: `Facturen van ${cast.owner.name}`,
    sent_on: day(200),
  });
}

function addBots(add: Add, day: Day): void {
  for (const [id, workspace, person, title] of [
    [1, 1, cast.owner, "Broodbot"],
    [2, 2, cast.secondOwner, "Fietsbot"],
  ] as const) {
    const made = { id, workspace_id: workspace, created_by: person.userId, title, created_at: at(day(700)) };
    add("bots", { ...made, language: "nl", stop_keyword: "STOP" });
    add("broadcasts", {
      id,
      bot_id: id,
      sent_by: person.userId,
      audience: "iedereen",
      body: "Deze week is er iets nieuws.",
      sent_at: at(day(30)),
    });
  }
  for (const [id, person, title] of [
    [1, cast.colleague, "Welkom"],
    [2, cast.leftTeam, "Openingstijden"],
  ] as const)
    add("flows", {
      id,
      bot_id: 1,
      edited_by: person.userId,
      title,
      note: `Gemaakt door ${person.name}`,
      definition: { steps: 3 },
      edited_at: at(day(420)),
    });
  const batch = { workspace_id: 2, imported_by: cast.secondOwner.userId, rows: 40 };
  add("import_batches", {
    ...batch,
    id: 1,
    ground_declared: null,
    evidence: null,
    file_object_key: "imports/1.csv",
    imported_at: at(day(30)),
  });
  add("import_batches", {
    ...batch,
    id: 2,
    ground_declared: "consent",
    evidence: "formulier op de website van de winkel",
    file_object_key: "imports/2.csv",
    imported_at: at(day(300)),
  });
}

function addUse(add: Add, day: Day): void {
  for (const [id, person] of [
    [1, cast.owner],
    [2, cast.leftTeam],
    [3, cast.leftTeam],
  ] as const)
    add("file_assets", {
      id,
      workspace_id: 1,
      uploaded_by: person.userId,
      file_name: `foto ${person.name}.png`,
      object_key: `files/${id}.png`,
      uploaded_at: at(day(450)),
    });
  for (const workspace of [1, 2])
    for (const [kind, n] of [
      ["flows", 4],
      ["broadcasts", 2],
    ] as const)
      add("usage_counters", { workspace_id: workspace, kind, day: day(10), n });
  for (const [id, person, term] of [
    [1, cast.owner, "automatisch antwoord"],
    [2, cast.colleague, null],
    [3, cast.unsubscribed, "koppelingen"],
  ] as const)
    add("usage_log", {
      id,
      user_id: person.userId,
      ip_truncated: "203.0.113.0/24",
      device: `desktop-${person.userId}`,
      agent: "firefox",
      page: "/flows",
      seconds: 40,
      search_term: term,
      link: null,
      used_at: at(day(5)),
    });
  add("anonymous_datasets", { run_id: 1, least_group: 20, object_key: "datasets/1.csv", made_at: at(day(9)) });
  // The casual visitor: lines that lead to nobody.
  for (const id of [1, 2])
    add("site_log", {
      id,
      ip_truncated: "198.51.100.0/24",
      agent: "safari",
      provider: "Example Net",
      path: id === 1 ? "/" : "/prijzen",
      referrer: "https://zoeken.example/",
      clicks: 2,
      visited_at: at(day(3)),
    });
}
