import {
  countryName,
  retentionDuties,
  retentionDuty,
  type RetentionDutyId,
  type Safeguard,
  transferGround,
} from "#law";
import { isCategory } from "../categories.ts";
import { clausesOf } from "../chapters/clauses.ts";
import { say } from "#base";
import type { Entry } from "../grammar/collections.ts";
import type { Word } from "../grammar/kind.ts";
import type { BasisWritten, HoldsWhenWritten, recipients as recipientsKind } from "../language/purposes.ts";
import { recipientClauses } from "../language/recipient-clauses.ts";
import type { Purpose, Recipient } from "../model.ts";
import type { PurposesWritten, ReadBy } from "./declarations.ts";
import type { Names } from "./names.ts";
import { present } from "./present.ts";

type Of<L> = L extends readonly Entry<infer T>[] ? T : never;

export function purposesOf(read: PurposesWritten, names: Names): readonly Purpose[] {
  return read.flatMap(({ name, value }): Purpose[] => {
    if (value === undefined) return [];
    return [
      {
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          title: names.title(value.title, name.text),
          of: names.resolveAll("person", value.of),
          uses: names.resolveAll("category", value.uses),
          basis: basisOf(value.basis, names),
          required: value.required && { consequence: names.texts(value.required.consequence) },
        }),
      },
    ];
  });
}

function basisOf(written: BasisWritten, names: Names): Purpose["basis"] {
  switch (written.kind) {
    case "legal-obligation":
      return present({ kind: written.kind, duty: dutyOf(written.duty, names) });
    case "legitimate-interest":
      return { kind: written.kind, interest: names.texts(written.interest) };
    case "consent":
    case "contract":
    case "vital-interests":
    case "public-task":
      return { kind: written.kind };
  }
}

/** The duty when the law room has it; otherwise a problem. */
export function dutyOf(word: Word, names: Names): RetentionDutyId | undefined {
  const duty = retentionDuty(word.text);
  if (duty !== undefined) return duty.id;
  return names.unknown(
    "duty",
    "a duty in law",
    word,
    retentionDuties.map((each) => each.id),
  );
}

type RecipientWritten = Of<ReadBy<typeof recipientsKind>>;

export function recipientsOf(
  read: ReadBy<typeof recipientsKind> | undefined,
  /** `system.table` of every table that is named, also of one with problems of its own. */
  tables: ReadonlySet<string>,
  /** Categories that any purpose uses. */
  used: readonly string[],
  names: Names,
): readonly Recipient[] {
  const all = (read ?? []).flatMap(({ name, value }): Recipient[] => {
    if (value === undefined) return [];
    checkTransfer(name, value, names);
    return [
      {
        ...names.declaredBy(value, name.at),
        ...receivedOf(value.receives, used, names),
        clauses: clausesOf(recipientClauses, value, names),
        ...present({
          name: name.text,
          party: names.properName(value.party),
          role: value.role,
          ...value.country,
          safeguard: value.safeguard,
          purposes: names.resolveAll("purpose", value.for),
          engagedBy: value.engagedBy && names.resolve("recipient", value.engagedBy),
          privacyNotice: value.privacyNotice,
          requestsTo: value.requestsTo,
          contract: contractOf(value.contract, names),
          subprocessors: value.subprocessors ?? "none",
          ownUse: value.ownUse && names.texts(value.ownUse),
          holdsWhen: (value.holdsWhen ?? []).flatMap((written) => holdsWhenOf(written, tables, names)),
        }),
      },
    ];
  });
  return behindOthers(all, read ?? [], names);
}

/**
 * Recipients that others engage come right after those, and have from them what they do not say themselves. Nobody is engaged
 * by themselves, however many stand between.
 */
function behindOthers(
  all: readonly Recipient[],
  read: ReadBy<typeof recipientsKind>,
  names: Names,
): readonly Recipient[] {
  const placed = new Map<string, Recipient>();
  const place = (recipient: Recipient, above: readonly Recipient[]): void => {
    const parent = above.at(-1);
    placed.set(
      recipient.name,
      parent === undefined ? recipient : inherited(recipient, placed.get(parent.name) ?? parent),
    );
    for (const one of all) if (one.engagedBy === recipient.name) place(one, [...above, recipient]);
  };
  for (const recipient of all) if (recipient.engagedBy === undefined) place(recipient, []);
  for (const recipient of all) {
    if (placed.has(recipient.name)) continue;
    const written = read.find(({ name }) => name.text === recipient.name)?.value?.engagedBy;
    names.report(written?.at ?? recipient.at, `recipients.${recipient.name}.engagedBy`, {
      code: "circular-recipient",
      message: `"${recipient.name}" is engaged by "${recipient.engagedBy ?? ""}", which in the end is engaged by "${recipient.name}" or by others in a circle.`,
      remedy: "Leave engagedBy out at the one that you engage yourself.",
      article: "GDPR art. 28(4)",
    });
  }
  return [...placed.values()].map((recipient) => withEngaged(recipient, all, read));
}

function inherited(recipient: Recipient, parent: Recipient): Recipient {
  const receives = recipient.receives.length === 0 && recipient.allBut === undefined;
  return {
    ...recipient,
    purposes: recipient.purposes.length === 0 ? parent.purposes : recipient.purposes,
    ...(receives && { receives: parent.receives, ...(parent.allBut && { allBut: parent.allBut }) }),
    holdsWhen: recipient.holdsWhen.length === 0 ? parent.holdsWhen : recipient.holdsWhen,
  };
}

/** Whoever says nothing of the parties it engages, engages those that are declared. */
function withEngaged(recipient: Recipient, all: readonly Recipient[], read: ReadBy<typeof recipientsKind>): Recipient {
  const engaged = all.filter(({ engagedBy }) => engagedBy === recipient.name);
  const written = read.find(({ name }) => name.text === recipient.name)?.value?.subprocessors;
  if (engaged.length === 0 || written !== undefined) return recipient;
  return { ...recipient, subprocessors: engaged.flatMap(({ party }) => Object.values(party).slice(0, 1)) };
}

function receivedOf(
  read: RecipientWritten["receives"],
  used: readonly string[],
  names: Names,
): Pick<Recipient, "receives" | "allBut"> {
  if (read === undefined) return { receives: [] };
  if (read.allBut === undefined) return { receives: names.resolveAll("category", read.names) };
  const allBut = names.resolveAll("category", read.allBut);
  return { receives: used.filter((name) => !allBut.some((but) => isCategory(name, but))), allBut };
}

function contractOf(read: RecipientWritten["contract"], names: Names): Recipient["contract"] {
  if (read === undefined) return undefined;
  if (read.expires !== undefined && read.expires < read.signed)
    names.report(read.at, read.path, {
      code: "dates-swapped",
      message: `The contract expires on ${read.expires}, before it is signed on ${read.signed}.`,
      remedy: "Swap or correct the dates.",
    });
  return {
    ...present({
      signedOn: read.signed,
      expiresOn: read.expires,
      document: read.document,
      terms: [...new Set(read.terms ?? [])],
    }),
    ...names.declaredBy(read, read.at),
  };
}

function holdsWhenOf(written: HoldsWhenWritten, tables: ReadonlySet<string>, names: Names): Recipient["holdsWhen"] {
  const { table: word, when } = written;
  const dot = word.text.indexOf(".");
  const [system, table] = [word.text.slice(0, dot), word.text.slice(dot + 1)];
  if (!tables.has(word.text)) {
    // A system with problems of its own shows no tables; say nothing more about it.
    const isRead = [...tables].some((each) => each.startsWith(`${system}.`));
    if (isRead || !names.has("system", system))
      names.unknown("table", "a table, as system.table", word, tables.values().take(500).toArray());
    return [];
  }
  return [present({ system, table, column: when?.name.text, equals: when?.value })];
}

/** Outside the EEA data goes only under an adequacy decision or a safeguard that fits each country (GDPR art. 44). */
function checkTransfer(name: Word, value: RecipientWritten, names: Names): void {
  // The other side of a conversation gets data because the person speaks with it; no safeguard binds it.
  if (value.role === "other-user") return;
  const { countries, worldwide } = value.country;
  const party = say(names.texts(value.party), names.language);
  const wrong = worldwide
    ? value.safeguard === undefined
      ? { message: `${party} can be anywhere, and no safeguard is declared.`, remedy: 'Add "safeguard", such as scc.' }
      : undefined
    : countries.map((country) => transferProblem(country, value.safeguard, party)).find((each) => each !== undefined);
  if (wrong !== undefined)
    names.report(name.at, name.path, { code: "transfer-without-safeguard", ...wrong, article: "GDPR arts. 44, 46" });
}

function transferProblem(
  code: string,
  safeguard: Safeguard | undefined,
  party: string,
): { message: string; remedy: string } | undefined {
  const ground = transferGround(code);
  const country = countryName(code, "en");
  if (safeguard === "dpf" && ground.kind !== "inside-eea" && code !== "US")
    return {
      message: `The Data Privacy Framework does not cover ${country}.`,
      remedy: "Write the safeguard that was agreed, such as scc.",
    };
  if (safeguard === "adequacy" && ground.kind === "needs-safeguard")
    return {
      message: `There is no adequacy decision for ${country}.`,
      remedy: "Write the safeguard that was agreed, such as scc.",
    };
  if (safeguard === undefined && ground.kind === "needs-safeguard")
    return {
      message: `${party} is in ${country}, outside the EEA, and no safeguard is declared.`,
      remedy: 'Add "safeguard", such as scc.',
    };
  if (ground.kind === "partial-adequacy" && (safeguard === undefined || (safeguard === "adequacy" && code === "US")))
    return {
      message: `The adequacy decision for ${country} covers only ${ground.decision.onlyFor ?? "some recipients"}.`,
      remedy:
        code === "US"
          ? 'Write "safeguard": dpf when the party is on the list, otherwise scc.'
          : 'Write "safeguard": adequacy when the party is one of them, otherwise scc.',
    };
  return undefined;
}
