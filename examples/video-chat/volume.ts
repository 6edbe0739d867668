/** The rows that make the service as large as a real one. Every row is a function of its number, so the statements may run side by side. */
import { daysBefore, instant } from "../kit/days.ts";
import { emailOf, nameOf, phoneOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";

/** Rows with lower numbers are the cast's. */
export const firstVolumeId = 10_000;
const first = 1_000;

/** `insert` statements, without parameters. `persons` is a whole number, `today` a calendar day. */
export function volumeStatements(persons: number, today: string): readonly string[] {
  if (persons === 0) return [];
  const size: Size = { persons, today };
  return [...profileStatements(size), ...paying(size), ...moderation(size), ...correspondence(size), ...visits(size)];
}

interface Size {
  readonly persons: number;
  readonly today: string;
}

const upTo = (count: number): string => `generate_series(${first}::bigint, ${first + count - 1}) n`;
const moment = (today: string, days: string, salt: string): string => instant(daysBefore(today, days), salt);
/** Signs in with a network instead of a password. */
const social = oneIn("n", 11, 4);
const country = pick("n", 12, ["DE", "NL", "FR", "US", "US", "CA", "GB", "BR"]);

function profileStatements({ persons, today }: Size): readonly string[] {
  const joined = moment(today, `420 + ${roll("n", 13, 400)}`, "n");
  return [
    `insert into profiles (id, name, age, email, photo_object_key, gender, time_zone, country, state, login_provider,
        provider_ref, age_declared_at, password_hash, settings, created_at)
      select n, ${nameOf("n")}, 18 + ${roll("n", 14, 50)}, ${emailOf("n")},
             case when ${oneIn("n", 15, 2)} then 'photos/' || n || '.jpg' end, ${pick("n", 16, ["v", "m", "x"])},
             'Europe/Berlin', ${country}, case when ${country} = 'US' then ${pick("n", 17, ["CA", "NV", "NY"])} end,
             case when ${social} then 'example-social' end, case when ${social} then 'social-ref-' || n end, ${joined},
             case when not ${social} then '$argon2id$v=19$m=65536,t=3,p=4$' || md5(n::text) || '$' || md5('hash' || n) end,
             jsonb_build_object('contact', jsonb_build_object('phone', ${phoneOf("n")}), 'nickname', 'nick-' || n), ${joined}
        from ${upTo(persons)}`,
    `insert into login_grants (profile_id, provider, scope, granted_at)
      select n, 'example-social', scope, ${joined}
        from ${upTo(persons)}, unnest(array['first_name', 'last_name', 'age', 'email']) scope where ${social}`,
    `insert into clients (id, profile_id, agent, system, capabilities, maker, model, seen_at)
      select n, n, ${pick("n", 18, ["firefox", "chrome", "safari"])}, ${pick("n", 19, ["windows", "android", "macos"])},
             'camera, microphone', 'Example', 'E' || ${roll("n", 20, 9)}, ${moment(today, roll("n", 21, 300), "n")}
        from ${upTo(persons)}`,
    `insert into consents (id, profile_id, email, what, text_version, given_at, withdrawn_at)
      select n, n, ${emailOf("n")}, ${pick("n", 22, ["measurement", "newsletter", "promotion"])}, '2026-01',
             ${moment(today, "400", "n")}, case when ${oneIn("n", 23, 5)} then ${moment(today, "60", "n")} end
        from ${upTo(persons)}`,
  ];
}

function paying({ persons, today }: Size): readonly string[] {
  const day = daysBefore(today, `p * 300 + ${roll("n", 24, 290)}`);
  const bills = `(select n, ${firstVolumeId} + n * 2 + p as id, ${day} as paid
                    from ${upTo(persons)}, generate_series(0, 1) p where ${oneIn("n", 25, 2)}) b`;
  const providers = [
    "cards-us",
    "cards-ie",
    "wallet-lu",
    "store-one",
    "store-two",
    "east",
    "cards-ch",
    "sms",
    "network-pay",
  ];
  return [
    `insert into purchases (id, profile_id, product, bought_at)
      select id, n, ${pick("id", 26, ["minutes-100", "minutes-500", "vip-month"])}, ${instant("paid", "n")} from ${bills}`,
    `insert into transactions (id, purchase_id, provider, provider_ref, name, email, country, last4, amount_cents, details,
        paid_on, book_year)
      select id, id, ${pick("id", 27, providers)}, 'pay_' || md5('pay' || id::text), ${nameOf("n")}, ${emailOf("n")},
             ${country}, lpad((${roll("n", 28, 10_000)})::text, 4, '0'), 900,
             jsonb_build_object('payer', jsonb_build_object('email', ${emailOf("n")}, 'name', ${nameOf("n")}), 'vat', 19),
             paid, extract(year from paid)
        from ${bills}`,
  ];
}

/** One in twenty is complained of, by the next profile; every complaint of them led to a ban of two months. */
function moderation({ persons, today }: Size): readonly string[] {
  const bad = oneIn("n", 29, 20);
  const began = daysBefore(today, roll("n", 30, 55));
  const ends = `(${began} + 60)`;
  return [
    `insert into behaviour_counters (id, profile_id, disconnect_rate, average_seconds, flagged_patterns, last_at)
      select n, n, ${roll("n", 31, 900)} / 1000.0, 10 + ${roll("n", 32, 900)}, 0, ${moment(today, roll("n", 33, 29), "n")}
        from ${upTo(persons)} where ${oneIn("n", 34, 2)}`,
    `insert into complaints (id, reporter_profile_id, reported_profile_id, reason, outcome, complained_at, closed_at)
      select n, case when n > ${first} then n - 1 end, n, 'scheldt', 'geblokkeerd', ${instant(began, "n")}, ${instant(began, "n")}
        from ${upTo(persons)} where ${bad}`,
    `insert into bans (id, profile_id, reason, automatic, starts_on, ends_on)
      select n, n, 'schelden', false, ${began}, ${ends} from ${upTo(persons)} where ${bad}`,
    `insert into block_keys (id, ban_id, key_hash, gone_on)
      select n, n, 'sha256-' || md5('device' || n::text), ${ends} from ${upTo(persons)} where ${bad}`,
    `insert into frames (id, profile_id, complaint_id, ban_id, object_key, thumbnail_key, captured_at, gone_on)
      select n, n, n, n, 'frames/' || n || '.jpg', 'frames/' || n || '.small.jpg', ${instant(began, "n")}, ${ends}
        from ${upTo(persons)} where ${bad}`,
    `insert into frame_looks (id, moderator_id, frame_id, why, looked_at)
      select n, 1, n, 'klacht beoordelen', ${instant(began, "n")} from ${upTo(persons)} where ${bad}`,
  ];
}

function correspondence({ persons, today }: Size): readonly string[] {
  return [
    `insert into mail_messages (id, to_address, template, class, subject, sent_at)
      select n, ${emailOf("n")}, 'receipt', 'transactional', 'Uw profiel', ${moment(today, roll("n", 35, 360), "n")}
        from ${upTo(persons)}`,
    `insert into newsletter_subscriptions (id, email, list, consented_at)
      select n, ${emailOf("n")}, 'news', ${moment(today, "300", "n")} from ${upTo(persons)} where ${oneIn("n", 36, 3)}`,
    `insert into tickets (id, email, subject, body, metadata, received_at)
      select n, ${emailOf("n")}, 'Vraag', 'Mijn camera doet het niet.',
             jsonb_build_object('form', jsonb_build_object('email', ${emailOf("n")}, 'agent', 'firefox')),
             ${moment(today, roll("n", 37, 700), "n")}
        from ${upTo(persons)} where ${oneIn("n", 38, 5)}`,
  ];
}

function visits({ persons, today }: Size): readonly string[] {
  return [
    `insert into usage_rows (id, profile_id, ip_truncated, country, agent, path, seconds, visited_at)
      select ${firstVolumeId} + n * 3 + v, n, '203.0.113.0/24', ${country}, 'firefox',
             ${pick("n * 3 + v", 39, ["/", "/praten", "/profiel"])}, 5 + ${roll("n * 3 + v", 40, 900)},
             ${moment(today, roll("n * 3 + v", 41, 380), "n")}
        from ${upTo(persons)}, generate_series(0, 2) v where ${pick("n", 22, ["y", "n", "n"])} = 'y'`,
    `insert into site_log (id, ip_truncated, agent, path, seconds, visited_at)
      select n, '198.51.100.0/24', ${pick("n", 42, ["firefox", "chrome", "safari"])}, ${pick("n", 43, ["/", "/regels"])},
             5 + ${roll("n", 44, 90)}, ${moment(today, roll("n", 45, 29), "n")}
        from ${upTo(persons * 2)}`,
  ];
}
