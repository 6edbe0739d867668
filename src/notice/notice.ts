import { type Language, say } from "#base";
import { type Policy, type PolicyPromise, promisesOf } from "#policy";
import type { Changed, NoticeDocument } from "./document.ts";
import { writing } from "./phrases.ts";
import { Promised } from "./promised.ts";
import { changesSince, sections } from "./sections.ts";
import { summaryOf } from "./summary.ts";

/** The notice of a policy with the promises that follow from it. */
export function noticeOf(policy: Policy, language: Language, changed?: Changed): NoticeDocument {
  return noticeWith(policy, promisesOf(policy), language, changed);
}

/**
 * The notice a policy amounts to: what GDPR art. 13 and 14 ask, and every promise with a `notice-shows` check exactly once.
 * A section without anything to say is left out. The same policy gives the same notice.
 */
export function noticeWith(
  policy: Policy,
  promises: readonly PolicyPromise[],
  language: Language,
  changed?: Changed,
): NoticeDocument {
  const about = writing(policy, language);
  const promised = new Promised(policy, promises, language);
  const written = sections.map(([id, write]) => {
    const house = policy.houseText?.find(({ name }) => name === id);
    return {
      id,
      heading: about.words.headings[id],
      ...(house === undefined ? {} : { house: say(house.text, language) }),
      blocks: [...(id === "changes" ? changesSince(about, changed) : []), ...write(about, promised)],
    };
  });
  promised.end();
  const shown = written.filter((section) => section.blocks.length > 0);
  return {
    language,
    title: about.words.title(policy.organisation.name),
    inForceOn: policy.inForceOn,
    authoritative: policy.languages[0] ?? language,
    houseLabel: about.words.houseLabel,
    summary: summaryOf(about, new Set(shown.map(({ id }) => id))),
    sections: shown,
  };
}
