/** What the person and staff see of one request. Nothing the person sees depends on whether the address is known. */
import { Personal, type RequestId, type StaffId } from "#base";
import type { Reader } from "#store";
import { redirectsOf, referralFor } from "#policy";
import type { HistoryLine, PersonView, StaffView } from "./contract.ts";
import { loadDelivery } from "./delivery.ts";
import type { House } from "./house.ts";
import { erasedBy } from "./kept.ts";
import { clockView, lawView } from "./law-view.ts";
import { authorityOf } from "./post.ts";
import { sameAnchor } from "./identity-rules.ts";
import { mayUphold } from "./acts.ts";
import { next, planFor } from "./kinds/index.ts";
import { isClosed } from "./lifecycle.ts";
import { askerView } from "./asker.ts";
import { mayPropose } from "./corrections.ts";
import { customersTold } from "./customer-notice.ts";
import { messagesOf } from "./messages.ts";
import { openCorrections } from "./corrections-sealed.ts";
import { handOverView } from "./hand-over.ts";
import { joinedTo } from "./joining.ts";
import { placesOf } from "./locate.ts";
import { bodyOf } from "./escalation.ts";
import { linksLost } from "./send-again.ts";
import { openSecrets, type OpenSecrets } from "./secrets.ts";
import { type EventRow, load, type RequestRow, tables } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

export async function personView(house: House, followToken: string): Promise<PersonView | undefined> {
  const { reader } = house.store;
  const row = await tables(reader)
    .selectFrom("request")
    .selectAll()
    .where("follow_token_hash", "=", tokenHash(followToken))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const organisation = house.policy.organisation.name;
  const seen = await view(house, reader, row, await openSecrets(house, reader, row), () => organisation);
  // What staff wrote would tell the one who is referred to a customer from the one who is not known.
  const alike = seen.refusal?.reason === "no-data-found" && redirectsOf(house.policy, row.kind).length > 0;
  return alike ? { ...seen, refusal: { reason: "no-data-found", explanation: "" } } : seen;
}

export async function staffView(house: House, reader: Reader, id: RequestId): Promise<StaffView | undefined> {
  const row = await load(reader, id);
  if (row === undefined) return undefined;
  const secrets = await openSecrets(house, reader, row);
  const ids = await tables(reader)
    .selectFrom("request_event")
    .select("by_staff")
    .distinct()
    .where("request_id", "=", id)
    .where("by_staff", "is not", null)
    .execute();
  const names = await house.staffNames(
    reader,
    ids.flatMap(({ by_staff }) => (by_staff === null ? [] : [by_staff])),
  );
  const plan = row.plan_id === null ? undefined : await house.plans.get(reader, row.plan_id);
  const mail = await house.mail.statusAbout(reader, row.reference);
  const asker = await askerView(reader, row, secrets);
  return {
    ...(await view(house, reader, row, secrets, (staff) => names.get(staff) ?? "former staff")),
    ...(await found(reader, secrets)),
    ...(await referred(house, reader, row, secrets)),
    id,
    channel: row.channel,
    ...(await putTo(house, reader, row)),
    messages: await messagesOf(house, reader, row),
    law: await lawView(house, reader, row, secrets),
    clarifications: new Personal((await secrets?.read(reader, "clarifications")) ?? []),
    proposed: new Personal(await openCorrections(house, reader, row)),
    mayUphold: mayUphold(row),
    planned: planFor(house.policy, row.kind) !== undefined,
    waitsForPerson: mayPropose(row),
    search: searchOf(row),
    linkLost: (await linksLost(house, reader)).includes(row.id),
    ...(row.identity_doubt === null ? {} : { identityDoubt: row.identity_doubt }),
    ...(asker && { asker }),
    ...(row.identity_accepted === null ? {} : { identityAccepted: row.identity_accepted }),
    ...(plan === undefined ? {} : { plan }),
    mail: mail.map(({ class: kind, state, lastError, sentAt }) => ({
      class: kind,
      state,
      ...(lastError === undefined ? {} : { lastError }),
      ...(sentAt === undefined ? {} : { sentAt }),
    })),
  };
}

async function referred(
  house: House,
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets | undefined,
): Promise<Pick<StaffView, "referred">> {
  const systems = (await secrets?.read(reader, "found")) ?? [];
  const chosen = row.identity_accepted === true ? await secrets?.read(reader, "chosen") : undefined;
  const referral = referralFor(house.policy, row.kind, placesOf(systems, chosen));
  if (referral.kind === "answer" || row.channel === "customer") return {};
  const told = await customersTold(reader, row.id);
  return { referred: { all: referral.kind === "refer", to: referral.to, told } };
}

async function putTo(house: House, reader: Reader, row: RequestRow): Promise<Pick<StaffView, "putTo">> {
  const body = row.kind === "complaint" ? await bodyOf(house, reader, row.reference) : undefined;
  return body === undefined ? {} : { putTo: body };
}

function searchOf(row: RequestRow): StaffView["search"] {
  if (row.located_at !== null) return row.found_anything === true ? "found" : "nobody";
  return row.locate_failed_at === null ? "waiting" : "stopped";
}

async function view(
  house: House,
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets | undefined,
  nameOf: (staff: StaffId) => string,
): Promise<PersonView> {
  const explanation = (await secrets?.read(reader, "refusal-explanation")) ?? "";
  const extension = (await secrets?.read(reader, "extension-reason")) ?? "";
  const delivery = row.state === "delivering" ? await loadDelivery(reader, row.id) : undefined;
  return {
    reference: row.reference,
    kind: row.kind,
    state: row.state,
    language: row.language,
    receivedOn: row.received_on,
    history: await history(reader, row.id, nameOf),
    purposes: row.purposes,
    ...(await proposal(house, reader, row)),
    corrections: await decidedCorrections(house, reader, row),
    ...(row.asked_as !== null && { askedAs: row.asked_as }),
    mayLift: row.outcome === "restricted" && row.asked_as === null,
    mayWithdraw: next(row, "withdraw") !== undefined,
    identityAsked: !isClosed(row.state) && row.identity_asked_at !== null && row.identity_decided_at === null,
    identityShown: !isClosed(row.state) && row.identity_shown_at !== null && row.identity_decided_at === null,
    ...(row.refusal_reason === null ? {} : { refusal: { reason: row.refusal_reason, explanation } }),
    ...(row.extended_at === null ? {} : { extension: { reason: extension } }),
    authority: await authorityOf(house, reader, row),
    ...(await clockView(house, reader, row, secrets)),
    ...(row.closed_evidence === null ? {} : { receipt: await house.evidence.receipt(row.closed_evidence) }),
    joined: await joinedTo(house, reader, row.id),
    ...(await handOverView(house, reader, row)),
    ...(await erased(house, reader, row)),
    ...(delivery === undefined ? {} : { answer: { sizeBytes: delivery.size_bytes, expiresAt: delivery.expires_at } }),
  };
}

/** Said to somebody who may see their own values, and to nobody else. */
async function proposal(house: House, reader: Reader, row: RequestRow): Promise<Pick<PersonView, "proposal">> {
  if (mayPropose(row)) return (await isReferredAll(house, reader, row)) ? {} : { proposal: "open" };
  return row.proposed_at !== null && !isClosed(row.state) ? { proposal: "sent" } : {};
}

async function isReferredAll(house: House, reader: Reader, row: RequestRow): Promise<boolean> {
  const { referred: to } = await referred(house, reader, row, await openSecrets(house, reader, row));
  return to?.all === true;
}

/** What staff decided, without the values: the person knows them, and a page may stay open. */
async function decidedCorrections(house: House, reader: Reader, row: RequestRow): Promise<PersonView["corrections"]> {
  if (row.corrections_decided_at === null) return [];
  return (await openCorrections(house, reader, row)).map(({ category, accepted, reason }) => ({
    category,
    ...(accepted === undefined ? {} : { accepted }),
    ...(reason === undefined ? {} : { reason }),
  }));
}

/** As long as the register has the request: counts only, and the person may want to read it again. */
async function erased(house: House, reader: Reader, row: RequestRow): Promise<Pick<PersonView, "erased">> {
  const plan =
    row.outcome === "erased" && row.plan_id !== null && row.asked_as === null
      ? await house.plans.get(reader, row.plan_id)
      : undefined;
  return plan === undefined ? {} : { erased: erasedBy(house.policy, plan) };
}

async function history(reader: Reader, id: RequestId, nameOf: (staff: StaffId) => string): Promise<HistoryLine[]> {
  // By order of writing, not by time: a clock may have been set back in between.
  const rows = await tables(reader)
    .selectFrom("request_event")
    .selectAll()
    .where("request_id", "=", id)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    at: row.at,
    from: row.from_state,
    to: row.to_state,
    event: row.event,
    by: byOf(row, nameOf),
    ...(row.reason === null ? {} : { reason: row.reason }),
    evidenceIndex: row.evidence_index,
  }));
}

function byOf(row: Pick<EventRow, "by_kind" | "by_staff">, nameOf: (staff: StaffId) => string): HistoryLine["by"] {
  if (row.by_kind === "staff" && row.by_staff !== null) return { staff: nameOf(row.by_staff) };
  return row.by_kind === "person" ? "person" : "system";
}

/** What is personal, while the key lives. */
async function found(
  reader: Reader,
  secrets: OpenSecrets | undefined,
): Promise<Pick<StaffView, "requester" | "candidates" | "rowsByAddress" | "identityEvidence">> {
  const email = await secrets?.read(reader, "email");
  if (secrets === undefined || email === undefined) return { candidates: [], rowsByAddress: [] };
  const knownEmail = await secrets.read(reader, "known-email");
  const named = (await secrets.read(reader, "known-as")) ?? {};
  const message = await secrets.read(reader, "message");
  const systems = (await secrets.read(reader, "found")) ?? [];
  const chosen = (await secrets.read(reader, "chosen")) ?? [];
  const shown = await secrets.read(reader, "identity-name");
  return {
    requester: new Personal({
      email,
      ...(knownEmail === undefined || knownEmail === "" ? {} : { knownEmail }),
      ...(Object.keys(named).length === 0 ? {} : { knownAs: named }),
      ...(message === undefined || message === "" ? {} : { message }),
    }),
    candidates: systems.flatMap(({ candidates }) =>
      candidates.map(({ anchor, person, label, addressSince }) => ({
        anchor,
        person,
        label: new Personal(label),
        ...(addressSince === undefined ? {} : { addressSince: new Date(addressSince) }),
        chosen: chosen.some((one) => sameAnchor(one, anchor)),
      })),
    ),
    rowsByAddress: systems.flatMap(({ system, byAddress }) => byAddress.map((rows) => ({ system, ...rows }))),
    ...(shown === undefined
      ? {}
      : {
          identityEvidence: { name: new Personal(shown.name), sizeBytes: shown.sizeBytes, mediaType: shown.mediaType },
        }),
  };
}
