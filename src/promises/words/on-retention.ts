/** What checks say of terms for keeping data. */
import { count as countEn, list as listEn } from "./en-numbers.ts";
import type { SentencesOf } from "./messages.ts";
import { count as countNl, list as listNl } from "./nl-numbers.ts";

export const retentionNl: SentencesOf<"retention"> = {
  "retention.elsewhere": () => "Deze regel geldt voor geen tabel van een database, dus Gestand kan niet kijken.",
  "retention.kept": ({ rows, tables }) =>
    `Niets is ouder dan mag: ${countNl(rows, "rij", "rijen")} in ${countNl(tables, "tabel", "tabellen")} bekeken.`,
  "retention.kept-excused": ({ rows, tables, excused }) =>
    `Niets is ouder dan mag: ${countNl(rows, "rij", "rijen")} in ${countNl(tables, "tabel", "tabellen")} bekeken. ` +
    `${countNl(excused, "rij blijft", "rijen blijven")} langer, omdat de wet dat eist of de persoon dat vroeg.`,
  "retention.late": ({ which }) => `Langer dan een dag niet geteld: ${listNl(which)}.`,
  "retention.left": ({ which }) =>
    `Rijen zijn ouder dan mag, en Gestand kan ze nog niet zelf opruimen: ${listNl(which)}.`,
  "retention.no-start": ({ which }) => `Van rijen is niet bekend wanneer de termijn begint: ${listNl(which)}.`,
  "retention.not-counted": ({ which }) =>
    `Niet te tellen, omdat het beleid niet zegt wanneer de termijn begint: ${listNl(which)}.`,
  "retention.not-looked-at": () => "Er is nog niet geteld. Dat gebeurt elke nacht.",
  "retention.over": ({ which }) => `Rijen zijn ouder dan mag: ${listNl(which)}.`,
  "retention.over-failed": ({ which }) => `Rijen zijn ouder dan mag, en opruimen mislukte: ${listNl(which)}.`,
  "retention.over-referred": ({ which }) =>
    `Rijen zijn ouder dan mag, maar andere rijen verwijzen er nog naar: ${listNl(which)}.`,
  "retention.over-waiting": ({ which }) =>
    `Rijen zijn ouder dan mag. Opruimen wacht tot een medewerker dat goedkeurt: ${listNl(which)}.`,
  "retention.under-way": ({ which }) => `Er wordt nu opgeruimd: ${listNl(which)}.`,
};

export const retentionEn: SentencesOf<"retention"> = {
  "retention.elsewhere": () => "This rule keeps no table of a database, so Gestand cannot look.",
  "retention.kept": ({ rows, tables }) =>
    `Nothing is older than it may be: looked at ${countEn(rows, "row")} in ${countEn(tables, "table")}.`,
  "retention.kept-excused": ({ rows, tables, excused }) =>
    `Nothing is older than it may be: looked at ${countEn(rows, "row")} in ${countEn(tables, "table")}. ` +
    `${countEn(excused, "row stays", "rows stay")} longer, because the law says so or the person asked.`,
  "retention.late": ({ which }) => `Not counted for more than a day: ${listEn(which)}.`,
  "retention.left": ({ which }) =>
    `Rows are older than they may be, and Gestand cannot clear them by itself yet: ${listEn(which)}.`,
  "retention.no-start": ({ which }) => `Rows do not say when their term starts: ${listEn(which)}.`,
  "retention.not-counted": ({ which }) =>
    `Not to be counted, because the policy does not say when the term starts: ${listEn(which)}.`,
  "retention.not-looked-at": () => "Nothing was counted yet. That happens every night.",
  "retention.over": ({ which }) => `Rows are older than they may be: ${listEn(which)}.`,
  "retention.over-failed": ({ which }) =>
    `Rows are older than they may be, and clearing them failed: ${listEn(which)}.`,
  "retention.over-referred": ({ which }) =>
    `Rows are older than they may be, but other rows still lead to them: ${listEn(which)}.`,
  "retention.over-waiting": ({ which }) =>
    `Rows are older than they may be. Clearing them waits for a member of staff to approve it: ${listEn(which)}.`,
  "retention.under-way": ({ which }) => `Being cleared now: ${listEn(which)}.`,
};
