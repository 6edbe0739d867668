import type { SiteForm } from "./form.ts";

/** The built script around what this site is told. JSON is JavaScript since ECMAScript 2019; a `<` could end an inline script. */
export function siteScript(built: string, form: SiteForm): string {
  return `(()=>{const FORM=${JSON.stringify(form).replaceAll("<", "\\u003c")};\n${built}})();\n`;
}
