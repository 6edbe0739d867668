/** Prometheus text: counts and ages only, nothing about a person. */
import type { MailboxStatus } from "#inbox";
import type { ServerParts } from "./parts.ts";

export async function metricsText(
  parts: Pick<ServerParts, "store" | "requests" | "promises" | "evidence" | "incoming" | "version">,
): Promise<string> {
  const { reader } = parts.store;
  const [queue, promises, size, post] = await Promise.all([
    parts.requests.queueCounts(reader),
    parts.promises.latest(reader),
    parts.evidence.size(reader),
    parts.incoming.status(reader),
  ]);
  const lines = [
    ...family("gestand_info", "Version that runs", "gauge", [[`{version="${parts.version}"}`, 1]]),
    ...family(
      "gestand_requests_open",
      "Open requests by state",
      "gauge",
      [...queue.byState].map(([state, requests]) => [`{state="${state}"}`, requests] as const),
    ),
    ...family("gestand_requests_overdue", "Open requests past their due date", "gauge", [["", queue.overdue]]),
    ...family(
      "gestand_promises",
      "Promises by status",
      "gauge",
      counted(
        promises.map((promise) => promise.status),
        "status",
      ),
    ),
    ...(parts.incoming.watched ? mailboxFamilies(post) : []),
    ...family("gestand_evidence_entries", "Entries in the evidence log", "counter", [["", size]]),
  ];
  return `${lines.join("\n")}\n`;
}

function mailboxFamilies({ failing, lookedAt, toSort }: MailboxStatus): string[] {
  return [
    ...family("gestand_mailbox_up", "Whether the watched mailbox could be read the last time", "gauge", [
      ["", failing === undefined && lookedAt !== undefined ? 1 : 0],
    ]),
    ...family("gestand_mailbox_read_seconds", "When the watched mailbox was last read, as Unix time", "gauge", [
      ["", Math.floor((lookedAt?.getTime() ?? 0) / 1_000)],
    ]),
    ...family("gestand_letters_to_sort", "Letters that wait for staff to say what they are", "gauge", [["", toSort]]),
  ];
}

function family(
  name: string,
  help: string,
  type: "gauge" | "counter",
  samples: readonly (readonly [string, number])[],
): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
  ];
}

function counted(values: readonly string[], label: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => [`{${label}="${value}"}`, count]);
}
