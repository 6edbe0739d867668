/** Prometheus text: counts and ages only, nothing about a person. */
import type { MailboxStatus } from "#inbox";
import type { TableTerm } from "#retention";
import type { ServerParts } from "./parts.ts";

export async function metricsText(
  parts: Pick<ServerParts, "store" | "requests" | "promises" | "evidence" | "incoming" | "retention" | "version">,
): Promise<string> {
  const { reader } = parts.store;
  const [queue, promises, size, post, terms] = await Promise.all([
    parts.requests.queueCounts(reader),
    parts.promises.latest(reader),
    parts.evidence.size(reader),
    parts.incoming.status(reader),
    parts.retention.tables(reader),
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
    ...retentionFamilies(terms),
    ...(parts.incoming.watched ? mailboxFamilies(post) : []),
    ...family("gestand_evidence_entries", "Entries in the evidence log", "counter", [["", size]]),
  ];
  return `${lines.join("\n")}\n`;
}

const labelsOf = ({ system, table, rule }: TableTerm) => `{system="${system}",table="${table}",rule="${rule}"}`;

/** Alert when the count is older than a day and a half, when rows stay past their term, or when a sweep failed. */
function retentionFamilies(terms: readonly TableTerm[]): string[] {
  const counted = terms.filter(({ leaves, over }) => leaves === undefined || (over[0] ?? 0) > 0);
  const each = (value: (one: TableTerm) => number) => counted.map((one) => [labelsOf(one), value(one)] as const);
  const failed = terms.filter(({ sweep }) => sweep?.state === "failed").length;
  const waiting = terms.filter(({ sweep }) => sweep?.state === "waiting").length;
  return [
    ...family(
      "gestand_retention_overdue_rows",
      "Rows past their term that nothing allows to stay",
      "gauge",
      each(({ over, excused }) => (over[0] ?? 0) - excused),
    ),
    ...family(
      "gestand_retention_excused_rows",
      "Rows past their term that a law holds or their person restricted",
      "gauge",
      each(({ excused }) => excused),
    ),
    ...family(
      "gestand_retention_counted_seconds",
      "When a table was last counted, as Unix time",
      "gauge",
      each(({ countedAt }) => Math.floor(countedAt.getTime() / 1_000)),
    ),
    ...family("gestand_retention_sweeps_failed", "Sweeps that failed and are not tried anew yet", "gauge", [
      ["", failed],
    ]),
    ...family("gestand_retention_sweeps_waiting", "Sweeps that wait for approval", "gauge", [["", waiting]]),
  ];
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
