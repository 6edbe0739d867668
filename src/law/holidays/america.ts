import { recalled } from "../source.ts";
import type { HolidayCalendar } from "./calendar.ts";
import {
  christmas,
  easterMonday,
  firstFrom,
  fixed,
  friday,
  goodFriday,
  holiday,
  last,
  lastBefore,
  monday,
  moved,
  newYear,
  nth,
  secondChristmas,
  since,
  thursday,
} from "./rules.ts";

const kingDay = holiday("Martin Luther Kingdag", "Martin Luther King Jr. Day", nth(3, monday, 1));
const presidentsDay = holiday("Presidentendag", "Presidents' Day", nth(3, monday, 2));
const memorialDay = holiday("Memorial Day", "Memorial Day", last(monday, 5));
const independenceDay = holiday("Onafhankelijkheidsdag", "Independence Day", moved(0, 1, fixed(7, 4)));
const americanLabourDay = holiday("Labor Day", "Labor Day", nth(1, monday, 9));
const thanksgiving = holiday("Thanksgiving", "Thanksgiving Day", nth(4, thursday, 11));
const dayAfterThanksgiving = firstFrom(friday, 11, 23);

export const americanCalendars: readonly HolidayCalendar[] = [
  {
    place: "US-CA",
    ...recalled("California Government Code 6700, 6701", {
      note: "A Sunday moves to Monday, and 11 November on a Saturday to Friday. Days on which state offices work are marked unconfirmed, and so not left out of a count.",
    }),
    days: [
      { ...newYear, on: moved(0, 1, newYear.on) },
      kingDay,
      presidentsDay,
      holiday("César Chávezdag", "Cesar Chavez Day", moved(0, 1, fixed(3, 31)), "medium"),
      memorialDay,
      independenceDay,
      americanLabourDay,
      holiday("Dag van de inheemse volken", "Native American Day", nth(4, friday, 9), "low"),
      holiday("Veteranendag", "Veterans Day", moved(-1, 1, fixed(11, 11))),
      thanksgiving,
      holiday("Dag na Thanksgiving", "Day after Thanksgiving", dayAfterThanksgiving, "medium"),
      { ...christmas, on: moved(0, 1, christmas.on) },
    ],
  },
  {
    place: "US-NV",
    ...recalled("NRS 236.015", {
      confidence: "medium",
      note: "Nevada's terms are in calendar days; the calendar is here to show, not to count.",
    }),
    days: [
      { ...newYear, on: moved(-1, 1, newYear.on) },
      kingDay,
      presidentsDay,
      memorialDay,
      holiday("Juneteenth", "Juneteenth", since(2021, moved(-1, 1, fixed(6, 19)))),
      { ...independenceDay, on: moved(-1, 1, fixed(7, 4)) },
      americanLabourDay,
      holiday("Nevadadag", "Nevada Day", last(friday, 10)),
      holiday("Veteranendag", "Veterans Day", moved(-1, 1, fixed(11, 11))),
      thanksgiving,
      holiday("Dag na Thanksgiving", "Family Day", dayAfterThanksgiving),
      { ...christmas, on: moved(-1, 1, christmas.on) },
    ],
  },
  {
    place: "CA",
    ...recalled("Interpretation Act (R.S.C. 1985, c. I-21) s. 35(1)", { confidence: "medium" }),
    days: [
      newYear,
      goodFriday,
      easterMonday,
      holiday("Victoria Day", "Victoria Day", lastBefore(monday, 5, 25)),
      holiday("Canadadag", "Canada Day", moved(0, 1, fixed(7, 1))),
      holiday("Labour Day", "Labour Day", nth(1, monday, 9)),
      holiday("Dag van waarheid en verzoening", "National Day for Truth and Reconciliation", since(2021, fixed(9, 30))),
      holiday("Thanksgiving", "Thanksgiving Day", nth(2, monday, 10)),
      holiday("Herdenkingsdag", "Remembrance Day", fixed(11, 11)),
      christmas,
      secondChristmas,
    ],
  },
  {
    place: "CA-QC",
    ...recalled("Interpretation Act (CQLR c. I-16) s. 61(23)", { confidence: "medium" }),
    days: [
      newYear,
      goodFriday,
      easterMonday,
      holiday("Dag van de patriotten", "National Patriots' Day", lastBefore(monday, 5, 25)),
      holiday("Nationale feestdag", "National Holiday", fixed(6, 24)),
      holiday("Canadadag", "Canada Day", moved(0, 1, fixed(7, 1))),
      holiday("Labour Day", "Labour Day", nth(1, monday, 9)),
      holiday("Thanksgiving", "Thanksgiving Day", nth(2, monday, 10)),
      christmas,
    ],
  },
];
