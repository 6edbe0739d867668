import type { SiteForm } from "../form.ts";
import type { Choices } from "./surface.ts";

/** Google Consent Mode v2: everything denied until a purpose that needs it is allowed. */
export function tellGoogle({ held }: SiteForm, choices: Choices, command: "default" | "update"): void {
  const signals = Object.entries(held).flatMap(([purpose, each]) =>
    each.google.map((signal) => [signal, purpose] as const),
  );
  if (signals.length === 0) return;
  const layer: unknown[] = ((window as { dataLayer?: unknown[] }).dataLayer ??= []);
  const states = Object.fromEntries(
    signals.map(([signal, purpose]) => [signal, choices[purpose] ? "granted" : "denied"]),
  );
  // Their script takes nothing but an arguments object.
  function say(..._call: unknown[]): void {
    // oxlint-disable-next-line prefer-rest-params
    layer.push(arguments);
  }
  say("consent", command, states);
}
