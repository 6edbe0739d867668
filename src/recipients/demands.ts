/** Data that was given because somebody could demand it by law, as staff enter it. */
import { type LocalDate, normaliseEmail, refuse, type StaffId, succeed } from "#base";
import { demandingParties } from "#policy";
import { type Reader, sql } from "#store";
import type { RecipientsOptions } from "./contract.ts";
import { areCategories, isAddress } from "./disclosure-check.ts";
import type { DemandLine, DemandRefusal, DemandSaid } from "./disclosure-contract.ts";
import { dayOf, firstDay, insert, type Line, onceBytes, onceOf } from "./disclosure-lines.ts";

const demandsListed = 500;
const longestName = 200;

export async function recordDemand(options: RecipientsOptions, said: DemandSaid, by: StaffId) {
  const wrong = demandFlaw(options, said);
  if (wrong !== undefined) return wrong;
  const { store, evidence } = options;
  const { party, authority, legalBasis, categories, on, mayTell } = said;
  return store.transact(async (tx) => {
    const digest = options.personDigest(normaliseEmail(said.email.reveal()));
    const line: Line = {
      once: onceOf(
        options,
        "staff",
        JSON.stringify([digest, party, authority.trim(), legalBasis.trim(), categories, on]),
      ),
      person_digest: digest,
      recipient: party,
      purpose: null,
      categories: [...new Set(categories)].sort(),
      ground: "legal-demand",
      allowed: true,
      disclosed_on: on,
      authority: authority.trim(),
      legal_basis: legalBasis.trim(),
    };
    // The same demand may have been entered the other way round before.
    const other = mayTell ? "disclosure_withheld" : "disclosure";
    const { rows } = await sql`select 1 from ${sql.table(other)} where once = ${onceBytes(line.once)}`.execute(tx.db);
    if (rows.length > 0) return succeed(undefined);
    const into = mayTell ? "disclosure" : "disclosure_withheld";
    const { recorded } = await insert(options, tx, [line], "staff", { into, by });
    if (recorded > 0)
      await evidence.append(tx, {
        kind: "disclosure.demanded",
        about: "disclosures",
        body: { party, categories: [...line.categories], mayTell, staff: by },
      });
    return succeed(undefined);
  });
}

function demandFlaw(
  options: RecipientsOptions,
  said: DemandSaid,
): ({ readonly ok: false } & DemandRefusal) | undefined {
  if (!isAddress(said.email.reveal()))
    return refuse(
      "email",
      "This is no e-mail address. Nothing was recorded. Give the one that the person is known by.",
    );
  if (!demandingParties.some((one) => one === said.party))
    return refuse("party", "Nothing was recorded. Choose who demanded it.");
  if (!isName(said.authority))
    return refuse("authority", "Nothing was recorded. Name the authority, in at most 200 characters.");
  if (!isName(said.legalBasis))
    return refuse("legal-basis", "Nothing was recorded. Name the law or the order, in at most 200 characters.");
  if (!areCategories(options.policy, said.categories))
    return refuse("categories", "Nothing was recorded. Choose at least one category that was given.");
  if (said.on > dayOf(options) || said.on < firstDay(options))
    return refuse("day", "Nothing was recorded. Give the day on which it was given; not in the future.");
  return undefined;
}

function isName(text: string): boolean {
  return text.trim() !== "" && text.length <= longestName;
}

export async function demandsIn(reader: Reader): Promise<readonly DemandLine[]> {
  const columns = sql`id, recipient, authority, legal_basis, categories, disclosed_on`;
  const { rows } = await sql<{
    id: number;
    recipient: string;
    authority: string;
    legal_basis: string;
    categories: string[];
    disclosed_on: LocalDate;
    may_tell: boolean;
  }>`select ${columns}, true as may_tell from disclosure where ground = 'legal-demand'
    union all select ${columns}, false from disclosure_withheld
    order by disclosed_on desc, id desc limit ${demandsListed}`.execute(reader.db);
  return rows.map(({ id, recipient, authority, legal_basis, categories, disclosed_on, may_tell }) => ({
    id,
    party: recipient,
    authority,
    legalBasis: legal_basis,
    categories,
    on: disclosed_on,
    mayTell: may_tell,
  }));
}

/** The line is then found by the copy of the person, and cleared by an erasure like every other. */
export async function allowTelling({ store, evidence }: RecipientsOptions, id: number, by: StaffId): Promise<boolean> {
  return store.transact(async (tx) => {
    const moved = await sql<{
      recipient: string;
    }>`with told as (delete from disclosure_withheld where id = ${id} returning *)
      insert into disclosure (once, person_digest, source, recipient, purpose, categories, ground, allowed, disclosed_on,
        authority, legal_basis, recorded_by, recorded_at)
      select once, person_digest, source, recipient, purpose, categories, ground, allowed, disclosed_on, authority,
        legal_basis, recorded_by, recorded_at from told returning recipient`.execute(tx.db);
    const [line] = moved.rows;
    if (line === undefined) return false;
    await evidence.append(tx, {
      kind: "disclosure.may-be-told",
      about: "disclosures",
      body: { party: line.recipient, staff: by },
    });
    return true;
  });
}
