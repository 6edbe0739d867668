import type { Language } from "#base";
import type { Policy } from "#policy";
import { type Html, html, page } from "#ui";
import { texts } from "./texts.ts";

/** What every page of the centre knows. */
export interface CentreFrame {
  readonly policy: Policy;
  readonly language: Language;
  /** Path of this page after the language, such as `/privacy`; for the link to the other language. */
  readonly path: string;
}

/** A page in the frame of the centre. `current` is the navigation item that the page belongs to. */
export function centrePage(
  frame: CentreFrame,
  title: string,
  main: Html,
  current?: "notice" | "ask" | "proof",
  meta: Readonly<Record<string, string>> = {},
  canonical?: string,
): Html {
  const t = texts[frame.language];
  const at = (path: string) => `/${frame.language}${path}`;
  const others = frame.policy.languages.filter((language) => language !== frame.language);
  const { organisation } = frame.policy;
  return page({
    kind: "centre",
    meta,
    canonical,
    language: frame.language,
    title,
    brand: { name: organisation.name, href: at("") },
    navigation: [
      { href: at(""), text: t.nav.home, current: current === "ask" },
      { href: at("/privacy"), text: t.nav.notice, current: current === "notice" },
      { href: at("/proof"), text: t.nav.proof, current: current === "proof" },
    ],
    aside: html`${others.map((other) => html`<a href="/${other}${frame.path}" hreflang="${other}" lang="${other}">${texts[other].languageName}</a>`)}`,
    main,
    footer: html`<p>${organisation.legalName ?? organisation.name}${organisation.address === undefined ? null : html`, ${organisation.address}`}<br>
      <a href="mailto:${organisation.contact.email}">${organisation.contact.email}</a></p>
      <p>${t.poweredBy}</p>`,
  });
}
