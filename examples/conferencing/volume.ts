/**
 * The rows that make the company as large as a real one. Every row is a function of its number, so nothing is looked up, and
 * the statements of `volumeStatements` may run side by side.
 */
import { daysBefore, instant } from "../kit/days.ts";
import { addressOf, emailOf, nameOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";

/** Rows with lower numbers are the cast's. */
export const firstVolumeId = 10_000;
const firstAccount = 1_000;
/** Guests are other people than customers: their numbers begin far higher. */
const firstGuest = 500_000_000;
const countries = ["NL", "DE", "IE", "GB", "CH", "US-CA", "IN", "US", "CA"];

/** `insert` statements, without parameters. `customers` is a whole number, `today` a calendar day. */
export function volumeStatements(customers: number, today: string): readonly string[] {
  if (customers === 0) return [];
  return [
    ...accountStatements(customers, today),
    ...meetingStatements(customers, today),
    ...billingStatements(customers, today),
    ...choiceStatements(customers, today),
    ...copyStatements(customers, today),
  ];
}

const accounts = (customers: number): string =>
  `generate_series(${firstAccount}::bigint, ${firstAccount + customers - 1}) n`;
const isPaying = oneIn("n", 11, 4);
const isBusiness = `n % 10 = 0`;

function accountStatements(customers: number, today: string): readonly string[] {
  const started = `300 + ${roll("n", 12, 2000)}`;
  const signedIn = daysBefore(today, roll("n", 13, 180));
  return [
    `insert into accounts (id, kind, email, user_name, display_name, password_hash, country, language, profile,
        notice_version, created_at, contract_start, updated_at)
      select n, case when ${isBusiness} then 'business' when ${oneIn("n", 14, 15)} then 'family' else 'person' end,
             ${emailOf("n")}, 'user' || n, ${nameOf("n")}, '$argon2id$v=19$m=65536,t=3,p=4$fictional$' || n,
             ${pick("n", 15, countries)}, 'en', jsonb_build_object('calendar', 'weekly'), '2026-11',
             ${instant(daysBefore(today, started), "n")}, ${daysBefore(today, started)},
             ${instant(daysBefore(today, roll("n", 16, 300)), "n")}
        from ${accounts(customers)}`,
    `insert into sign_up_sources (account_id, campaign, referrer)
      select n, ${pick("n", 18, ["spring", "autumn", "none"])}, 'https://search.example/'
        from ${accounts(customers)} where ${oneIn("n", 19, 2)}`,
    `insert into org_users (account_id, org_id, role, provisioned_by, provisioned_at)
      select n, 1 + n / 10 % 2, 'administrator', null, ${instant(daysBefore(today, started), "n")}
        from ${accounts(customers)} where ${isBusiness}`,
    `insert into sign_ins (id, account_id, signed_in_at, ip_shortened, agent)
      select ${firstVolumeId} + n, n, ${instant(signedIn, "n")}, '203.0.113.0/24'::inet,
             ${pick("n", 20, ["firefox", "chrome", "safari"])}
        from ${accounts(customers)}`,
  ];
}

/** One meeting for each customer, each with its host and one guest; half of the guests dial in. */
function meetingStatements(customers: number, today: string): readonly string[] {
  const ago = roll("n", 21, 170);
  const starts = instant(daysBefore(today, ago), "n");
  const later = (minutes: number): string => `${starts} + interval '${minutes} minutes'`;
  const dialsIn = oneIn("n", 22, 2);
  const phone = `('+31 6 0' || lpad((${roll("n", 4, 10_000_000)})::text, 7, '0'))`;
  const guest = `${firstGuest} + n`;
  const id = `${firstVolumeId} + n`;
  const guestSeat = `${firstVolumeId} * 1000 + n`;
  const isRecorded = oneIn("n", 23, 8);
  return [
    `insert into guests (id, phone, email, name, first_seen_at, last_call_at)
      select ${guest}, case when ${dialsIn} then ${phone} end, case when not ${dialsIn} then ${emailOf(guest)} end,
             case when not ${dialsIn} then ${nameOf(guest)} end, ${starts}, ${starts}
        from ${accounts(customers)}`,
    `insert into meetings (id, host_account_id, title, starts_at, region, dial_in_code)
      select ${id}, n, ${pick("n", 24, ["Weekly", "Planning", "Review"])}, ${starts},
             ${pick("n", 25, ["eu", "us", "in", "jp"])}, lpad((${roll("n", 26, 1_000_000)})::text, 6, '0')
        from ${accounts(customers)}`,
    `insert into participants (id, meeting_id, account_id, display_name, joined_at, left_at, recording_consent_at)
      select ${id}, ${id}, n, ${nameOf("n")}, ${later(1)}, ${later(40)}, case when ${isRecorded} then ${later(2)} end
        from ${accounts(customers)}`,
    `insert into participants (id, meeting_id, guest_id, display_name, joined_at, left_at)
      select ${guestSeat}, ${id}, ${guest}, case when not ${dialsIn} then ${nameOf(guest)} end, ${later(2)}, ${later(38)}
        from ${accounts(customers)}`,
    `insert into cdrs (id, meeting_id, participant_id, caller, called_number, provider, started_at, seconds, rate_cents)
      select ${id}, ${id}, ${guestSeat}, ${phone}, '+31 20 000 0000',
             ${pick("n", 27, ["example-dialin", "example-tollfree"])}, ${later(2)}, 2160, 12
        from ${accounts(customers)} where ${dialsIn}`,
    `insert into call_ratings (id, participant_id, stars, remark, rated_at)
      select ${id}, ${id}, 3 + ${roll("n", 28, 3)}, null, ${later(41)} from ${accounts(customers)} where ${oneIn("n", 29, 5)}`,
    `insert into recordings (id, meeting_id, object_key, started_at)
      select ${id}, ${id}, 'recordings/' || n || '/tracks.json', ${later(3)} from ${accounts(customers)} where ${isRecorded}`,
    `insert into recording_tracks (id, recording_id, meeting_id, participant_id, object_key)
      select ${id}, ${id}, ${id}, ${id}, 'recordings/' || n || '/track-1.webm'
        from ${accounts(customers)} where ${isRecorded}`,
    `insert into transcripts (id, meeting_id, speaker_id, said_at, text)
      select ${id}, ${id}, ${id}, ${later(4)}, 'Let us look at the plan.' from ${accounts(customers)} where ${isRecorded}`,
    `insert into search_index (transcript_id, meeting_id, words)
      select ${id}, ${id}, to_tsvector('simple', 'let us look at the plan') from ${accounts(customers)} where ${isRecorded}`,
    `insert into call_summaries (id, meeting_id, text, made_at)
      select ${id}, ${id}, 'The plan was discussed.', ${later(45)} from ${accounts(customers)} where ${isRecorded}`,
    `insert into whiteboards (id, meeting_id, title, object_key)
      select ${id}, ${id}, 'Board', 'whiteboards/' || n || '.svg' from ${accounts(customers)} where ${oneIn("n", 30, 10)}`,
    `insert into invitation_mails (id, meeting_id, from_address, to_address, sent_at)
      select ${id}, ${id}, ${emailOf("n")}, ${emailOf(guest)}, ${instant(daysBefore(today, `${ago} + 3`), "n")}
        from ${accounts(customers)} where not ${dialsIn}`,
  ];
}

/** Two invoices for each paying customer: one that is held and, for long-standing ones, one that no longer is. */
function billingStatements(customers: number, today: string): readonly string[] {
  const invoice = `${firstVolumeId} + n * 2 + k`;
  const issued = daysBefore(today, `200 + k * 4200 + ${roll("n * 2 + k", 31, 300)}`);
  const paying = `${accounts(customers)}, generate_series(0, 1) k where ${isPaying}`;
  return [
    `insert into billing_details (account_id, name, address, email)
      select n, ${nameOf("n")}, ${addressOf("n")}, ${emailOf("n")} from ${accounts(customers)} where ${isPaying}`,
    `insert into cards_on_file (account_id, provider_token, brand, last4, expires)
      select n, 'tok_' || md5(n::text), 'example', lpad((${roll("n", 32, 10_000)})::text, 4, '0'), '2029-01'
        from ${accounts(customers)} where ${isPaying}`,
    `insert into subscriptions (id, account_id, plan, seats, started_on)
      select ${firstVolumeId} + n, n, 'team', 1 + ${roll("n", 33, 20)}, ${daysBefore(today, "4800")}
        from ${accounts(customers)} where ${isPaying}`,
    `insert into invoices (id, subscription_id, number, issued_on, name, address, details, total_cents, pdf_object_key)
      select ${invoice}, ${firstVolumeId} + n, to_char(${issued}, 'YYYY') || '-' || (${invoice}), ${issued}, ${nameOf("n")},
             ${addressOf("n")}, jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("n")})), 4900,
             'invoices/' || (${invoice}) || '.pdf'
        from ${paying}`,
    `insert into transactions (id, invoice_id, provider_ref, amount_cents, paid_on)
      select ${invoice}, ${invoice}, 'pay_' || md5((${invoice})::text), 4900, ${issued} from ${paying}`,
  ];
}

function choiceStatements(customers: number, today: string): readonly string[] {
  const given = instant(daysBefore(today, `30 + ${roll("n", 34, 800)}`), "n");
  const id = `${firstVolumeId} + n`;
  const bought = daysBefore(today, `40 + ${roll("n", 35, 120)}`);
  const prospect = `${firstGuest} * 2 + n`;
  return [
    `insert into consent_events (id, account_id, purpose, channel, text_version, given_at)
      select ${id}, n, 'news', 'tick-box', '2026-11', ${given} from ${accounts(customers)} where ${oneIn("n", 36, 3)}`,
    `insert into purchased_records (id, source, licence, bought_on, email, name, demographics, told_at)
      select ${id}, 'Example Lists LLC', '2026-08', ${bought}, ${emailOf(prospect)}, ${nameOf(prospect)},
             jsonb_build_object('trade', 'consultancy'), ${instant(`${bought} + 14`, "n")}
        from ${accounts(customers)} where ${oneIn("n", 37, 4)}`,
    `insert into support_tickets (id, account_id, email, subject, body, received_at)
      select ${id}, n, ${emailOf("n")}, ${pick("n", 38, ["No sound", "No picture", "Invoice"])}, 'Can you help me?',
             ${instant(daysBefore(today, roll("n", 39, 700)), "n")}
        from ${accounts(customers)} where ${oneIn("n", 40, 6)}`,
  ];
}

function copyStatements(customers: number, today: string): readonly string[] {
  const id = `${firstVolumeId} + n`;
  const copied = daysBefore(today, roll("n", 41, 300));
  return [
    `insert into mailing_copies (id, account_id, email, campaign, copied_on)
      select ${id}, n, ${emailOf("n")}, 'spring', ${copied} from ${accounts(customers)} where ${oneIn("n", 36, 3)}`,
    `insert into crm_copies (id, account_id, fields, copied_on)
      select ${id}, n, jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("n")}), 'plan', 'team'), ${copied}
        from ${accounts(customers)} where ${isPaying}`,
    `insert into analytics_copies (id, account_id, events, agent, copied_on)
      select ${id}, n, jsonb_build_array(jsonb_build_object('kind', 'meeting-started')), 'firefox', ${copied}
        from ${accounts(customers)} where ${oneIn("n", 42, 3)}`,
  ];
}
