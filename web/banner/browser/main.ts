/** The script of a site: asks once, holds back until then, and keeps the way back open. */
import type { FormInLanguage, SiteForm } from "../form.ts";
import { openBanner } from "./banner.ts";
import { clearDatabases, clearNow } from "./clear.ts";
import { createGate } from "./gate.ts";
import { tellGoogle } from "./google.ts";
import { guardAge } from "./age.ts";
import { fillNotes } from "./notes.ts";
import { watchPayloads } from "./payload.ts";
import { unfairness } from "./fair.ts";
import { type Sight, tellSights } from "./sights.ts";
import { tellAccount } from "./account.ts";
import { isAnswered, random, readKept, writeKept } from "./kept.ts";
import { offerOptOut, showOptOut } from "./opt-out.ts";
import { putPlaceholder } from "./placeholder.ts";
import { openPreferences } from "./preferences.ts";
import { send, sendWaiting, signalled } from "./send.ts";
import { style } from "./style.ts";
import { drawn } from "./wording.ts";
import { type Choices, createStage, type Surroundings } from "./surface.ts";

declare const FORM: SiteForm;

type Listener = (choices: Choices) => void;

/** What holds in this page now. */
interface Standing {
  readonly visitor: string;
  choices: Choices;
  /** Of those, what was answered; what was not is off and asked. */
  answers: Choices;
  /** Said no to sale and sharing. */
  optedOut: boolean;
  readonly listeners: Set<Listener>;
  readonly tell: Sight;
  /** Addresses that the page's Content-Security-Policy held back. */
  readonly blocked: Set<string>;
  /** After a choice: what is allowed now loads. */
  open(): void;
}

function start(form: SiteForm): void {
  const page = document.documentElement.lang.slice(0, 2);
  const inLanguage = form.forms.find(({ language }) => language === page) ?? form.forms[0];
  if (inLanguage === undefined) return;
  const shown = drawn(inLanguage);
  const kept = readKept();
  const answered = isAnswered(form, kept);
  const standing: Standing = {
    visitor: kept?.visitor ?? random(),
    choices: answered ? { ...all(form, false), ...kept.choices } : all(form, false),
    answers: answered ? kept.choices : {},
    optedOut: kept?.optedOut === true,
    listeners: new Set(),
    tell: tellSights(form.seenUrl),
    blocked: new Set(),
    open: () => undefined,
  };
  const { tell } = standing;
  const around = surroundings(form, shown, standing);
  const gate = createGate(
    form,
    (purpose) => standing.choices[purpose] !== false,
    (frame, purposes) => putPlaceholder(around, frame, purposes),
    watchPayloads(form, tell),
  );
  standing.open = () => gate.open();
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => standing.blocked.add(blockedURI));
  tellGoogle(form, standing.choices, "default");
  offer(around, standing);
  const begin = () => {
    document.adoptedStyleSheets.push(style(form));
    sendWaiting(form);
    gate.open();
    // A yes from before the browser said no does not outlast it; one that was given beside it does.
    const unheard = around.signal && !(answered && (kept.signal || !Object.values(kept.choices).includes(true)));
    if (unheard) void choose(around, standing, "signal", "banner", all(form, false));
    else if (!answered) openBanner(around);
    showOptOut(around, isOut(around, standing));
    offerOptOut(around, () => isOut(around, standing));
    if (document.querySelector("[data-gestand-opt-out]") !== null && form.optOut.length > 0) tell("opt-out");
    guardAge(around, tell);
    fillNotes(shown, tell);
    tellAccount(around, standing.visitor, () => isOut(around, standing));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

function surroundings(form: SiteForm, shown: FormInLanguage, standing: Standing): Surroundings {
  const isYes = () => Object.values(standing.choices).includes(true);
  const act = (action: string, surface: string, next: Choices) => void choose(around, standing, action, surface, next);
  const around: Surroundings = {
    form,
    shown,
    signal: (form.gpc && signalled()) || (form.dnt && navigator.doNotTrack === "1"),
    stage: createStage(shown.language, form.rightToLeft.includes(shown.language) ? "rtl" : "ltr"),
    acts: {
      acceptAll: (surface) =>
        act(
          "accept-all",
          surface,
          surface === "banner"
            ? Object.fromEntries(Object.keys(form.held).map((each) => [each, around.acts.asks(each)]))
            : all(form, true),
        ),
      rejectAll: (surface) => act(isYes() ? "withdraw" : "reject-all", surface, all(form, false)),
      save: (next) => act("save", "preferences", next),
      allow: (purposes) =>
        act("save", "placeholder", {
          ...standing.choices,
          ...Object.fromEntries(purposes.map((each) => [each, true])),
        }),
      allowed: (purpose) => standing.choices[purpose] === true,
      optOut: (surface) =>
        act("opt-out", surface, {
          ...standing.choices,
          ...among(form.optOut, {}),
        }),
      askAgain: () => {
        if (Object.keys(form.held).some((purpose) => !(purpose in standing.answers))) openBanner(around);
      },
      asks: (purpose) => !(standing.optedOut && form.optOut.includes(purpose)),
    },
  };
  return around;
}

function among(purposes: readonly string[], choices: Choices): Choices {
  return Object.fromEntries(purposes.map((each) => [each, choices[each] === true]));
}

/** Nothing is sold or shared from this browser: it was said, or the browser says so by itself and nothing else was chosen. */
function isOut({ form, signal }: Surroundings, { optedOut, choices }: Standing): boolean {
  return form.optOut.length > 0 && (optedOut || (signal && !form.optOut.some((purpose) => choices[purpose])));
}

function all({ held }: SiteForm, yes: boolean): Choices {
  return Object.fromEntries(Object.keys(held).map((purpose) => [purpose, yes]));
}

async function choose(
  around: Surroundings,
  standing: Standing,
  action: string,
  surface: string,
  next: Choices,
): Promise<void> {
  const { form, shown, stage } = around;
  const { visitor, choices: before, listeners, blocked, tell } = standing;
  const unfair = unfairness();
  if (unfair !== undefined) tell(`unfair.${unfair}`);
  const withdrawn = Object.keys(before).filter((purpose) => before[purpose] && !next[purpose]);
  const granted = Object.keys(next).filter((purpose) => next[purpose] && !before[purpose]);
  standing.choices = next;
  const optOut = action === "opt-out";
  standing.optedOut = optOut || (standing.optedOut && !form.optOut.some((purpose) => next[purpose]));
  // Who only said no to sale has not answered the rest.
  standing.answers = optOut ? { ...standing.answers, ...among(form.optOut, next) } : next;
  const { answers, optedOut } = standing;
  writeKept(form, { visitor, version: form.version, choices: answers, optedOut, signal: around.signal });
  stage.close();
  tellGoogle(form, next, "update");
  showOptOut(around, isOut(around, standing));
  standing.open();
  for (const listener of listeners) listener(next);
  around.acts.askAgain();
  const chosen = { action, surface, choices: next };
  send(form, shown, visitor, withdrawn.length > 0 ? { ...chosen, residue: clearNow(form, withdrawn) } : chosen);
  if (withdrawn.length > 0) {
    const residue = await clearDatabases(form, withdrawn);
    if (residue.length > 0) send(form, shown, visitor, { ...chosen, residue });
  }
  // What runs cannot be stopped in a page, and what the page's own policy held back comes only with a new one.
  if (withdrawn.length > 0 || (blocked.size > 0 && granted.length > 0)) setTimeout(() => location.reload(), 50);
}

/** For the page: links that open the preferences, and what programs may ask. */
function offer(around: Surroundings, standing: Standing): void {
  const open = () => openPreferences(around, () => around.acts.askAgain());
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest("[data-gestand-open]") === null) return;
    event.preventDefault();
    open();
  });
  Object.assign(window, {
    gestand: {
      open,
      allowed: (purpose: string) => around.acts.allowed(purpose),
      onChange: (listener: Listener) => standing.listeners.add(listener),
    },
  });
}

start(FORM);
