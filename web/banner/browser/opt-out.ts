/** Saying no to sale and sharing: a link of the page, and a dialog with one button. What then holds is said beside the link. */
import { element } from "./element.ts";
import { button, type Surroundings } from "./surface.ts";

const hook = "data-gestand-opt-out";

/** `opted`: it holds already. A link of another page leads here by `#gestand-opt-out`. */
export function offerOptOut(around: Surroundings, opted: () => boolean): void {
  if (around.shown.optOut === undefined) return;
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest(`[${hook}]`) === null) return;
    event.preventDefault();
    openOptOut(around, opted());
  });
  if (location.hash === "#gestand-opt-out") openOptOut(around, opted());
}

/** An empty link gets the words of the policy; beside each stands what holds. */
export function showOptOut({ shown, signal }: Surroundings, opted: boolean): void {
  const { optOut: texts, language } = shown;
  if (texts === undefined) return;
  for (const link of document.querySelectorAll(`[${hook}]`)) {
    if (link.textContent === "") link.append(texts.link);
    const { nextElementSibling: beside } = link;
    if (beside?.hasAttribute("data-gestand-status")) beside.remove();
    if (opted)
      link.after(
        element(
          "span",
          { "data-gestand-status": true, role: "status", lang: language },
          ` ${signal ? texts.signal : texts.done}`,
        ),
      );
  }
}

function openOptOut({ form, shown, acts, stage, signal }: Surroundings, opted: boolean): void {
  const { optOut: texts, asked, texts: others, noticeUrl } = shown;
  if (texts === undefined) return;
  const its = asked.filter(({ name }) => form.optOut.includes(name));
  const dialog = element(
    "dialog",
    { class: "gestand", "aria-labelledby": "gestand-title", "data-gestand-surface": "opt-out" },
    element("h2", { id: "gestand-title" }, texts.link),
    ...(opted ? [element("p", {}, element("strong", {}, signal ? texts.signal : texts.done))] : []),
    element("p", {}, texts.intro),
    element(
      "ul",
      {},
      ...its.map(({ title, vendors }) =>
        element("li", {}, vendors.length > 0 ? `${title}: ${vendors.join(", ")}` : title),
      ),
    ),
    element("p", {}, element("a", { href: noticeUrl }, others.notice)),
    element(
      "div",
      { class: "gestand-buttons" },
      ...(opted ? [] : [button(texts.stop, "stop", () => acts.optOut("opt-out"))]),
      button(texts.close, "close", () => dialog.close()),
    ),
  );
  stage.open(dialog, () => acts.askAgain());
}
