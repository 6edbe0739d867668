import type { SiteForm } from "../form.ts";

/** Colours and sizes follow the page by `--gestand-…` variables; no choice can be made to look better than another. */
export function style({ look }: SiteForm): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const colours = Object.entries(look).map(([name, colour]) => `${name}:${colour}`);
  sheet.replaceSync(css + (colours.length > 0 ? `.gestand{${colours.join(";")}}` : ""));
  return sheet;
}

const css = `.gestand{box-sizing:border-box;font:var(--gestand-font,400 1rem/1.5 system-ui,sans-serif);color:var(--gestand-ink,#1b2420);background:var(--gestand-ground,#fff);border:1px solid var(--gestand-line,#767f7a);border-radius:var(--gestand-radius,10px);padding:1rem 1.25rem;color-scheme:light dark}
section.gestand{position:fixed;z-index:2147483646;inset:auto 1rem 1rem;max-width:44rem;max-height:calc(100vh - 2rem);overflow:auto;margin-inline:auto;box-shadow:0 4px 24px #0004}
dialog.gestand{max-width:40rem;width:calc(100% - 2rem);max-height:calc(100vh - 2rem)}
.gestand::backdrop{background:#000a}
.gestand h2{font-size:1.15em;margin:0 0 .4em}
.gestand p,.gestand ul{margin:0 0 .75em}
.gestand ul{padding-inline-start:1.2em}
iframe[data-gestand]{display:none}
.gestand a{color:inherit}
.gestand-buttons{display:flex;flex-wrap:wrap;gap:.6em}
.gestand button{flex:1 1 9em;min-height:44px;font:inherit;font-weight:600;color:var(--gestand-button-ink,#fff);background:var(--gestand-button,#155e4b);border:2px solid transparent;border-radius:8px;padding:.4em 1em;cursor:pointer}
.gestand :focus-visible{outline:3px solid var(--gestand-focus,#1d6fd6);outline-offset:2px}
.gestand-purpose{display:grid;grid-template-columns:auto 1fr;gap:.2em .7em;align-items:start;margin-bottom:.5em}
.gestand-purpose input{width:24px;height:24px;margin:0}
.gestand-purpose label{font-weight:600}
.gestand-purpose p{grid-column:2}
@media(prefers-color-scheme:dark){.gestand{color:var(--gestand-ink,#e9ecea);background:var(--gestand-ground,#1c2024);border-color:var(--gestand-line,#8b959b)}.gestand button{color:var(--gestand-button-ink,#0c1f19);background:var(--gestand-button,#6fd3b1)}}
@media(forced-colors:active){.gestand button{color:ButtonText;background:ButtonFace;border-color:ButtonText}}`;
