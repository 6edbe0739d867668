/** Makes calls that change something, knows their end, and does the same again without harm. */
import { assert, canonicalJson, OperationalError } from "#base";
import type { StoreOutcome } from "../store-contract.ts";
import { type Answer, changedShape, type ServiceClient, uuidOf } from "./client.ts";
import type { Change, Completion, RecordDeclaration } from "./declaration.ts";
import { isRecord, textAt } from "./json-path.ts";
import { sameHost } from "./list.ts";
import type { Values } from "./template.ts";

type Kind = "erase" | "correct";

/** What the service took on and is not done with. Without personal data: numbers that the service gave out. */
export interface Job {
  readonly record: string;
  readonly change: Kind;
  /** Absent: it is done once the time is over. */
  readonly job?: string;
}

/** `done`: by this call. `gone`: it was not there any more. `blocked`: the service refuses for good. */
export type ChangeEnd = "done" | "gone" | "blocked" | Job;

export async function change(
  client: ServiceClient,
  {
    record,
    kind,
    change: declared,
  }: { readonly record: RecordDeclaration; readonly kind: Kind; readonly change: Change },
  values: Values,
  order: string,
): Promise<ChangeEnd> {
  const { call, unless, done, gone, blocked, says, completes } = declared;
  const request = uuidOf(`${order}/${record.name}/${canonicalJson(values)}`);
  const all = { ...values, request, now: client.now().toISOString() };
  const earlier = unless === undefined ? undefined : await client.call(unless, all, [200, 404, 410]);
  const answer =
    earlier?.status === 200 ? earlier : await client.call(call, all, [...done, ...gone, ...blocked], request);
  if (answer !== earlier && blocked.includes(answer.status)) return "blocked";
  if (answer !== earlier && gone.includes(answer.status)) return "gone";
  if (says !== undefined && textAt(says.path, answer.json) !== says.value)
    throw changedShape(client.service, `an answer that does not say ${says.path.text}: ${says.value}`);
  if (completes === undefined) return "done";
  const job = jobIn(client, completes, answer);
  return { record: record.name, change: kind, ...(job === undefined ? {} : { job }) };
}

function jobIn(client: ServiceClient, { job, header }: Completion, answer: Answer): string | undefined {
  if (job === undefined && header === undefined) return undefined;
  const found = job === undefined ? answer.headers[header ?? ""] : textAt(job, answer.json);
  if (found === undefined) throw changedShape(client.service, `no number of the job at ${job?.text ?? header}`);
  return found;
}

/** The outcome of calls that were made: what is done, and a ticket for what is not. */
export function outcomeOf(
  client: ServiceClient,
  counts: { readonly erased: number; readonly corrected: number; readonly kept: StoreOutcome["kept"] },
  jobs: readonly Job[],
): StoreOutcome {
  if (jobs.length === 0) return counts;
  const seconds = Math.max(...jobs.map((job) => completionOf(client, job).everySeconds));
  return {
    ...counts,
    pending: {
      ticket: JSON.stringify({ jobs }),
      notBefore: new Date(client.now().getTime() + seconds * 1000),
    },
  };
}

/** Asks how the jobs of a ticket are. Throws `service-job-failed` when the service gave one up. */
export async function settle(client: ServiceClient, ticket: string): Promise<StoreOutcome> {
  const open: Job[] = [];
  const counts = { erased: 0, corrected: 0, kept: [] };
  for (const job of jobsIn(ticket)) {
    if (!(await isDone(client, job))) open.push(job);
    else if (job.change === "erase") counts.erased++;
    else counts.corrected++;
  }
  return outcomeOf(client, counts, open);
}

async function isDone(client: ServiceClient, { record, change: kind, job }: Job): Promise<boolean> {
  if (job === undefined) return true;
  const { ask, state, done, waiting, proceed } = completionOf(client, { record, change: kind, job });
  const answer =
    ask === undefined
      ? await client.send({ method: "GET", url: sameHost(client, job), headers: { accept: "application/json" } }, [200])
      : await client.call(ask, { job }, [200]);
  const now = state === undefined ? undefined : textAt(state, answer.json);
  if (now === undefined) throw changedShape(client.service, `no state of the job at ${state?.text ?? "its answer"}`);
  if (done.includes(now)) return true;
  if (proceed?.when.includes(now) === true) {
    await client.call(proceed.call, { job }, [200, 201, 202, 204], uuidOf(`proceed/${job}`));
    return false;
  }
  if (waiting.includes(now)) return false;
  throw new OperationalError(
    "service-job-failed",
    `${client.service.title} gave up what it had taken on to ${kind} ("${record}"). Look it up there, repair the cause, and try again.`,
  );
}

function completionOf(client: ServiceClient, { record, change: kind }: Job): Completion {
  const declared = client.service.records.find(({ name }) => name === record);
  const completes = kind === "erase" ? declared?.erase?.completes : declared?.correct?.change.completes;
  if (completes !== undefined) return completes;
  throw new OperationalError(
    "ticket-unknown",
    `${client.service.title} took on something of "${record}" that its declaration does not know any more. Look it up there.`,
  );
}

function jobsIn(ticket: string): readonly Job[] {
  const read: unknown = JSON.parse(ticket);
  assert(isRecord(read) && Array.isArray(read["jobs"]), "a ticket is one that we gave out");
  return read["jobs"] as readonly Job[];
}
