/**
 * Asks an age before a form goes: `data-gestand-age` on the form. Nothing of the answer is sent or stored by us; who was too young
 * cannot simply answer again in this tab.
 */
import { element } from "./element.ts";
import type { Sight } from "./sights.ts";
import { button, type Surroundings } from "./surface.ts";

const young = "gestand-young";

export function guardAge(around: Surroundings, tell: Sight): void {
  const { form, shown } = around;
  const { age } = form;
  const texts = shown.age;
  if (age === undefined || texts === undefined) return;
  const oldEnough = new WeakSet<HTMLFormElement>();
  document.addEventListener(
    "submit",
    (event) => {
      const { target, submitter } = event;
      if (!(target instanceof HTMLFormElement) || !target.hasAttribute("data-gestand-age") || oldEnough.has(target))
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(around, () => {
        oldEnough.add(target);
        target.requestSubmit(submitter);
      });
    },
    true,
  );
  if (document.querySelector("form[data-gestand-age]") !== null) tell("age");
}

function ask(around: Surroundings, go: () => void): void {
  const { form, shown, stage } = around;
  const { age } = form;
  const texts = shown.age;
  if (age === undefined || texts === undefined) return;
  const leave = () => {
    stage.close();
    around.acts.askAgain();
  };
  const refused = () => {
    remember();
    open(around, texts.title, element("p", { role: "alert" }, texts.refused), button(texts.close, "close", leave));
  };
  const answer = (isOld: boolean) => {
    if (!isOld) return refused();
    leave();
    go();
  };
  if (isYoung()) return refused();
  if (age.by === "declared")
    return open(
      around,
      texts.title,
      button(texts.younger, "younger", () => answer(false)),
      button(texts.older, "older", () => answer(true)),
    );
  const day = element("input", { type: "date", id: "gestand-birth", autocomplete: "bday", required: true });
  const said = () => day.reportValidity() && answer(day.value <= latestBirth(age.years));
  open(
    around,
    texts.title,
    element("p", {}, element("label", { for: "gestand-birth" }, texts.birthDate), " ", day),
    button(texts.next, "next", () => void said()),
  );
}

function open({ stage, acts }: Surroundings, title: string, ...parts: readonly HTMLElement[]): void {
  const buttons = parts.filter(({ localName }) => localName === "button");
  stage.open(
    element(
      "dialog",
      { class: "gestand", "aria-labelledby": "gestand-title", "data-gestand-surface": "age" },
      element("h2", { id: "gestand-title" }, title),
      ...parts.filter(({ localName }) => localName !== "button"),
      element("div", { class: "gestand-buttons" }, ...buttons),
    ),
    () => acts.askAgain(),
  );
}

function pad(part: number): string {
  return String(part).padStart(2, "0");
}

/** Whoever was born on this day or before is that old today; by the calendar of the browser. */
function latestBirth(years: number): string {
  const today = new Date();
  return `${today.getFullYear() - years}-${pad(today.getMonth() + 1)}-${pad(today.getDate())}`;
}

function remember(): void {
  try {
    sessionStorage.setItem(young, "1");
  } catch {}
}

function isYoung(): boolean {
  try {
    return sessionStorage.getItem(young) !== null;
  } catch {
    return false;
  }
}
