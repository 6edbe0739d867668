/**
 * The rows that make the platform as large as a real one. Of twenty persons two have an account, in one workspace, and
 * eighteen talk to its bot. Every row is a function of its number, so the statements may run side by side.
 */
import { daysBefore, instant } from "../kit/days.ts";
import { addressOf, emailOf, nameOf, phoneOf, townOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";

/** Rows with lower numbers are the cast's. */
export const firstVolumeId = 10_000;
const first = 1_000;

/** `insert` statements, without parameters. `persons` is a whole number, `today` a calendar day. */
export function volumeStatements(persons: number, today: string): readonly string[] {
  if (persons === 0) return [];
  const workspaces = Math.ceil(persons / 20);
  const users = Math.max(workspaces, Math.ceil(persons / 10));
  const subscribers = Math.max(0, persons - users);
  const size: Size = { workspaces, users, subscribers, today };
  return [
    ...workspaceStatements(size),
    ...billingStatements(size),
    ...userStatements(size),
    ...correspondence(size),
    ...(subscribers === 0 ? [] : subscriberStatements(size)),
    visits(size),
  ];
}

interface Size {
  readonly workspaces: number;
  readonly users: number;
  readonly subscribers: number;
  readonly today: string;
}

const upTo = (count: number, name = "n"): string => `generate_series(${first}::bigint, ${first + count - 1}) ${name}`;
const moment = (today: string, days: string, salt: string): string => instant(daysBefore(today, days), salt);

/** Workspace `n` belongs to user `n`; the other users are spread over the workspaces. */
function workspaceStatements({ workspaces, today }: Size): readonly string[] {
  const age = `900 + ${roll("n", 12, 900)}`;
  return [
    `insert into workspaces (id, company, owner_user_id, plan, billing_email, billing_address, vat_number, created_at)
      select n, 'Bedrijf ' || n, n, ${pick("n", 13, ["free", "solo", "team"])}, ${emailOf("n")}, ${addressOf("n")},
             'NL' || lpad(n::text, 9, '0') || 'B01', ${moment(today, age, "n")}
        from ${upTo(workspaces)}`,
    `insert into bots (id, workspace_id, created_by, title, created_at)
      select n, n, n, 'Bot ' || n, ${moment(today, "850", "n")} from ${upTo(workspaces)}`,
    `insert into flows (id, bot_id, edited_by, title, note, definition, edited_at)
      select ${firstVolumeId} + n * 2 + f, n, n, 'Stroom ' || f, null, jsonb_build_object('steps', f + 2),
             ${moment(today, roll("n", 14, 300), "n")}
        from ${upTo(workspaces)}, generate_series(0, 1) f`,
    `insert into broadcasts (id, bot_id, sent_by, audience, body, sent_at)
      select ${firstVolumeId} + n * 2 + b, n, n, 'iedereen', 'Er is nieuws.', ${moment(today, `b * 30 + ${roll("n", 15, 300)}`, "n")}
        from ${upTo(workspaces)}, generate_series(0, 1) b`,
    `insert into import_batches (id, workspace_id, imported_by, ground_declared, evidence, file_object_key, rows, imported_at)
      select n, n, n, 'consent', 'formulier', 'imports/' || n || '.csv', 20, ${moment(today, "300", "n")}
        from ${upTo(workspaces)} where ${oneIn("n", 16, 4)}`,
    `insert into usage_counters (workspace_id, kind, day, n)
      select n, kind, ${daysBefore(today, "d * 30")}, 1 + ${roll("n * 12 + d", 18, 40)}
        from ${upTo(workspaces)}, generate_series(0, 5) d, unnest(array['flows', 'broadcasts']) kind`,
  ];
}

function billingStatements({ workspaces, today }: Size): readonly string[] {
  const issued = daysBefore(today, `y * 365 + ${roll("n", 19, 300)}`);
  const bills = `(select n, y, ${firstVolumeId} + n * 3 + y as id, ${issued} as issued
                    from ${upTo(workspaces)}, generate_series(0, 2) y) b`;
  return [
    `insert into cards_on_file (id, workspace_id, holder, provider_token, brand, last4, expires_on)
      select n, n, ${nameOf("n")}, 'tok_' || md5('card' || n::text), 'example-card',
             lpad((${roll("n", 20, 10_000)})::text, 4, '0'), ${daysBefore(today, `-500 - ${roll("n", 21, 900)}`)}
        from ${upTo(workspaces)}`,
    `insert into invoices (id, workspace_id, number, issued_on, book_year, name, address, vat_number, details, total_cents,
        pdf_object_key)
      select id, n, to_char(issued, 'YYYY') || '-' || lpad(id::text, 9, '0'), issued, extract(year from issued),
             ${nameOf("n")}, ${addressOf("n")}, 'NL' || lpad(n::text, 9, '0') || 'B01',
             jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("n")}), 'vat', 21), 4900,
             'invoices/' || id || '.pdf'
        from ${bills}`,
    `insert into invoice_lines (invoice_id, line, description, quantity, price_cents)
      select id, 1, 'Abonnement', 1, 4900 from ${bills}`,
    `insert into payments (id, workspace_id, invoice_id, provider_ref, method, last4, amount_cents, status, paid_on)
      select id, n, id, 'pay_' || md5('pay' || id::text), 'card', lpad((${roll("n", 20, 10_000)})::text, 4, '0'), 4900,
             'paid', issued
        from ${bills}`,
  ];
}

function userStatements({ users, workspaces, today }: Size): readonly string[] {
  const workspace = `${first} + (n - ${first}) % ${workspaces}`;
  const owner = `n < ${first + workspaces}`;
  return [
    `insert into app_users (id, workspace_id, email, name, phone, address, role, password_hash, preferences, last_seen_ip,
        created_at)
      select n, ${workspace}, ${emailOf("n")}, ${nameOf("n")}, ${phoneOf("n")}, ${addressOf("n")},
             case when ${owner} then 'owner' else 'editor' end,
             '$argon2id$v=19$m=65536,t=3,p=4$' || md5(n::text) || '$' || md5('hash' || n::text),
             jsonb_build_object('contact', jsonb_build_object('phone', ${phoneOf("n")}), 'startPage', 'flows'),
             '203.0.113.0'::inet + (n % 250), ${moment(today, `800 + ${roll("n", 22, 90)}`, "n")}
        from ${upTo(users)}`,
    `insert into team_members (id, workspace_id, user_id, invited_by, role, joined_at)
      select n, ${workspace}, n, case when not ${owner} then ${workspace} end,
             case when ${owner} then 'owner' else 'editor' end, ${moment(today, "790", "n")}
        from ${upTo(users)}`,
    `insert into file_assets (id, workspace_id, uploaded_by, file_name, object_key, uploaded_at)
      select n, ${workspace}, n, 'afbeelding-' || n || '.png', 'files/' || n || '.png',
             ${moment(today, roll("n", 23, 700), "n")}
        from ${upTo(users)}`,
    `insert into usage_log (id, user_id, ip_truncated, device, agent, page, seconds, search_term, used_at)
      select ${firstVolumeId} + n * 4 + v, n, '203.0.113.0/24'::inet, 'desktop-' || n,
             ${pick("n", 24, ["firefox", "chrome", "safari"])},
             ${pick("n * 4 + v", 25, ["/flows", "/broadcasts", "/subscribers", "/help"])}, 5 + ${roll("n * 4 + v", 26, 200)},
             case when ${oneIn("n * 4 + v", 27, 4)} then 'koppelingen' end, ${moment(today, roll("n * 4 + v", 28, 390), "n")}
        from ${upTo(users)}, generate_series(0, 3) v`,
  ];
}

function correspondence({ users, today }: Size): readonly string[] {
  return [
    `insert into mail_messages (id, to_address, template, class, subject, sent_at)
      select n, ${emailOf("n")}, 'maintenance', 'service', 'Onderhoud in het weekend', ${moment(today, roll("n", 29, 360), "n")}
        from ${upTo(users)}`,
    `insert into consents (id, user_id, email, what, text_version, given_at, withdrawn_at)
      select n, n, ${emailOf("n")}, ${pick("n", 30, ["product-news", "statistics", "advertising"])}, '2026-01',
             ${moment(today, "600", "n")}, case when ${oneIn("n", 31, 5)} then ${moment(today, "60", "n")} end
        from ${upTo(users)} where ${oneIn("n", 32, 2)}`,
    `insert into mailing_subscriptions (id, email, list, consented_at)
      select n, ${emailOf("n")}, 'product-news', ${moment(today, "600", "n")} from ${upTo(users)} where ${oneIn("n", 33, 3)}`,
    `insert into support_tickets (id, email, subject, body, received_at)
      select n, ${emailOf("n")}, 'Vraag over mijn bot', 'Hoe werkt dit?', ${moment(today, roll("n", 34, 700), "n")}
        from ${upTo(users)} where ${oneIn("n", 35, 5)}`,
    `insert into blog_comments (id, email, public_name, city, body, published_at)
      select n, ${emailOf(`n + 50000000`)}, 'lezer' || n, ${townOf("n")}, 'Goed stuk.', ${moment(today, roll("n", 36, 900), "n")}
        from ${upTo(users)} where ${oneIn("n", 37, 10)}`,
  ];
}

/** Subscriber `n` talks to the bot of one workspace; numbered apart from users, for a subscriber is nobody's account. */
function subscriberStatements({ subscribers, workspaces, today }: Size): readonly string[] {
  const who = "(n + 900000000)";
  const workspace = `${first} + n % ${workspaces}`;
  const fromFile = `case when ${oneIn(workspace, 16, 4)} then ${workspace} end`;
  return [
    `insert into subscribers (id, workspace_id, bot_id, channel, channel_ref, name, email, birth_date, gender, city, source,
        import_batch_id, opted_out_at, created_at)
      select n, ${workspace}, ${workspace}, 'messenger', ${phoneOf(who)}, ${nameOf(who)}, ${emailOf(who)},
             case when ${oneIn("n", 38, 2)} then date '1960-01-01' + ${roll("n", 39, 14_000)}::int end,
             ${pick("n", 40, ["v", "m", "x"])}, ${townOf(who)},
             case when ${fromFile} is null then 'chat' else 'import' end, ${fromFile},
             case when ${oneIn("n", 41, 9)} then ${moment(today, "40", "n")} end, ${moment(today, `310 + ${roll("n", 42, 200)}`, "n")}
        from ${upTo(subscribers)}`,
    `insert into subscriber_custom_fields (subscriber_id, key, value)
      select n, 'voorkeur', ${pick("n", 43, ["ochtend", "middag", "avond"])} from ${upTo(subscribers)}`,
    `insert into chat_messages (id, subscriber_id, bot_id, direction, body, sent_at)
      select ${firstVolumeId} + n * 6 + m, n, ${workspace}, case when m % 2 = 0 then 'in' else 'out' end,
             ${pick("n * 6 + m", 44, ["Goedemorgen!", "Wanneer zijn jullie open?", "Dank u wel.", "Tot ziens."])},
             ${moment(today, roll("n * 6 + m", 45, 300), "n")}
        from ${upTo(subscribers)}, generate_series(0, 5) m`,
    `insert into subscriber_events (id, subscriber_id, kind, path, happened_at)
      select ${firstVolumeId} + n * 2 + e, n, 'button', '/menu/' || e, ${moment(today, roll("n * 2 + e", 46, 300), "n")}
        from ${upTo(subscribers)}, generate_series(0, 1) e`,
    `insert into integration_payloads (id, subscriber_id, integration, body, sent_at)
      select n, n, 'example-agenda',
             jsonb_build_object('contact', jsonb_build_object('email', ${emailOf(who)}, 'name', ${nameOf(who)})),
             ${moment(today, roll("n", 47, 300), "n")}
        from ${upTo(subscribers)} where ${oneIn("n", 48, 3)}`,
  ];
}

function visits({ users, today }: Size): string {
  return `insert into site_log (id, ip_truncated, agent, provider, path, referrer, clicks, visited_at)
    select n, '198.51.100.0/24'::inet, ${pick("n", 49, ["firefox", "chrome", "safari"])}, 'Example Net',
           ${pick("n", 50, ["/", "/prijzen", "/blog", "/voorwaarden"])}, null, ${roll("n", 51, 9)},
           ${moment(today, roll("n", 52, 180), "n")}
      from ${upTo(users * 3)}`;
}
