/** What the readable part of an answer says of itself, in each language Gestand speaks. */
import { type Language, numberFormat } from "#base";

export interface AnswerWords {
  readonly fileName: string;
  readonly otherLanguage: string;
  readonly title: (organisation: string) => string;
  readonly made: (on: string, reference: string) => string;
  readonly intro: string;
  /** Instead of it when there is data elsewhere that is not in the copy. */
  readonly introOfDatabases: string;
  /** Instead of it in a copy to take along. */
  readonly introOfProvided: string;
  readonly elsewhere: string;
  readonly elsewhereLine: (place: string, files: number | undefined) => string;
  readonly elsewhereAsk: (email: string) => string;
  /** Of a store: how many of its files are in which folder. */
  readonly filesIn: (count: number, folder: string) => string;
  readonly whatIsHere: string;
  readonly files: (index: string) => string;
  /** Of the data files, for whoever opens one; stands in the index. */
  readonly howToRead: string;
  readonly contents: string;
  readonly yourData: string;
  readonly noData: string;
  readonly rows: (count: number) => string;
  readonly someRows: (shown: number, total: number) => string;
  readonly allRowsIn: string;
  readonly withheld: (rows: number, table: string) => string;
  readonly empty: string;
}

const number = (language: Language) => numberFormat(language === "nl" ? "nl-NL" : "en-GB");
const [nl, en] = [number("nl"), number("en")];

export const answerWords: Readonly<Record<Language, AnswerWords>> = {
  nl: {
    fileName: "leesmij.html",
    otherLanguage: "In English: ",
    title: (organisation) => `Uw gegevens bij ${organisation}`,
    made: (on, reference) => `Gemaakt op ${on} voor uw verzoek ${reference}.`,
    intro: "Dit is een kopie van alle gegevens die wij van u hebben, met uitleg over wat wij ermee doen.",
    introOfDatabases:
      "Dit is een kopie van de gegevens van u die in onze databases staan, met uitleg over wat wij ermee doen. Er zijn ook plekken die niet in deze kopie zitten. Ze staan hieronder.",
    introOfProvided:
      "Dit zijn gegevens die u ons gaf, of die wij vastlegden terwijl u onze dienst gebruikte, en die wij nodig hebben voor een afspraak met u of met uw toestemming gebruiken. U kunt ze meenemen naar een ander (AVG art. 20).",
    elsewhere: "Wat niet in deze kopie zit",
    elsewhereLine: (place, files) =>
      files === undefined
        ? `${place}: of daar iets van u is, weet deze kopie niet.`
        : `${place}: ${files === 1 ? "1 bestand" : `${nl.format(files)} bestanden`}.`,
    elsewhereAsk: (email) => `U hebt er ook recht op. Krijgt u het niet van ons? Mail dan naar ${email}.`,
    filesIn: (count, folder) =>
      `${count === 1 ? "1 bestand staat" : `${nl.format(count)} bestanden staan`} in de map ${folder}.`,
    whatIsHere: "Wat u hier vindt",
    files: (index) =>
      `In de map data staan dezelfde gegevens als bestanden die een computer kan lezen (JSON). ${index} somt ze op.`,
    howToRead:
      "Elk gegevensbestand is een lijst van tabellen. Van elke tabel staan eerst de kolommen (columns): hun naam (name), hun soort (type) en waar zij over gaan (is); key noemt wat een regel aanwijst. Daarna volgen de regels (rows), met de waarden in de volgorde van de kolommen. null: niets ingevuld. shared: de regel gaat ook over iemand anders. withheld: er staat iets, maar wij geven het niet af. Tijdstippen zijn in UTC.",
    contents: "Inhoud",
    yourData: "Uw gegevens",
    noData: "Wij hebben geen gegevens van u gevonden.",
    rows: (count) => (count === 1 ? "1 regel" : `${nl.format(count)} regels`),
    someRows: (shown, total) => `${nl.format(shown)} van de ${nl.format(total)} regels.`,
    allRowsIn: "Alle regels staan in:",
    withheld: (rows, table) =>
      `${table}: ${rows === 1 ? "1 regel gaat" : `${nl.format(rows)} regels gaan`} ook over iemand anders en ${rows === 1 ? "staat" : "staan"} daarom niet in deze kopie (AVG art. 15(4)).`,
    empty: "niets ingevuld",
  },
  en: {
    fileName: "readme.html",
    otherLanguage: "In het Nederlands: ",
    title: (organisation) => `Your data at ${organisation}`,
    made: (on, reference) => `Made on ${on} for your request ${reference}.`,
    intro: "This is a copy of all the data we have about you, with an explanation of what we do with it.",
    introOfDatabases:
      "This is a copy of the data about you in our databases, with an explanation of what we do with it. There are also places that are not in this copy. They are listed below.",
    introOfProvided:
      "These are data that you gave us, or that we recorded while you used our service, and that we need for an agreement with you or use with your consent. You can take them to somebody else (GDPR art. 20).",
    elsewhere: "What is not in this copy",
    elsewhereLine: (place, files) =>
      files === undefined
        ? `${place}: this copy does not know whether anything of yours is there.`
        : `${place}: ${files === 1 ? "1 file" : `${en.format(files)} files`}.`,
    elsewhereAsk: (email) => `You have a right to that too. Did you not get it from us? Then write to ${email}.`,
    filesIn: (count, folder) =>
      `${count === 1 ? "1 file is" : `${en.format(count)} files are`} in the folder ${folder}.`,
    whatIsHere: "What you find here",
    files: (index) =>
      `The folder data holds the same data as files that a computer can read (JSON). ${index} lists them.`,
    howToRead:
      "Each data file is a list of tables. Of each table the columns come first: their name, their type and what they are about (is); key marks what names a row. Then come the rows, with their values in the order of the columns. null: nothing filled in. shared: the row is about someone else as well. withheld: there is something, but we do not hand it out. Points in time are in UTC.",
    contents: "Contents",
    yourData: "Your data",
    noData: "We found no data about you.",
    rows: (count) => (count === 1 ? "1 row" : `${en.format(count)} rows`),
    someRows: (shown, total) => `${en.format(shown)} of the ${en.format(total)} rows.`,
    allRowsIn: "All rows are in:",
    withheld: (rows, table) =>
      `${table}: ${rows === 1 ? "1 row is" : `${en.format(rows)} rows are`} about someone else as well and therefore not in this copy (GDPR art. 15(4)).`,
    empty: "nothing filled in",
  },
};
