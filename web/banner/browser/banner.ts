import { element } from "./element.ts";
import { openPreferences } from "./preferences.ts";
import { button, heading, type Surroundings } from "./surface.ts";

/** Beside the page, which stays usable: a region and no dialog. Focus stays where it is. */
export function openBanner(around: Surroundings): void {
  const { shown, acts, stage } = around;
  const { texts, asked } = shown;
  stage.show(
    element(
      "section",
      { class: "gestand", "aria-labelledby": "gestand-title", "data-gestand-surface": "banner" },
      ...heading(around),
      element("ul", {}, ...asked.filter(({ name }) => acts.asks(name)).map(({ title }) => element("li", {}, title))),
      element(
        "div",
        { class: "gestand-buttons" },
        button(texts.rejectAll, "reject", () => acts.rejectAll("banner")),
        button(texts.acceptAll, "accept", () => acts.acceptAll("banner")),
        button(texts.settings, "settings", () => openPreferences(around, () => openBanner(around))),
      ),
    ),
  );
}
