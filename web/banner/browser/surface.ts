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
  close(): void;
  shows(surface: HTMLElement): boolean;
}

export function createStage(language: string, direction: "ltr" | "rtl"): Stage {
  let open: HTMLElement | undefined;
  const close = () => {
    open?.remove();
    open = undefined;
  };
  return {
    show: (surface) => {
      close();
      surface.lang = language;
      surface.dir = direction;
      open = surface;
      document.body.append(surface);
    },
    close,
    shows: (surface) => open === surface,
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
