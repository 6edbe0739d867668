import type { Language } from "#base";
import { authorityDirectory } from "../authorities.ts";
import { type Cited, confirmationMark, isConfirmed, lawAsOf } from "../source.ts";
import { type FigureTopic, figureTopics, lawFigures } from "./figures.ts";

/** What stands above the table of a topic. */
const chapters: Readonly<Record<FigureTopic, readonly [title: string, doc: string]>> = {
  regimes: [
    "Regimes",
    "The laws in these tables, and whom they bind. Several can hold at once; of two days the earliest counts.",
  ],
  counting: [
    "Ways of counting",
    "No end is ever moved later off a weekend or a holiday, also where a law would allow it.",
  ],
  answers: ["Answers", "Within which a request is answered."],
  extensions: ["Extensions", "More time, once."],
  acknowledgements: [
    "Acknowledgements",
    "By when receipt of a request is confirmed. Other laws here do not ask for it.",
  ],
  waiting: [
    "Waiting for the person",
    "What it does to the clock when the person is asked something. An open question moves nothing.",
  ],
  ages: ["Ages of consent", "From which age a person consents alone."],
  retention: ["Duties to keep", "Documents the law obliges to keep; as long as that lasts, they are not erased."],
  "retention guidance": ["Advice on keeping", "What an authority advises at most. No ground to keep."],
  authorities: ["Authorities", `Where a person complains. The official list of the EEA: <${authorityDirectory}>.`],
  breaches: ["Breaches", "Who is told, when it comes to that, and by when."],
  transfers: ["Transfers", "By which right data leaves the EEA."],
  cookies: ["Cookies and other storage", "What may be stored or read without asking."],
  signals: ["Signals of browsers", "GPC and DNT."],
  "whom it binds": ["Thresholds", "Below or above which a law does not bind."],
  "direct marketing": ["Direct marketing", "Stopping it, and telling who got data for it."],
  information: ["Information", "When people are told what."],
  records: ["Records", "What is kept of requests and breaches."],
  fees: ["Fees", "What a request may cost the person."],
  remedies: ["Remedies", "Where a person goes next."],
  "data brokers": ["Data brokers", "The Delete Act of California."],
  contents: ["Contents", "What a notice, an answer, a record or a contract must hold."],
  holidays: ["Public holidays", "Of the whole place. Unconfirmed ones are shown and lengthen no term."],
  "pending law": ["Law in motion", "Not law, or not known to be. Nothing counts with it."],
};

/** Every figure of the tables in Markdown, by topic and place. */
export function lawReference(): string {
  const figures = lawFigures();
  const marked = figures.filter((each) => !isConfirmed(each.cited)).length;
  const parts = figureTopics.map((topic) => {
    const [title, doc] = chapters[topic];
    const rows = figures
      .filter((each) => each.topic === topic)
      .map((each) => [
        each.place,
        each.title,
        each.figure,
        each.cited.article,
        sureness(each.cited),
        validity(each.cited),
        each.cited.note ?? "",
      ]);
    return [`## ${title}`, doc, table(["Place", "What", "Figure", "Article", "Sure", "Valid", "Note"], rows)].join(
      "\n\n",
    );
  });
  return `${[
    "# The law, as data",
    "<!-- Made from the tables in src/law. Edit those; GESTAND_UPDATE=1 npx vitest run src/law/reference writes this page. -->",
    `As of ${lawAsOf}. This is not legal advice. Every figure cites its article. *Sure*: how sure we are of it, and whether a source was read when it was written down (seen) or not (recalled). ${marked} of ${figures.length} entries carry the mark **${markText("en")}**, in Dutch *${markText("nl")}*: have somebody read the article before you rely on them. *Valid*: the first and the last day, where we know one.`,
    ...parts,
  ].join("\n\n")}\n`;
}

function sureness(cited: Cited): string {
  const mark = confirmationMark(cited, "en");
  return `${cited.confidence}, ${cited.basis}${mark === "" ? "" : ` · **${mark}**`}`;
}

function markText(language: Language): string {
  return confirmationMark({ confidence: "low" }, language);
}

function validity({ validFrom, validUntil }: Cited): string {
  if (validFrom === undefined && validUntil === undefined) return "";
  return `${validFrom ?? "…"} – ${validUntil ?? "…"}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableLine(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(tableLine)].join("\n");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
