/** Which version a reader has before them, and where the others are. */
import type { Language, LocalDate } from "#base";
import { callout, formatDate, type Html, html } from "#ui";
import type { CentreFrame } from "./frame.ts";
import { texts } from "./texts.ts";

/** `skipped`: another version of the same first day took its place. */
export type VersionState = "in-force" | "past" | "to-come" | "skipped";

export interface VersionShown {
  readonly number: number;
  readonly effectiveOn: LocalDate;
  readonly state: VersionState;
  /** Its last day; absent when no later version is known. */
  readonly until?: LocalDate;
  /** Shown at its own address, which stays, and not as the notice of today. */
  readonly permanent: boolean;
  /** The day that was asked for. */
  readonly on?: LocalDate;
  /** Its text, where it has none in the language of the page. */
  readonly inLanguage?: Language;
  /** Made anew of the text of the policy, since the notice itself was not kept. */
  readonly remade?: boolean;
  /** The version that comes after it, when that is announced already. */
  readonly next?: { readonly number: number; readonly effectiveOn: LocalDate };
}

/** Search engines keep to what holds. */
export function onlyOlder({ state, permanent }: VersionShown): Readonly<Record<string, string>> {
  return permanent && state !== "in-force" ? { robots: "noindex" } : {};
}

export function versionLead(frame: CentreFrame, version: VersionShown): Html {
  const { language } = frame;
  const { notice: n, versions: t } = texts[language];
  const at = `/${language}/privacy`;
  const day = (date: LocalDate) => formatDate(date, language);
  const all = html`<a href="${at}/versions">${t.all}</a>`;
  const { next } = version;
  const coming =
    next === undefined
      ? null
      : callout(
          "info",
          html`<p>${t.next(day(next.effectiveOn))} <a href="${at}/versions/${next.number}">${t.readNext}</a>.</p>`,
        );
  // The words about a text are in the language of the page, also where the text is not.
  return html`<div lang="${language}"><p class="lead">${t.inForce(version.number, day(version.effectiveOn))}${version.state === "in-force" ? html` ${n.print}` : null} ${all}.</p>
    ${version.permanent ? place(frame, version) : null}${version.state === "in-force" ? coming : null}</div>`;
}

function place({ language }: CentreFrame, version: VersionShown): Html | null {
  const t = texts[language].versions;
  const { number, effectiveOn, state, until, on, inLanguage, remade } = version;
  const day = (date: LocalDate) => formatDate(date, language);
  const standing =
    state === "past" && until !== undefined
      ? t.older(number, day(effectiveOn), day(until))
      : state === "to-come"
        ? t.toCome(number, day(effectiveOn))
        : state === "skipped"
          ? t.skipped(number)
          : undefined;
  const asked = on === undefined ? undefined : state === "to-come" ? t.onDayToCome(day(on)) : t.onDay(day(on));
  const said = [asked, standing].filter((text) => text !== undefined).join(" ");
  const now = state === "in-force" ? null : html` <a href="/${language}/privacy">${t.readNow}</a>.`;
  const marked =
    said === ""
      ? null
      : html`<div class="callout callout-${state === "in-force" ? "info" : "warning"}"><p>${said}${now}</p></div>`;
  const other = inLanguage === undefined ? null : html`<p>${t.otherLanguage} ${t.languages[inLanguage]}.</p>`;
  const anew = remade === true ? html`<p>${t.anew}</p>` : null;
  return html`${marked}${other}${anew}`;
}
