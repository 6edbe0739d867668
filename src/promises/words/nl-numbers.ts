/** Aantallen en opsommingen. */
import type { Listed } from "./messages.ts";

export const numbers = new Intl.NumberFormat("nl-NL");

/** `3 verzoeken`, `1 verzoek`. */
export function count(number: number, one: string, many: string): string {
  return `${numbers.format(number)} ${number === 1 ? one : many}`;
}
export function list({ shown, more }: Listed): string {
  return `${shown.join(", ")}${more > 0 ? ` en nog ${numbers.format(more)}` : ""}`;
}
