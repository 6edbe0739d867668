/** Where structured events go: JSON lines for machines, short lines for a person at a terminal. */
import type { Logger } from "#server";

export function jsonLines(write: (line: string) => void, now: () => Date): Logger {
  return (event) => write(`${JSON.stringify({ at: now().toISOString(), ...event })}\n`);
}

/** Failures and what staff should see; ordinary requests are left out. */
export function forPeople(write: (line: string) => void): Logger {
  return ({ level, event, ...facts }) => {
    if (level === "info") return;
    const said = Object.entries(facts)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(" ");
    write(`${level}: ${event} ${said}\n`);
  };
}
