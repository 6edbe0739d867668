/** Every entry of the tables as one line: what it is about, where it holds, its figure, and where it comes from. */
import { consentAges, defaultConsentAge } from "../ages.ts";
import { authorities } from "../authorities.ts";
import { breachDuties } from "../breach.ts";
import { contents } from "../contents.ts";
import { cookieRules, signalRules } from "../cookies.ts";
import { countings } from "../counting.ts";
import { termText } from "../deadlines.ts";
import { holidayCalendars } from "../holidays/calendars.ts";
import { pauseRules } from "../pauses.ts";
import { pendingLaw } from "../pending.ts";
import { provisions, type Quantity } from "../provisions.ts";
import { type RegimeId, regime, regimes } from "../regimes.ts";
import { retentionDuties, retentionGuidance, type RetentionDuty } from "../retention.ts";
import { rightNames } from "../rights.ts";
import { type Cited, isConfirmed, unconfirmed } from "../source.ts";
import { acknowledgementDuties, rightTerms } from "../terms.ts";
import { adequacies, clauseModules, safeguards, transferTools } from "../transfers.ts";

export const figureTopics = [
  "regimes",
  "counting",
  "answers",
  "extensions",
  "acknowledgements",
  "waiting",
  "ages",
  "retention",
  "retention guidance",
  "authorities",
  "breaches",
  "transfers",
  "cookies",
  "signals",
  "whom it binds",
  "direct marketing",
  "information",
  "records",
  "fees",
  "remedies",
  "data brokers",
  "contents",
  "holidays",
  "pending law",
] as const;
export type FigureTopic = (typeof figureTopics)[number];

/** A number, in the unit the law writes it in. */
export type FigureNumber = Quantity | { readonly amount: number; readonly unit: "age" };

export interface LawFigure {
  readonly topic: FigureTopic;
  /** ISO 3166 code; `EU` for the EEA. */
  readonly place: string;
  readonly title: string;
  /** As a reader sees it. */
  readonly figure: string;
  /** Every number in it. */
  readonly numbers: readonly FigureNumber[];
  readonly cited: Cited;
}

/** Every figure we have. */
export function lawFigures(): readonly LawFigure[] {
  return [
    ...regimes.map((each) => line("regimes", each.place, each.title.en, each.appliesTo.en, each)),
    ...Object.values(countings).map((each) => line("counting", "", each.id, each.en, each)),
    ...answerFigures(),
    ...clockFigures(),
    ...ageFigures(),
    ...retentionDuties.map(retentionFigure),
    ...guidanceFigures(),
    ...authorities.map((each) =>
      line("authorities", each.country, `${each.name} (\`${each.id}\`)`, each.complaintPage, each),
    ),
    ...breachFigures(),
    ...transferFigures(),
    ...cookieFigures(),
    ...provisionFigures(),
    ...contents.map((item) =>
      line("contents", "EU", `${item.of}: ${item.en}`, item.when === undefined ? "always" : item.when.en, item),
    ),
    ...holidayFigures(),
    ...pendingLaw.map((each) => line("pending law", each.place, each.en, each.status, each)),
  ];
}

function clockFigures(): readonly LawFigure[] {
  return [
    ...acknowledgementDuties.map((duty) => {
      const rights = duty.rights.join(", ");
      return line("acknowledgements", placeOf(duty.regime), rights, quantityText(duty.within), duty, duty.within);
    }),
    ...pauseRules.map((rule) =>
      line("waiting", placeOf(rule.regime), `waiting for ${rule.kind}`, rule.effect.replaceAll("-", " "), rule),
    ),
  ];
}

function guidanceFigures(): readonly LawFigure[] {
  return retentionGuidance.map((each) => {
    const numbers = [each.period, ...(each.withConsent === undefined ? [] : [each.withConsent])];
    const figure = numbers.map(quantityText).join("; with consent ");
    return line("retention guidance", each.country, each.title.en, figure, each, ...numbers);
  });
}

function provisionFigures(): readonly LawFigure[] {
  return provisions.map((each) => {
    const numbers = each.quantity === undefined ? [] : [each.quantity];
    const topic = each.topic.replaceAll("-", " ") as FigureTopic;
    return line(topic, placeOf(each.regime), each.title.en, numbers.map(quantityText).join(), each, ...numbers);
  });
}

function holidayFigures(): readonly LawFigure[] {
  return holidayCalendars.map((calendar) => {
    const days = calendar.days.map((day) => holidayText(day.en, day.confidence)).join(", ");
    return line("holidays", calendar.place, calendar.place, days, calendar);
  });
}

function answerFigures(): readonly LawFigure[] {
  return rightTerms.flatMap((term): LawFigure[] => {
    const place = placeOf(term.regime);
    const title = `${rightNames[term.right].en} (${term.regime})`;
    const { answer, extension } = term;
    const figure = answer === undefined ? "no term stated" : answer.amount === 0 ? "at once" : quantityText(answer);
    const own = line("answers", place, title, figure, term, ...(answer === undefined ? [] : [answer]));
    if (extension === undefined) return [own];
    const adds =
      extension.adds === undefined ? "a day that the organisation names" : `${quantityText(extension.adds)} more`;
    const text = `${adds}, told within ${quantityText(extension.tellWithin)}`;
    const numbers = [...(extension.adds === undefined ? [] : [extension.adds]), extension.tellWithin];
    return [own, line("extensions", place, title, text, extension, ...numbers)];
  });
}

const years = (age: number): FigureNumber => ({ amount: age, unit: "age" });

function ageFigures(): readonly LawFigure[] {
  return [
    line(
      "ages",
      "EU",
      "where a country set none",
      `${defaultConsentAge.age}, and never below ${defaultConsentAge.floor}`,
      defaultConsentAge,
      years(defaultConsentAge.age),
      years(defaultConsentAge.floor),
    ),
    ...consentAges.map((each) => {
      const below = each.below.replaceAll("-", " ");
      const figure = each.age === undefined ? below : `${each.age} (below: ${below})`;
      const what = each.for.replaceAll("-", " ");
      return line("ages", each.place, what, figure, each, ...(each.age === undefined ? [] : [years(each.age)]));
    }),
  ];
}

function retentionFigure(duty: RetentionDuty): LawFigure {
  const spans = duty.spans.map(({ years, from, before }) => {
    const first = from === undefined ? "" : ` from ${from}`;
    return `${years} years${first}${before === undefined ? "" : ` before ${before}`}`;
  });
  const counts = `from the ${duty.countsFrom === "date" ? "day" : duty.countsFrom.replaceAll("-", " ")} of ${duty.event?.en ?? "the document"}`;
  const all = duty.yearsInAll === undefined ? "" : `, ${duty.yearsInAll} in all`;
  const most = duty.upToYears === undefined ? "" : `, up to ${duty.upToYears}`;
  const numbers = [...duty.spans.map((span) => span.years), duty.yearsInAll, duty.upToYears].filter(
    (years) => years !== undefined,
  );
  return line(
    "retention",
    duty.country,
    `${duty.title.en} (\`${duty.id}\`)`,
    `${spans.join("; ")}${all}${most}, ${counts}`,
    duty,
    ...numbers.map((amount) => ({ amount, unit: "year" }) as const),
  );
}

function breachFigures(): readonly LawFigure[] {
  return breachDuties.map((duty) => {
    const within =
      duty.within === undefined
        ? duty.urgency.en
        : `${quantityText(duty.within)} from ${duty.startsAt.replaceAll("-", " ")}`;
    const persons: readonly FigureNumber[] =
      duty.moreThanPersons === undefined ? [] : [{ amount: duty.moreThanPersons, unit: "persons" }];
    return line(
      "breaches",
      placeOf(duty.regime),
      `to the ${duty.to}, ${duty.threshold.en}`,
      within,
      duty,
      ...(duty.within === undefined ? [] : [duty.within]),
      ...persons,
    );
  });
}

function transferFigures(): readonly LawFigure[] {
  return [
    ...adequacies.map((each) =>
      line("transfers", each.country, "adequacy decision", each.onlyFor ?? "everybody", each),
    ),
    ...Object.entries(safeguards).map(([id, each]) => line("transfers", "EU", `safeguard \`${id}\``, each.en, each)),
    ...clauseModules.map((each) =>
      line(
        "transfers",
        "EU",
        "standard contractual clauses",
        `module ${each.number}: ${each.from} to ${each.to}`,
        each,
      ),
    ),
    ...transferTools.map((each) => line("transfers", each.place, `\`${each.id}\``, each.en, each)),
  ];
}

function cookieFigures(): readonly LawFigure[] {
  const rules = cookieRules.flatMap((rule): LawFigure[] => {
    const conditions = rule.conditions === undefined ? "" : ` (${rule.conditions.en})`;
    const exempt = `no consent for: ${rule.exempt.join(", ")}${conditions}; banner: ${rule.banner.map((each) => each.en).join(", ")}`;
    const periods = [
      ["life of a statistics cookie", rule.statisticsLife],
      ["what statistics are kept", rule.statisticsKept],
      ["how long a choice is remembered", rule.rememberChoice],
    ] as const;
    return [
      line("cookies", rule.place, "storage on a device", exempt, rule),
      ...periods.flatMap(([title, period]) =>
        period === undefined ? [] : [line("cookies", rule.place, title, quantityText(period), period, period)],
      ),
    ];
  });
  const signals = signalRules.map((each) =>
    line("signals", each.place, each.signal.toUpperCase(), each.duty.replaceAll("-", " "), each),
  );
  return [...rules, ...signals];
}

function line(
  topic: FigureTopic,
  place: string,
  title: string,
  figure: string,
  cited: Cited,
  ...numbers: readonly FigureNumber[]
): LawFigure {
  return {
    topic,
    place,
    title,
    figure,
    numbers: numbers.map(({ amount, unit }) => ({ amount, unit })),
    cited,
  };
}

function placeOf(id: RegimeId): string {
  return regime(id).place;
}

function holidayText(name: string, confidence: Cited["confidence"] | undefined): string {
  return confidence === undefined || isConfirmed({ confidence }) ? name : `${name} (${unconfirmed.en})`;
}

/** `45 days`, `USD 26,625,000`, `500 persons`, `50 %`. */
function quantityText(quantity: Quantity): string {
  switch (quantity.unit) {
    case "USD":
    case "CHF":
      return `${quantity.unit} ${quantity.amount.toLocaleString("en")}`;
    case "persons":
      return `${quantity.amount.toLocaleString("en")} persons`;
    case "percent":
      return `${quantity.amount} %`;
    case "times":
      return quantity.amount === 1 ? "once" : `${quantity.amount} times`;
    case "day":
    case "week":
    case "month":
    case "year":
    case "business-day":
    case "hour":
      return termText(quantity, "en");
  }
}
