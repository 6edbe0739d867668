/** What banner, preferences and placeholders have in common: one is open at a time, and every button weighs the same. */
import type { FormInLanguage, SiteForm } from "../form.ts";
import { element } from "./element.ts";

export type Choices = Readonly<Record<string, boolean>>;

export interface Acts {
  acceptAll(surface: string): void;
  rejectAll(surface: string): void;
  save(choices: Choices): void;
  allow(purposes: readonly string[]): void;
  allowed(purpose: string): boolean;
  /** No to sale and sharing; nothing else changes. */
  optOut(surface: string): void;
  /** Shows the banner to who has not answered: something else stood in its place. */
  askAgain(): void;
  /** What may be asked: nobody who said no to sale is asked about it again. */
  asks(purpose: string): boolean;
}

export interface Surroundings {
  readonly form: SiteForm;
  readonly shown: FormInLanguage;
  readonly acts: Acts;
  /** The browser said no by itself. */
  readonly signal: boolean;
  readonly stage: Stage;
}

/** Nothing is in the page that is not shown: programs that refuse for people would meet it. */
export interface Stage {
  show(surface: HTMLElement): void;
  /** A dialog of the browser: it keeps the focus, closes on Escape and gives the focus back. `otherwise`: closed without a choice. */
  open(dialog: HTMLDialogElement, otherwise: () => void): void;
  close(): void;
}

export function createStage(language: string, direction: "ltr" | "rtl"): Stage {
  let open: HTMLElement | undefined;
  const close = () => {
    open?.remove();
    open = undefined;
  };
  const show = (surface: HTMLElement) => {
    close();
    surface.lang = language;
    surface.dir = direction;
    open = surface;
    document.body.append(surface);
  };
  return {
    show,
    open: (dialog, otherwise) => {
      const back = document.activeElement;
      dialog.addEventListener("close", () => {
        // Closing is no choice: who had not chosen is asked as before.
        if (open !== dialog) return;
        close();
        otherwise();
        if (back instanceof HTMLElement) back.focus();
      });
      show(dialog);
      dialog.showModal();
    },
    close,
  };
}

export function button(text: string, hook: string, on: () => void): HTMLButtonElement {
  return element("button", { type: "button", "data-gestand-button": hook, on }, text);
}

/** Title, what it is about, and what the browser said. */
export function heading({ shown, signal }: Surroundings): HTMLElement[] {
  const { texts, noticeUrl } = shown;
  return [
    element("h2", { id: "gestand-title" }, texts.title),
    element("p", {}, texts.intro, " ", element("a", { href: noticeUrl }, texts.notice)),
    ...(signal ? [element("p", {}, texts.signal)] : []),
  ];
}
