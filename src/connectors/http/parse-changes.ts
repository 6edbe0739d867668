/** Calls of a declaration that change something, and how their end is known. */
import type { Change, Completion, Correcting } from "./declaration.ts";
import { everyItem } from "./json-path.ts";
import type { ReadChange, ReadCompletion, ReadCorrect } from "./language.ts";
import { callOf, type Tell } from "./parse-calls.ts";

export function changeOf(read: ReadChange | ReadCorrect, tell: Tell): Change | undefined {
  const call = callOf("fields" in read ? { ...read, json: undefined, form: undefined } : read, tell);
  if (call === undefined) return undefined;
  if (call.method === "GET")
    return tell(read.at, read.path, "wrong-method", "Nothing is changed with get.", "Use post, put, patch or delete.");
  const completes = read.completes === undefined ? undefined : completionOf(read.completes, tell);
  const unless = read.unless === undefined ? undefined : callOf(read.unless, tell);
  if (unless !== undefined && unless.method !== "GET")
    tell(unless.at, read.path, "wrong-method", "It is asked with a call that changes something.", "Use get.");
  return {
    call,
    ...(unless === undefined ? {} : { unless }),
    done: read.done ?? [200, 201, 202, 204],
    gone: read.gone ?? [404, 410],
    blocked: read.blocked ?? [],
    ...(read.says === undefined ? {} : { says: { path: read.says.where, value: read.says.is } }),
    ...(completes === undefined ? {} : { completes }),
  };
}

export function correctingOf(read: ReadCorrect, tell: Tell): Correcting | undefined {
  const change = changeOf(read, tell);
  if (change === undefined) return undefined;
  const fields = read.fields.flatMap(({ name, value }) =>
    value === undefined ? [] : [{ category: name.text, path: value }],
  );
  if (fields.some(({ path }) => path.steps.includes(everyItem) || path.steps.length === 0))
    tell(
      read.at,
      read.path,
      "wrong-value",
      "A field that is corrected stands in a list.",
      "Name one place, such as address.city.",
    );
  return {
    change,
    fields,
    body: read.body ?? "json",
    ...(read.inside === undefined ? {} : { inside: read.inside }),
  };
}

function completionOf(read: ReadCompletion, tell: Tell): Completion {
  const ask = read.ask === undefined ? undefined : callOf(read.ask, tell);
  const proceedCall = read.proceed === undefined ? undefined : callOf(read.proceed, tell);
  const asks = read.job !== undefined || read.header !== undefined || ask !== undefined;
  const complete =
    (read.job !== undefined) !== (read.header !== undefined) && read.state !== undefined && read.done !== undefined;
  if (asks && !complete)
    tell(
      read.at,
      read.path,
      "missing-word",
      "It is not said how the job is asked for.",
      "Write job or header, state and done, and ask unless the service gives the address of the status.",
    );
  return {
    done: read.done ?? [],
    waiting: read.waiting ?? [],
    everySeconds: read.seconds,
    ...(read.job === undefined ? {} : { job: read.job }),
    ...(read.header === undefined ? {} : { header: read.header.toLowerCase() }),
    ...(read.state === undefined ? {} : { state: read.state }),
    ...(ask === undefined ? {} : { ask }),
    ...(proceedCall === undefined || read.proceed === undefined
      ? {}
      : { proceed: { when: read.proceed.when, call: proceedCall } }),
  };
}
