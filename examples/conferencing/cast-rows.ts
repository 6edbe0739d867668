/** What the database holds of the cast, as rows per table. Dates count back from `today`; those of invoices are fixed. */
import { at, type Day, daysBack } from "../kit/days.ts";
import { type Add, type Row, rowBook, type TableRows } from "../kit/rows.ts";
import { type CastMember, cast } from "./cast.ts";
import { addMeetings } from "./cast-meetings.ts";

export function castRows(today: string): TableRows {
  const { rows, add } = rowBook();
  const day = daysBack(today);
  addCompany(add, day);
  addAccounts(add, day);
  addMeetings(add, day);
  addBilling(add, day);
  addHelp(add, day);
  addChoices(add, day);
  addCopies(add, day);
  return rows;
}

function addCompany(add: Add, day: Day): void {
  add("orgs", { id: 1, name: "Example Works Ltd", agreement_clauses: "standard", sees_data_of_users: true });
  add("orgs", { id: 2, name: "Example Lab AG", agreement_clauses: "own clauses", sees_data_of_users: false });
  for (const framework of ["eu-us-dpf", "uk-us-dpf", "swiss-us-dpf"])
    for (const entity of ["Example Conferencing Inc.", "Example Meetings Holding LLC"])
      add("certifications", { framework, entity, valid_until: "2027-09-30" });
  add("aggregate_reports", {
    id: 1,
    title: "Customers per hour of the day",
    smallest_group: 20,
    object_key: "reports/1.csv",
    stamped_at: at(day(30)),
  });
  for (let ago = 1; ago <= 7; ago++)
    add("log_files", { day: day(ago), object_key: `logs/web-${day(ago)}.gz`, lines: 1000 + ago });
}

const kinds = new Map<CastMember, string>([
  [cast.admin, "business"],
  [cast.employee, "business"],
  [cast.parent, "family"],
]);

function addAccounts(add: Add, day: Day): void {
  const members: readonly CastMember[] = Object.values(cast);
  for (const person of members) {
    const { accountId, email, name, country } = person;
    if (accountId === undefined || email === undefined || country === undefined) continue;
    add("accounts", {
      id: accountId,
      kind: kinds.get(person) ?? "person",
      email,
      user_name: email.slice(0, email.indexOf("@")),
      display_name: name,
      password_hash: `$argon2id$v=19$m=65536,t=3,p=4$fictional$${accountId}`,
      country,
      language: country === "NL" ? "nl" : "en",
      profile: { contact: { phone: phoneOf(accountId) }, calendar: "weekly" },
      sale_opt_out_at: person === cast.californian ? at(day(20)) : null,
      notice_version: "2026-11",
      created_at: at(day(1500)),
      contract_start: day(1500),
      contract_end: null,
      updated_at: at(day(40)),
    });
    add("sign_up_sources", { account_id: accountId, campaign: "spring", referrer: "https://search.example/" });
    add("sign_ins", {
      id: accountId,
      account_id: accountId,
      signed_in_at: at(day(accountId)),
      ip_shortened: "203.0.113.0/24",
      agent: "firefox",
    });
  }
  const joined = { org_id: 1, provisioned_at: at(day(900)) };
  add("org_users", { ...joined, account_id: cast.admin.accountId, role: "administrator", provisioned_by: null });
  add("org_users", {
    ...joined,
    account_id: cast.employee.accountId,
    role: "user",
    provisioned_by: cast.admin.accountId,
  });
  add("family_members", {
    id: 1,
    account_id: cast.parent.accountId,
    first_name: cast.child.name,
    birth_year: 2014,
    parent_confirmed_at: at(day(300)),
  });
}

/** Numbers that are not given out. */
export const phoneOf = (id: number): string => `+1 555 01${String(id).padStart(2, "0")}`;

function addBilling(add: Add, day: Day): void {
  const paying = [
    [1, cast.paying],
    [2, cast.silent],
  ] as const;
  for (const [id, { accountId, name, email }] of paying) {
    const address = `Voorbeeldstraat ${id}, 100${id} XA Voorbeeldstad`;
    add("billing_details", { account_id: accountId, name, company: null, vat_number: null, address, email });
    add("cards_on_file", {
      account_id: accountId,
      provider_token: `tok_cast_${id}`,
      brand: "example",
      last4: `424${id}`,
      expires: "2029-04",
    });
    add("subscriptions", {
      id,
      account_id: accountId,
      plan: "team",
      seats: 5,
      started_on: "2015-01-10",
      ended_on: null,
    });
    for (const [offset, issued] of [
      [0, "2015-02-10"],
      [1, "2024-02-10"],
    ] as const) {
      const invoice = id * 10 + offset;
      add("invoices", {
        id: invoice,
        subscription_id: id,
        number: `${issued.slice(0, 4)}-${invoice}`,
        issued_on: issued,
        name,
        address,
        details: { contact: { email }, vat: null },
        total_cents: 4900,
        pdf_object_key: `invoices/${invoice}.pdf`,
      });
      add("transactions", {
        id: invoice,
        invoice_id: invoice,
        refund_of: null,
        provider_ref: `pay_cast_${invoice}`,
        amount_cents: 4900,
        paid_on: issued,
      });
    }
  }
  // A refund names the payment and no invoice.
  add("transactions", {
    id: 1,
    invoice_id: null,
    refund_of: 11,
    provider_ref: "ref_cast_1",
    amount_cents: -900,
    paid_on: "2024-03-01",
  });
  add("crm_copies", crmCopy(1, cast.paying, day));
  add("crm_copies", crmCopy(2, cast.silent, day));
}

function crmCopy(
  id: number,
  person: CastMember & { readonly email: string; readonly accountId: number },
  day: Day,
): Row {
  const { accountId, email } = person;
  return { id, account_id: accountId, fields: { contact: { email }, plan: "team" }, copied_on: day(60) };
}

/** Question, answer, follow-up: only the ticket carries an address. */
function addHelp(add: Add, day: Day): void {
  for (const [id, person, account] of [
    [1, cast.paying, cast.paying.accountId],
    [2, cast.free, null],
  ] as const) {
    add("support_tickets", {
      id,
      account_id: account,
      email: person.email,
      subject: "No sound",
      body: "The others cannot hear me.",
      received_at: at(day(50)),
    });
    const first = id * 10;
    add("ticket_messages", {
      id: first,
      ticket_id: id,
      reply_to: null,
      from_help_desk: true,
      body: "Please choose another microphone.",
      sent_at: at(day(49)),
    });
    add("ticket_messages", {
      id: first + 1,
      ticket_id: null,
      reply_to: first,
      from_help_desk: false,
      body: "That helped.",
      sent_at: at(day(48)),
    });
  }
  add("dev_copies", { id: 1, ticket_id: 1, body: "Microphone is lost.", agent: "firefox", copied_on: day(48) });

  const complained = [
    [1, cast.swiss, cast.swiss.accountId],
    [2, cast.guest, null],
  ] as const;
  for (const [id, person, account] of complained)
    add("complaint_cases", {
      id,
      account_id: account,
      email: person.email,
      body: "My question was not answered.",
      received_at: at(day(200)),
      acknowledged_at: at(day(198)),
      closed_on: id === 2 ? day(170) : null,
      outcome: id === 2 ? "Answered and closed." : null,
    });
  add("dispute_referrals", { id: 1, complaint_id: 1, body_ref: "disp_cast_1", referred_at: at(day(150)) });
  add("arbitration_notices", { id: 1, complaint_id: 1, object_key: "disputes/1.pdf", invoked_at: at(day(30)) });
}

function addChoices(add: Add, day: Day): void {
  const given = (id: number, purpose: string, channel: string, who: Row): void => {
    add("consent_events", {
      id,
      account_id: null,
      guest_id: null,
      purpose,
      channel,
      text_version: "2026-11",
      given_at: at(day(300)),
      withdrawn_at: null,
      ...who,
    });
  };
  given(1, "news", "tick-box", { account_id: cast.paying.accountId });
  given(2, "partner-marketing", "spoken", { account_id: cast.paying.accountId });
  given(3, "news", "tick-box", { account_id: cast.silent.accountId, withdrawn_at: at(day(35)) });
  given(4, "recording", "tick-box", { guest_id: cast.guest.guestId });
  given(5, "recording", "spoken", { guest_id: cast.caller.guestId });
  given(6, "family", "parent", { account_id: cast.parent.accountId });
  for (const kind of ["news", "campaigns", "service"])
    add("mail_preferences", { email: cast.silent.email, class: kind, stopped_at: at(day(35)) });
  add("purchased_records", {
    id: 1,
    source: "Example Lists LLC",
    licence: "2026-08",
    bought_on: day(60),
    email: cast.prospect.email,
    name: cast.prospect.name,
    demographics: { trade: "consultancy", region: "Oslo" },
    told_at: at(day(45)),
  });
}

function addCopies(add: Add, day: Day): void {
  const { accountId, email } = cast.paying;
  add("mailing_copies", { id: 1, account_id: accountId, email, campaign: "spring", copied_on: day(90) });
  for (const person of [cast.paying, cast.free])
    add("analytics_copies", {
      id: person.accountId,
      account_id: person.accountId,
      events: [{ kind: "meeting-started", times: 3 }],
      agent: "firefox",
      copied_on: day(10),
    });
}
