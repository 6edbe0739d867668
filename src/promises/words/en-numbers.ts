/** Counts and lists. */
import type { Listed } from "./messages.ts";

export const numbers = new Intl.NumberFormat("en-GB");

/** `3 requests`, `1 request`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numbers.format(number)} ${number === 1 ? one : many}`;
}

export function list({ shown, more }: Listed): string {
  return `${shown.join(", ")}${more > 0 ? ` and ${numbers.format(more)} more` : ""}`;
}
