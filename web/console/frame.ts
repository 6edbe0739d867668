import type { Language } from "#base";
import { heldBack } from "#notice";
import { type Policy, switchable } from "#policy";
import { button, type Html, hidden, html, page } from "#ui";
import { texts } from "./texts.ts";

/** What every page of the console knows. */
export interface ConsoleFrame {
  readonly policy: Policy;
  readonly language: Language;
  /** Path of this page, to come back to after choosing a language. */
  readonly path: string;
  readonly member?: { readonly name: string } | undefined;
}
export type ConsoleSection =
  | "queue"
  | "letters"
  | "tasks"
  | "recipients"
  | "register"
  | "consents"
  | "promises"
  | "retention"
  | "versions"
  | "evidence"
  | "account";

export function consolePage(frame: ConsoleFrame, title: string, main: Html, current?: ConsoleSection): Html {
  const t = texts[frame.language];
  const asksVisitors = heldBack(frame.policy).length > 0;
  const sections: readonly ConsoleSection[] = [
    "queue",
    ...(frame.policy.channels?.mailbox === undefined ? [] : (["letters"] as const)),
    "tasks",
    "recipients",
    "register",
    ...(asksVisitors || switchable(frame.policy).length > 0 ? (["consents"] as const) : []),
    "promises",
    ...(frame.policy.keep.length > 0 ? (["retention"] as const) : []),
    "versions",
    "evidence",
  ];
  const other: Language = frame.language === "nl" ? "en" : "nl";
  return page({
    kind: "console",
    language: frame.language,
    title,
    brand: { name: `${frame.policy.organisation.name} · ${t.name}`, href: "/console" },
    navigation:
      frame.member === undefined
        ? []
        : sections.map((section) => ({
            href:
              section === "queue"
                ? "/console"
                : `/console/${section === "consents" && !asksVisitors ? "permissions" : section}`,
            text: t.nav[section],
            current: section === current,
          })),
    aside: html`<form method="post" action="/console/language">${hidden("language", other)}${hidden("back", frame.path)}${button(texts[other].languageName, { kind: "quiet" })}</form>
      ${
        frame.member === undefined
          ? null
          : html`<a href="/console/account"${current === "account" ? html` aria-current="page"` : null}>${frame.member.name}</a>
      <form method="post" action="/console/sign-out">${button(t.signOut, { kind: "quiet" })}</form>`
      }`,
    main,
    footer:
      frame.member === undefined
        ? html``
        : html`<p class="keys">${t.keys}: <kbd>j</kbd> <kbd>k</kbd> ${t.keysMove}, <kbd>Enter</kbd> ${t.keysOpen}, <kbd>g</kbd> <kbd>q</kbd>/<kbd>r</kbd>/<kbd>p</kbd>/<kbd>v</kbd>/<kbd>e</kbd> ${t.keysGo}</p>`,
    script: "/assets/console.js",
  });
}

/** What a part of the world that failed says is in English. */
export function englishIn(language: Language): Html | null {
  return language === "en" ? null : html` lang="en"`;
}
