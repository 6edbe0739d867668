import type { AskedPurpose } from "../form.ts";
import { element } from "./element.ts";
import { keptReceipt } from "./send.ts";
import { button, heading, type Surroundings } from "./surface.ts";

/** `otherwise`: when nothing was chosen. */
export function openPreferences(around: Surroundings, otherwise: () => void): void {
  const { shown, acts, stage } = around;
  const { texts, asked, essential } = shown;
  const boxes = asked.map(({ name }) =>
    element("input", { type: "checkbox", name, id: `gestand-${name}`, checked: acts.allowed(name) }),
  );
  const chosen = () => Object.fromEntries(boxes.map(({ name, checked }) => [name, checked]));
  const dialog = element(
    "dialog",
    { class: "gestand", "aria-labelledby": "gestand-title", "data-gestand-surface": "preferences" },
    ...heading(around),
    ...asked.map((purpose, at) => row(around, purpose, boxes[at])),
    element("p", {}, `${texts.always}: ${essential.join(", ")}.`),
    ...receiptLink(texts.receipt),
    element(
      "div",
      { class: "gestand-buttons" },
      button(texts.rejectAll, "reject", () => acts.rejectAll("preferences")),
      button(texts.acceptAll, "accept", () => acts.acceptAll("preferences")),
      button(texts.save, "save", () => acts.save(chosen())),
    ),
  );
  stage.open(dialog, otherwise);
}

/** The receipt of the last choice, as a file. */
function receiptLink(text: string): HTMLElement[] {
  const receipt = keptReceipt();
  if (receipt === null) return [];
  const href = URL.createObjectURL(new Blob([receipt], { type: "application/json" }));
  return [element("p", {}, element("a", { href, download: "consent.json" }, text))];
}

function row(
  { shown }: Surroundings,
  { name, title, vendors, stores }: AskedPurpose,
  box = element("input"),
): HTMLElement {
  const { texts } = shown;
  const facts = [
    [texts.vendors, vendors],
    [texts.stores, stores],
  ] as const;
  return element(
    "div",
    { class: "gestand-purpose" },
    box,
    element("label", { for: `gestand-${name}` }, title),
    element("p", {}, facts.flatMap(([what, all]) => (all.length > 0 ? `${what}: ${all.join(", ")}.` : [])).join(" ")),
  );
}
