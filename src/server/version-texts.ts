/** What a published version says and what it changed, read from the archive. */
import { isOperationalError, type Language } from "#base";
import { changedSince, type NoticeDocument, noticeOf, readKeptNotice } from "#notice";
import { type ChangeForPersons, changeForPersons, type Policy, withOwnSystem } from "#policy";
import type { Reader } from "#store";
import { heldBefore, type Version, type VersionLine, type Versions } from "#versions";

/** What differs between two versions never changes; a list of all of them asks for every one. */
const mostChanges = 200;

export interface ChangeSince {
  /** The version that people lived under until then. */
  readonly since: VersionLine;
  readonly change: ChangeForPersons;
}

export interface VersionNotice {
  readonly version: Version;
  /** In the language that was asked for, or in the first of the version. Absent when nothing was kept and the text cannot be read. */
  readonly document?: NoticeDocument;
  /** Made anew of the text of the policy, because none was kept: its words may differ from what people read. */
  readonly remade: boolean;
}

export interface VersionTexts {
  /** `policy` is absent when another Gestand published it and this one cannot read it. */
  whole(number: number): Promise<{ readonly version: Version; readonly policy?: Policy } | undefined>;
  /** Absent for the first, and when one of both cannot be read. */
  changes(number: number): Promise<ChangeSince | undefined>;
  /** As it was published. Absent when there is no such version. */
  notice(number: number, language: Language): Promise<VersionNotice | undefined>;
}

export interface VersionTextsOptions {
  readonly versions: Versions;
  readonly reader: Reader;
  /** Throws OperationalError `version-unreadable`. */
  readonly read: (version: Version) => Policy;
}

export function versionTexts({ versions, reader, read }: VersionTextsOptions): VersionTexts {
  const known = new Map<number, ChangeSince>();
  const whole: VersionTexts["whole"] = async (number) => {
    const version = await versions.numbered(reader, number);
    const policy = version && readable(read, version);
    return version && { version, ...(policy === undefined ? {} : { policy }) };
  };
  const compare = async (number: number): Promise<ChangeSince | undefined> => {
    const lines = await versions.all(reader);
    const line = lines.find((each) => each.number === number);
    const since = line && heldBefore(lines, line);
    if (since === undefined) return undefined;
    const [before, after] = [await whole(since.number), await whole(number)];
    if (before?.policy === undefined || after?.policy === undefined) return undefined;
    return { since, change: changeForPersons(before.policy, after.policy) };
  };
  const changes: VersionTexts["changes"] = async (number) => {
    const found = known.get(number) ?? (await compare(number));
    if (found === undefined) return undefined;
    known.set(number, found);
    const [oldest] = known.keys();
    if (known.size > mostChanges && oldest !== undefined) known.delete(oldest);
    return found;
  };
  const notice: VersionTexts["notice"] = async (number, language) => {
    const found = await whole(number);
    if (found === undefined) return undefined;
    const { version, policy } = found;
    const kept = keptIn(version, language);
    if (kept !== undefined) return { version, document: kept, remade: false };
    if (policy === undefined) return { version, remade: true };
    const wanted = policy.languages.includes(language) ? language : (policy.languages[0] ?? language);
    return { version, document: madeOf(policy, wanted, await changes(number)), remade: true };
  };
  return { whole, changes, notice };
}

/** The notice of a version that was published without one. Our own database is part of what it tells. */
export function madeOf(policy: Policy, language: Language, changes: ChangeSince | undefined): NoticeDocument {
  const changed = changes && changedSince(changes.since.effectiveOn, changes.change);
  return noticeOf(withOwnSystem(policy), language, changed);
}

function keptIn({ notices = [] }: Version, language: Language): NoticeDocument | undefined {
  const kept = notices.find((notice) => notice.language === language) ?? notices[0];
  return kept && readKeptNotice(kept.text);
}

function readable(read: VersionTextsOptions["read"], version: Version): Policy | undefined {
  try {
    return read(version);
  } catch (error) {
    if (isOperationalError(error)) return undefined;
    throw error;
  }
}
