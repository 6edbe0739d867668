/** Whether every value that a template wants is there when its call is made. */
import type { BodyTree, Call, Field, RecordDeclaration, ServiceDeclaration } from "./declaration.ts";
import { callsOf } from "./offers.ts";
import type { Tell } from "./parse-calls.ts";
import { slotsOf, type Template } from "./template.ts";

/** Values that every call of an order has: a number of its own, by which the service can know it, and the moment. */
export const orderNames = ["request", "now"] as const;

export function checkNames(service: ServiceDeclaration, tell: Tell): void {
  const settings = Object.keys(service.settings).map((name) => `setting.${name}`);
  if (service.check !== undefined) checkCall(service.check, settings, tell);
  const start = { at: service.at };
  for (const { value } of service.headers) checkTemplate(value, settings, start, tell, "headers");
  const { authentication } = service;
  if (authentication.kind === "oauth2") checkTemplate(authentication.token, settings, start, tell, "authentication");
  if (authentication.kind === "signature")
    checkTemplate(authentication.over, ["method", "target", "body", "time"], start, tell, "authentication");
  for (const record of service.records) checkRecord(record, settings, tell);
}

function checkRecord(record: RecordDeclaration, settings: readonly string[], tell: Tell): void {
  const path = `records.${record.name}`;
  for (const lookup of record.find) {
    const known = [...settings, lookup.by, ...(lookup.each === undefined ? [] : ["each"])];
    if (lookup.each !== undefined) checkCall(lookup.each.list.call, [...settings, lookup.by], tell, path);
    if (lookup.list !== undefined) checkCall(lookup.list.call, known, tell, path);
    for (const { value } of [...lookup.only, ...lookup.except]) checkTemplate(value, known, lookup, tell, path);
  }
  // A record can be found in each of its ways, so only what all of them give is there afterwards.
  const given = record.find.map(({ with: more }) => more.map(({ name }) => name));
  const always = (given[0] ?? []).filter((name) => given.every((names) => names.includes(name)));
  if (record.find.every(({ each }) => each !== undefined)) always.push("each");
  for (const call of callsOf(record)) checkCall(call, [...settings, ...always, ...orderNames, "id", "job"], tell, path);
}

function checkCall(call: Call, known: readonly string[], tell: Tell, path = "check"): void {
  for (const template of [
    call.path,
    ...[...call.query, ...call.headers].map(({ value }) => value),
    ...bodyTemplates(call),
  ])
    checkTemplate(template, known, call, tell, path);
}

function checkTemplate(
  template: Template,
  known: readonly string[],
  { at }: Pick<Call, "at">,
  tell: Tell,
  path: string,
): void {
  for (const { name } of slotsOf(template)) {
    if (known.includes(name)) continue;
    tell(
      at,
      path,
      "unknown-value",
      `"{${name}}" is not known when this call is made.`,
      `There are: ${known.map((one) => `{${one}}`).join(", ")}.`,
    );
  }
}

function bodyTemplates({ body }: Call): readonly Template[] {
  if (body.kind === "form") return body.fields.map(({ value }: Field) => value);
  return body.kind === "json" ? treeTemplates(body.tree) : [];
}

function treeTemplates(tree: BodyTree): readonly Template[] {
  if (tree === null || typeof tree !== "object") return [];
  if (isTemplate(tree)) return [tree];
  return (Array.isArray(tree) ? (tree as readonly BodyTree[]) : Object.values(tree as object)).flatMap(
    (inner: BodyTree) => treeTemplates(inner),
  );
}

/** No mapping of a body is taken for one: a text in it is itself a template. */
export function isTemplate(tree: BodyTree): tree is Template {
  return (
    tree !== null && typeof tree === "object" && "parts" in tree && "text" in tree && typeof tree.text === "string"
  );
}
