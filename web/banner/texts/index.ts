/** The words of banner and preferences. Labels are those that programs which refuse for people look for, where they know a language. */
import type { SiteLanguage } from "#policy";
import type { BannerTexts } from "../form.ts";
import { bg, cs, hu, pl, ro, sk } from "./east.ts";
import { en, nl } from "./nl-en.ts";
import { da, et, fi, lt, lv, sv } from "./north.ts";
import { el, es, hr, it, mt, pt, sl } from "./south.ts";
import { de, fr, ga } from "./west.ts";

export const bannerTexts: Readonly<Record<SiteLanguage, BannerTexts>> = {
  bg,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  fi,
  fr,
  ga,
  hr,
  hu,
  it,
  lt,
  lv,
  mt,
  nl,
  pl,
  pt,
  ro,
  sk,
  sl,
  sv,
};
