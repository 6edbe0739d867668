/** The notice of today, as the version that is carried out published it. */
import type { Language } from "#base";
import { type NoticeDocument, sentencesOf } from "#notice";
import type { ServerParts } from "./parts.ts";
import type { VersionArchive } from "./version-archive.ts";
import { madeOf } from "./version-texts.ts";

/**
 * People read what was published, and it is kept for them in these words. Only where this Gestand words a promise otherwise
 * than the one that published it is the notice made anew, so that what is promised is what is checked; the log tells
 * operators, who publish the same text again and so keep the new words too.
 */
export function currentNotice(parts: ServerParts, archive: VersionArchive) {
  const known = new Map<Language, NoticeDocument>();
  return async (language: Language): Promise<NoticeDocument> => {
    const found = known.get(language) ?? (await read(parts, archive, language));
    known.set(language, found);
    return found;
  };
}

async function read(parts: ServerParts, archive: VersionArchive, language: Language): Promise<NoticeDocument> {
  const number = parts.published.carried?.number;
  if (number === undefined) return madeOf(parts.policy, language, undefined);
  const made = madeOf(parts.policy, language, await archive.changes(number));
  const { document, remade } = (await archive.notice(number, language)) ?? {};
  if (document === undefined || remade !== false || document.language !== language) return made;
  const kept = promised(document);
  if ([...promised(made)].every((sentence) => kept.has(sentence))) return document;
  const what = `this Gestand words the notice otherwise than version ${number} was published; run "gestand publish"`;
  parts.log({ level: "warning", event: "notice-reworded", carriedOut: number, what });
  return made;
}

function promised(document: NoticeDocument): Set<string> {
  return new Set(
    sentencesOf(document).flatMap(({ promise, text }) => (promise === undefined ? [] : [`${promise} ${text}`])),
  );
}
