/** The identity check: asked by staff, one file from the person, a decision, and the file is gone. */
import { createHash } from "node:crypto";
import { limits, type RequestId, type Result, refuse, type StaffId, succeed } from "#base";
import type { Anchor } from "#connectors";
import type { Transaction } from "#store";
import { type Act, notNow, unknown } from "./acts.ts";
import { allowAnswer, askerOf, holdsData, showsData } from "./asker.ts";
import { beginWait, endWaits } from "./clock.ts";
import type { IdentityFileRefusal } from "./contract.ts";
import type { House } from "./house.ts";
import { needsEvidence, sameAnchor } from "./identity-rules.ts";
import { waitsForStaff } from "./kinds/index.ts";
import { orderPlan } from "./locate.ts";
import { subjectOf } from "./subject.ts";
import { writeToRequester } from "./post.ts";
import { forgetIdentityEvidence, openSecrets } from "./secrets.ts";
import { stopForOther } from "./stops.ts";
import { change, hold, load, type RequestRow } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

async function note(
  house: House,
  tx: Transaction,
  row: RequestRow,
  kind: string,
  body: Record<string, boolean | number | string>,
) {
  await house.evidence.append(tx, { kind, about: row.reference, body: { kind: row.kind, ...body } });
}

export async function askIdentity(house: House, id: RequestId, by: StaffId): Promise<Act> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const asked = row.identity_asked_at !== null && row.identity_accepted === null;
    if (!waitsForStaff(row) || row.identity_accepted === true || asked) return notNow(row);
    const token = await (await openSecrets(house, tx, row))?.read(tx, "follow-token");
    const link = house.links.follow(row.language, token ?? "");
    // Asked again after something else was shown: one stretch of waiting follows another.
    await endWaits(house, tx, row, ["identity"]);
    const stands = await beginWait(house, tx, row, "identity");
    const { asked_as: as } = row;
    await writeToRequester(house, tx, row, (letters, frame) =>
      as === null ? letters.askIdentity(frame, { link, stands }) : letters.askMandate(frame, { link, as, stands }),
    );
    await change(tx, id, {
      identity_asked_at: house.store.clock.now(),
      identity_shown_at: null,
      identity_decided_at: null,
      identity_accepted: null,
    });
    await note(house, tx, row, "request.identity-asked", { staff: by });
    return succeed(undefined);
  });
}

const signatures: readonly { mediaType: string; starts: readonly number[] }[] = [
  { mediaType: "application/pdf", starts: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: "image/jpeg", starts: [0xff, 0xd8, 0xff] },
  { mediaType: "image/png", starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];

/** What a file is by its first bytes, whatever it claims to be. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  return signatures.find(({ starts }) => starts.every((byte, at) => bytes[at] === byte))?.mediaType;
}

/** One file per question. Its type is what its bytes show; what the browser calls it says nothing. */
export async function showIdentity(
  house: House,
  followToken: string,
  file: { name: string; bytes: Uint8Array },
): Promise<Result<void, IdentityFileRefusal>> {
  if (file.bytes.length > limits.identityEvidenceBytes)
    return refuse(
      "file-size",
      `The file is larger than ${limits.identityEvidenceBytes / 1024 / 1024} MB. Nothing was stored.`,
    );
  const mediaType = mediaTypeOf(file.bytes);
  if (mediaType === undefined)
    return refuse("file-type", "The file is not a PDF, JPEG or PNG. Nothing was stored. Send one of these.");
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { follow: tokenHash(followToken) });
    if (row === undefined) return refuse("unknown", unknown.message);
    const open = row.identity_asked_at !== null && row.identity_shown_at === null && row.identity_decided_at === null;
    const secrets = waitsForStaff(row) && open ? await openSecrets(house, tx, row) : undefined;
    if (secrets === undefined) return refuse("not-now", notNow(row).message);
    await secrets.writeFile(tx, file.bytes);
    await secrets.write(tx, "identity-name", {
      name: file.name.slice(0, 200),
      mediaType,
      sizeBytes: file.bytes.length,
    });
    await change(tx, row.id, { identity_shown_at: house.store.clock.now() });
    // A mandate is on the record: whoever shows the same file later can prove that it was this one.
    const digest = row.asked_as === null ? undefined : createHash("sha256").update(file.bytes).digest("hex");
    await note(house, tx, row, "request.identity-shown", {
      sizeBytes: file.bytes.length,
      ...(digest !== undefined && { digest: house.store.vault.digest("mandate", digest) }),
    });
    await endWaits(house, tx, row, ["identity"]);
    return succeed(undefined);
  });
}

export async function identityEvidence(
  house: House,
  id: RequestId,
): Promise<{ mediaType: string; bytes: Uint8Array } | undefined> {
  const { reader } = house.store;
  const row = await load(reader, id);
  const secrets = row === undefined ? undefined : await openSecrets(house, reader, row);
  const about = await secrets?.read(reader, "identity-name");
  const bytes = await secrets?.readFile(reader);
  return about === undefined || bytes === undefined ? undefined : { mediaType: about.mediaType, bytes };
}

/** What was shown is deleted here, whatever the decision; then a plan is ordered for the persons that staff chose. */
export async function decideIdentity(
  house: House,
  id: RequestId,
  by: StaffId,
  decision: { accepted: boolean; anchors: readonly Anchor[]; givesAnswer?: boolean },
): Promise<Act> {
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const inQuestion = row.identity_doubt !== null || row.identity_asked_at !== null;
    if (!waitsForStaff(row) || row.located_at === null || !inQuestion || row.identity_decided_at !== null)
      return notNow(row);
    const refused = decision.accepted ? await cannotAccept(house, tx, row, decision.anchors) : undefined;
    if (refused !== undefined) return refused;
    const gives = decision.accepted ? await givesAnswer(tx, row, decision.givesAnswer) : undefined;
    if (gives === "needed") return mustSee;
    const shown = row.identity_shown_at !== null;
    await forgetIdentityEvidence(tx, id);
    await endWaits(house, tx, row, ["identity"]);
    // A rejected check can be asked for again; an accepted one is final.
    await change(tx, id, { identity_decided_at: house.store.clock.now(), identity_accepted: decision.accepted });
    if (decision.accepted && row.found_anything === true) {
      await orderPlan(house, tx, row, decision.anchors);
      const secrets = await openSecrets(house, tx, row);
      const subject = secrets && (await subjectOf(house, tx, row, secrets, decision.anchors));
      for (const email of subject?.reveal().emails.slice(1) ?? []) await stopForOther(house, tx, row, email);
    }
    const facts = {
      accepted: decision.accepted,
      shown,
      persons: decision.anchors.length,
      staff: by,
      ...(gives !== undefined && { givesAnswer: gives }),
    };
    await note(house, tx, row, "request.identity-decided", facts);
    return succeed(undefined);
  });
}

const mustSee = refuse(
  "reason-missing",
  "Whoever corrects data sees it. Nothing was decided. Accept this only when they may, and say so.",
);

/** For somebody else: whether whoever asks is given what the answer holds. The person's own word prevails. */
async function givesAnswer(tx: Transaction, row: RequestRow, said = false): Promise<boolean | "needed" | undefined> {
  const asker = await askerOf(tx, row);
  if (asker === undefined) return undefined;
  const gives = holdsData(row) && (asker.confirmed_at === null ? said : asker.gives_answer);
  if (!gives && showsData(row)) return "needed";
  await allowAnswer(tx, row, gives);
  return gives;
}

async function cannotAccept(house: House, tx: Transaction, row: RequestRow, anchors: readonly Anchor[]) {
  const confirmed = ((await askerOf(tx, row))?.confirmed_at ?? null) !== null;
  if (needsEvidence(row.identity_doubt) && row.identity_shown_at === null && !confirmed)
    return refuse("identity-first", "Nothing was shown that tells who this is. Nothing was decided. Ask for it first.");
  const found = (await (await openSecrets(house, tx, row))?.read(tx, "found")) ?? [];
  const candidates = found.flatMap((system) => system.candidates.map(({ anchor }) => anchor));
  if (!anchors.every((anchor) => candidates.some((candidate) => sameAnchor(candidate, anchor))))
    return refuse("changed", "A person was chosen who is not among those found. Nothing was decided. Reload the page.");
  if (anchors.length === 0 && candidates.length > 0)
    return refuse(
      "reason-missing",
      "Several persons were found and none was chosen. Nothing was decided. Choose who this is.",
    );
  return undefined;
}
