/** What is said becomes lines, or faults that name their place and never a person. */
import { createHash } from "node:crypto";
import { normaliseEmail, refuse, type Result, succeed } from "#base";
import { looksPersonal } from "#evidence";
import { isChoosable } from "#policy";
import type { Transaction } from "#store";
import type { ChoiceFault, ChoiceLine, ChoiceSaid, ChoicesRecorded, ChoicesRefused } from "./contract.ts";
import { digestOf, type PermissionsOptions } from "./house.ts";
import { insertLines } from "./ledger.ts";

export const mostAtOnce = 2_000;
const evidenceCharacters = 300;

export async function record(
  options: PermissionsOptions,
  said: readonly ChoiceSaid[],
): Promise<Result<ChoicesRecorded, ChoicesRefused>> {
  if (said.length > mostAtOnce)
    return { ...refuse("too-many", `At most ${mostAtOnce} lines at once. Nothing was recorded.`), faults: [] };
  const faults = said.flatMap((one, line) => {
    const fault = faultIn(options, one);
    return fault === undefined ? [] : [{ line, ...fault }];
  });
  if (faults.length > 0) {
    const message = `${faults.length} of ${said.length} lines cannot be recorded. Nothing was recorded. Mend them and send all again.`;
    return { ...refuse("wrong-lines", message), faults: faults.slice(0, 100) };
  }
  const recorded = await options.store.transact((tx) => recordLines(options, tx, said));
  return succeed({ recorded, already: said.length - recorded });
}

/** In a transaction of the caller: of what is known to be right. Answers how many lines are new. */
export async function recordLines(
  options: PermissionsOptions,
  tx: Transaction,
  said: readonly ChoiceSaid[],
): Promise<number> {
  const fresh = await insertLines(
    options,
    tx,
    said.map((one) => lineOf(options, one)),
  );
  // Sent again it is no news, and what was told the first time is told.
  if (fresh > 0) await tellWithdrawn(options, tx, said);
  return fresh;
}

async function tellWithdrawn(
  { onWithdrawn }: PermissionsOptions,
  tx: Transaction,
  said: readonly ChoiceSaid[],
): Promise<void> {
  if (onWithdrawn === undefined) return;
  const withdrawn = said.filter(
    ({ act, about, person }) => act === "withdrawn" && about.startsWith("purpose:") && person.reveal().includes("@"),
  );
  for (const its of Map.groupBy(withdrawn, ({ person }) => normaliseEmail(person.reveal())).values()) {
    const [first] = its;
    const purposes = its.map(({ about }) => about.slice("purpose:".length));
    if (first !== undefined) await onWithdrawn(tx, { purposes: [...new Set(purposes)], email: first.person });
  }
}

export function faultIn(
  { policy, store }: PermissionsOptions,
  { person, act, about, at, evidence, channel }: ChoiceSaid,
): Omit<ChoiceFault, "line"> | undefined {
  const text = person.reveal().trim();
  if (text === "" || text.length > 254)
    return { member: "person", message: "an address, or another name of at most 254 characters" };
  if (!isChoosable(policy, about))
    return {
      member: "about",
      message: "a purpose of the policy, a message that can be stopped, marketing or optional",
    };
  if (act === "customer" && !about.startsWith("purpose:"))
    return { member: "about", message: "an address that was got at a sale is about a purpose" };
  if (at !== undefined && !(at <= store.clock.now())) return { member: "at", message: "an instant that has passed" };
  const shown = evidence?.trim() ?? "";
  if (shown === "" && channel !== "web" && channel !== "mail")
    return { member: "evidence", message: "say what shows it: which form, which call, which paper" };
  if (shown.length > evidenceCharacters)
    return { member: "evidence", message: `at most ${evidenceCharacters} characters` };
  const personal = looksPersonal(shown);
  return personal === undefined
    ? undefined
    : { member: "evidence", message: `it holds what looks like ${personal}; name the form or the file instead` };
}

export function lineOf(
  options: PermissionsOptions,
  { person, act, about, channel, at, evidence, id }: ChoiceSaid,
): ChoiceLine {
  const now = options.store.clock.now();
  const shown = evidence?.trim() ?? "";
  return {
    person: digestOf(options, person.reveal()),
    act,
    about,
    at: at ?? now,
    channel,
    receivedAt: now,
    version: options.version,
    ...(shown === "" ? {} : { evidence: shown }),
    ...(id === undefined ? {} : { once: createHash("sha256").update(`${channel}\0${id}`).digest("base64url") }),
  };
}
