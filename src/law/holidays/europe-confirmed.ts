import { localDate } from "#base";
import { recalled } from "../source.ts";
import type { HolidayCalendar } from "./calendar.ts";
import {
  allSaints,
  ascension,
  assumption,
  christmas,
  day,
  easterMonday,
  except,
  fixed,
  goodFriday,
  holiday,
  labourDay,
  last,
  monday,
  moved,
  national,
  newYear,
  nth,
  only,
  secondChristmas,
  since,
  victoryDay,
  whitMonday,
  type YearRule,
} from "./rules.ts";

/** The King's birthday, kept on the Saturday when 27 April is a Sunday. */
const kingsDay: YearRule = since(2014, moved(0, -1, fixed(4, 27)));

/** Calendars that decide a term of ours, gone through day by day against the published days of 2024 to 2032. */
export const confirmedCalendars: readonly HolidayCalendar[] = [
  {
    place: "NL",
    ...recalled("Algemene termijnenwet art. 3", {
      note: "Good Friday and 5 May are in art. 3, but it is not verified that they count for Regulation 1182/71 art. 2(1): they never lengthen a term.",
    }),
    days: [
      newYear,
      { ...goodFriday, confidence: "medium" },
      easterMonday,
      holiday("Koningsdag", "King's Day", kingsDay),
      holiday("Bevrijdingsdag", "Liberation Day", fixed(5, 5), "medium"),
      ascension,
      whitMonday,
      christmas,
      secondChristmas,
    ],
  },
  {
    place: "BE",
    ...recalled("Royal Decree of 18 April 1974 art. 1"),
    days: [
      newYear,
      easterMonday,
      labourDay,
      ascension,
      whitMonday,
      national(7, 21),
      assumption,
      allSaints,
      day("Wapenstilstand", "Armistice Day", 11, 11),
      christmas,
    ],
  },
  {
    place: "DE",
    ...recalled("Public holiday acts of all Länder; Einigungsvertrag art. 2(2)", {
      note: "Only days that are holidays in every Land.",
    }),
    days: [
      newYear,
      goodFriday,
      easterMonday,
      labourDay,
      ascension,
      whitMonday,
      day("Dag van de Duitse eenheid", "German Unity Day", 10, 3),
      christmas,
      secondChristmas,
    ],
  },
  {
    place: "FR",
    ...recalled("Code du travail art. L3133-1", { note: "Alsace and Moselle also keep Good Friday and 26 December." }),
    days: [
      newYear,
      easterMonday,
      labourDay,
      victoryDay,
      ascension,
      whitMonday,
      national(7, 14),
      assumption,
      allSaints,
      day("Wapenstilstand", "Armistice Day", 11, 11),
      christmas,
    ],
  },
  {
    place: "GB",
    ...recalled("Banking and Financial Dealings Act 1971 s. 1, Sch. 1; royal proclamations", {
      note: "England and Wales. Scotland and Northern Ireland keep other days as well.",
    }),
    days: [
      { ...newYear, on: moved(2, 1, newYear.on) },
      goodFriday,
      easterMonday,
      holiday("Early May", "Early May bank holiday", except({ 2020: localDate("2020-05-08") }, nth(1, monday, 5))),
      holiday("Kroning", "Coronation of King Charles III", only(localDate("2023-05-08"))),
      holiday("Spring", "Spring bank holiday", except({ 2022: localDate("2022-06-02") }, last(monday, 5))),
      holiday("Platina jubileum", "Platinum Jubilee", only(localDate("2022-06-03"))),
      holiday("Summer", "Summer bank holiday", last(monday, 8)),
      holiday("Uitvaart", "State Funeral of Queen Elizabeth II", only(localDate("2022-09-19"))),
      { ...christmas, on: moved(2, 2, christmas.on) },
      { ...secondChristmas, en: "Boxing Day", on: moved(2, 2, secondChristmas.on) },
    ],
  },
];
