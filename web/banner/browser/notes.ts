/** What people read beside the fields of a form: `data-gestand-note="checkout"`, and `data-gestand-field` for one of its fields. */
import type { FormInLanguage } from "../form.ts";
import { element } from "./element.ts";
import type { Sight } from "./sights.ts";

export function fillNotes({ notes, noticeUrl, texts, language }: FormInLanguage, tell: Sight): void {
  for (const place of document.querySelectorAll("[data-gestand-note]:empty")) {
    const form = place.getAttribute("data-gestand-note") ?? "";
    const field = place.getAttribute("data-gestand-field");
    const note = notes[form];
    if (note === undefined) continue;
    place.setAttribute("lang", language);
    if (field !== null) place.append(note.fields[field] ?? "");
    else {
      place.setAttribute("role", "note");
      place.append(...note.lines.map((line) => element("p", {}, line)));
      if (note.notice) place.append(element("p", {}, element("a", { href: noticeUrl }, texts.notice)));
      tell(`note.${form}`);
    }
  }
}
