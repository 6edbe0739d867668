/** The frame of every page. */
import type { Language } from "#base";
import { type Html, html } from "./html.ts";

export interface PageFrame {
  readonly language: Language;
  readonly title: string;
  /** Shown left in the header, links home. */
  readonly brand: { readonly name: string; readonly href: string };
  readonly navigation: readonly { readonly href: string; readonly text: string; readonly current?: boolean }[];
  /** Right in the header: languages, or who is signed in. */
  readonly aside?: Html;
  readonly main: Html;
  readonly footer?: Html;
  /** What programs read about this page, by name. */
  readonly meta?: Readonly<Record<string, string>>;
  /** The address under which this content is to be found, where it stands at several. */
  readonly canonical?: string | undefined;
  readonly kind: "centre" | "console";
  /** Enhancement only; everything works without it. */
  readonly script?: string;
}

const words = {
  nl: { skip: "Naar de inhoud", menu: "Hoofdmenu" },
  en: { skip: "Skip to content", menu: "Main menu" },
} as const satisfies Record<Language, unknown>;

export function page(frame: PageFrame): Html {
  const word = words[frame.language];
  return html`<html lang="${frame.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${frame.title} · ${frame.brand.name}</title>
  ${Object.entries(frame.meta ?? {}).map(([name, content]) => html`<meta name="${name}" content="${content}">`)}
  ${frame.canonical === undefined ? null : html`<link rel="canonical" href="${frame.canonical}">`}
  <link rel="stylesheet" href="/assets/gestand.css">
  <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
  ${frame.script === undefined ? null : html`<script type="module" src="${frame.script}"></script>`}
</head>
<body class="${frame.kind}">
  <a class="skip" href="#content">${word.skip}</a>
  <header class="top"><div class="wide">
    <a class="brand" href="${frame.brand.href}">${frame.brand.name}</a>
    <nav aria-label="${word.menu}">${frame.navigation.map((item) => html`<a href="${item.href}"${item.current === true ? html` aria-current="page"` : null}>${item.text}</a>`)}</nav>
    <div class="aside">${frame.aside}</div>
  </div></header>
  <main id="content" class="wide" tabindex="-1">${frame.main}</main>
  <footer class="wide">${frame.footer}</footer>
</body>
</html>`;
}
