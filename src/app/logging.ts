/** Where structured events go: JSON lines for machines, short lines for a person at a terminal. */
import type { OperationalError } from "#base";
import type { LogEvent, Logger } from "#server";

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

/** What the queue could not tell a caller: work that is tried again, or work that staff must look at. */
export function troubleEvent(error: OperationalError): LogEvent {
  return error.retryable
    ? { level: "warning", event: "retrying", code: error.code }
    : { level: "error", event: "job-given-up", code: error.code };
}
