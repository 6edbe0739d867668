import { chart } from "./chart.ts";
import { addPeriod, capital, type LocalDate, numberFormat, say } from "#base";
import { emptyState, facts, formatCount, formatDate, type Html, html, table } from "#ui";
import { consentTexts } from "./consent-texts.ts";
import { permissionTexts } from "./permission-texts.ts";
import { type ConsoleFrame, consolePage } from "./frame.ts";

export interface RateView {
  readonly week: string;
  readonly purpose: string;
  readonly granted: number;
  readonly denied: number;
}
/** What is shown now, in one language, and in one wording where several are compared. */
export interface ShownView {
  readonly language: string;
  readonly hash: string;
  readonly wording?: string;
}

export interface ComparisonView {
  readonly purpose: string;
  /** The standard first. */
  readonly wordings: readonly {
    readonly wording: string;
    readonly granted: number;
    readonly denied: number;
    /** Of the share that says yes, against the standard. */
    readonly difference?: { readonly low: number; readonly high: number };
  }[];
}

export function consentsPage(
  frame: ConsoleFrame,
  view: {
    readonly rates: readonly RateView[];
    readonly wordings: readonly ComparisonView[];
    readonly shown: readonly ShownView[];
    readonly tags: readonly string[];
  },
): Html {
  const t = consentTexts[frame.language];
  const purposes = [...Map.groupBy(view.rates, ({ purpose }) => purpose)];
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${
      purposes.length === 0
        ? html`${emptyState(t.empty, t.emptyText)}<pre>${view.tags.join("\n")}</pre>`
        : purposes.map(([name, rates]) => ratesOf(frame, titleOf(frame, name), rates))
    }
    ${comparisons(frame, view)}
    <p><a href="/console/permissions">${permissionTexts[frame.language].link}</a></p>
    <h2>${t.what}</h2><p>${t.whatText}</p>
    <ul>${view.shown.map(({ language, hash, wording }) => html`<li><a href="/console/consents/shown/${hash}">${[languageName(frame, language), ...(wording === undefined ? [] : [wording])].join(", ")}</a></li>`)}</ul>`;
  return consolePage(frame, t.title, main, "consents");
}

function titleOf({ policy, language }: ConsoleFrame, name: string): string {
  return capital(say(policy.purposes.find((purpose) => purpose.name === name)?.title, language) || name);
}

function languageName({ language }: ConsoleFrame, of: string): string {
  return capital(new Intl.DisplayNames([language], { type: "language" }).of(of) ?? of);
}

function ratesOf(frame: ConsoleFrame, title: string, rates: readonly RateView[]): Html {
  const t = consentTexts[frame.language];
  const share = ({ granted, denied }: RateView) => granted / Math.max(1, granted + denied);
  const percent = numberFormat(frame.language, { style: "percent" });
  return html`<h2>${title}</h2>
    ${chart(
      t.chart(title),
      everyWeek(rates).map((rate) => rate && share(rate)),
      [formatDate(rates[0]?.week ?? "", frame.language), formatDate(rates.at(-1)?.week ?? "", frame.language)],
    )}
    ${table({
      caption: title,
      head: [t.week, t.choices, t.granted, t.share],
      rows: rates
        .toReversed()
        .map((rate) => [
          formatDate(rate.week, frame.language),
          formatCount(rate.granted + rate.denied, frame.language),
          formatCount(rate.granted, frame.language),
          percent.format(share(rate)),
        ]),
    })}`;
}

/** Which wording people understand, said with how sure that is; nothing here calls one better. */
function comparisons(
  frame: ConsoleFrame,
  { wordings, shown }: { readonly wordings: readonly ComparisonView[]; readonly shown: readonly ShownView[] },
): Html | "" {
  const t = consentTexts[frame.language].wordings;
  if (!shown.some(({ wording }) => wording !== undefined)) return "";
  return html`<h2>${t.title}</h2><p>${t.lead}</p>
    ${wordings.length === 0 ? html`<p>${t.none}</p>` : wordings.map((each) => comparison(frame, each))}
    <p class="hint">${t.care}</p>`;
}

function comparison(frame: ConsoleFrame, { purpose, wordings }: ComparisonView): Html {
  const t = consentTexts[frame.language].wordings;
  const { choices, granted: yes, share } = consentTexts[frame.language];
  const percent = numberFormat(frame.language, { style: "percent", maximumFractionDigits: 1 });
  const points = numberFormat(frame.language, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const [standard] = wordings;
  const said = ({ wording, difference }: ComparisonView["wordings"][number]) => {
    if (wording === standard?.wording) return t.against;
    if (difference === undefined) return t.tooFew;
    const { low, high } = difference;
    const between = t.between(points.format(low * 100), points.format(high * 100));
    return `${low > 0 ? t.more : high < 0 ? t.fewer : t.unclear} ${between}`;
  };
  return table({
    caption: t.caption(titleOf(frame, purpose)),
    head: [t.wording, choices, yes, share, t.difference],
    rows: wordings.map((each) => [
      each.wording,
      formatCount(each.granted + each.denied, frame.language),
      formatCount(each.granted, frame.language),
      percent.format(each.granted / Math.max(1, each.granted + each.denied)),
      said(each),
    ]),
  });
}

/** One place for each week from the first to the last, also where nobody chose. */
function everyWeek(rates: readonly RateView[]): readonly (RateView | undefined)[] {
  const known = new Map(rates.map((rate) => [rate.week, rate]));
  const weeks: (RateView | undefined)[] = [];
  const last = rates.at(-1)?.week ?? "";
  for (let week = rates[0]?.week; week !== undefined && week <= last; week = weekAfter(week))
    weeks.push(known.get(week));
  return weeks;
}

function weekAfter(week: string): string {
  return addPeriod(week as LocalDate, { amount: 1, unit: "week" });
}

/** What a record's hash stands for, as far as this page knows its members. */
export interface NoticeView {
  readonly version: number;
  readonly language: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly asked: readonly {
    readonly title: string;
    readonly vendors: readonly string[];
    readonly stores: readonly string[];
  }[];
  readonly essential: readonly string[];
}

export function shownPage(frame: ConsoleFrame, hash: string, notice: NoticeView): Html {
  const t = consentTexts[frame.language];
  const { texts } = notice;
  const main = html`<h1>${t.shownTitle}</h1>
    ${facts([
      [t.version, String(notice.version)],
      [t.language, languageName(frame, notice.language)],
      [t.fingerprint, html`<span class="mono">${hash}</span>`],
    ])}
    <section class="card" lang="${notice.language}">
      <h2>${texts["title"] ?? ""}</h2><p>${texts["intro"] ?? ""} ${texts["notice"] ?? ""}</p>
      <ul>${notice.asked.map(({ title, vendors, stores }) => html`<li><strong>${title}</strong> ${[...vendors, ...stores].join(", ")}</li>`)}</ul>
      <p>${texts["always"] ?? ""}: ${notice.essential.join(", ")}.</p>
    </section>
    <h2>${t.buttons}</h2>
    <ol lang="${notice.language}">${["rejectAll", "acceptAll", "settings"].map((name) => html`<li>${texts[name] ?? ""}</li>`)}</ol>`;
  return consolePage(frame, t.shownTitle, main, "consents");
}
