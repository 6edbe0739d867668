/** Invented people and places for the rows nobody looks at one by one. Every domain ends in the reserved `.example`. */
import { pick, roll } from "./random.ts";

const firstNames =
  "Anna,Bram,Carlijn,Daan,Eva,Floris,Gijs,Hanna,Ilse,Jasper,Karin,Lars,Maud,Niels,Olivia,Pim,Quinten,Roos,Stijn,Tess,Umar,Vera,Wouter,Xander,Yara,Zoë,Amina,Bilal,Chaima,Deniz,Emre,Fatima".split(
    ",",
  );
const lastNames =
  "Appelboom,Beukelaar,Coster,Dijkgraaf,Eikelenburg,Fonteijn,Groenewoud,Hazelaar,IJsselstein,Jonkman,Kastanje,Lindeman,Molenaar,Noorderlicht,Olmstra,Populier,Rozenboom,Sparreveld,Tamarinde,Uilenbroek,Veldhoen,Wilgenhof,Zandvoorde".split(
    ",",
  );
const streets = "Voorbeeldstraat,Modelweg,Proeflaan,Monsterkade,Schetspad,Verzinselplein,Oefenhof,Dummydreef".split(
  ",",
);
const towns = "Voorbeeldstad,Fictiedam,Verzonnenveen,Proefhoven,Modeldorp,Schijnburg".split(",");
const hosts = ["post.example", "thuis.example", "mail.example"];

export const nameOf = (who: string): string => `(${pick(who, 1, firstNames)} || ' ' || ${pick(who, 2, lastNames)})`;

/** Unique, because the number is in it. */
export const emailOf = (who: string): string =>
  `('p' || (${who})::text || '.' || lower(${pick(who, 2, lastNames)}) || '@' || ${pick(who, 3, hosts)})`;

/** 06 followed by a zero is not given out to subscribers. */
export const phoneOf = (who: string): string => `('+31 6 0' || lpad((${roll(who, 4, 10_000_000)})::text, 7, '0'))`;

export const streetOf = (who: string): string => pick(who, 5, streets);
export const houseNumberOf = (who: string): string => `(1 + ${roll(who, 6, 250)})::text`;
export const postcodeOf = (who: string): string =>
  `((1000 + ${roll(who, 7, 8999)})::text || ' ' || ${pick(who, 8, ["XA", "XB", "XC", "XD"])})`;
export const townOf = (who: string): string => pick(who, 9, towns);

export const addressOf = (who: string): string =>
  `(${streetOf(who)} || ' ' || ${houseNumberOf(who)} || ', ' || ${postcodeOf(who)} || ' ' || ${townOf(who)})`;
