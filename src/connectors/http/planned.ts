/** The calls that would be made for somebody, without making any: for whoever writes a declaration. */
import { isOperationalError } from "#base";
import { type Prepared, prepared, settingValues } from "./client.ts";
import type { Call, Lookup, ServiceDeclaration } from "./declaration.ts";
import type { Values } from "./template.ts";

export interface PlannedCall {
  readonly record: string;
  readonly what: "find" | "read" | "correct" | "erase" | "how it is" | "go on";
  readonly method: string;
  /** With the values of the person that was given; personal. Ids that a call finds stand as `<id>`. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Why it would not be made. */
  readonly not?: string;
}

/** What proves who we are is named and never shown. `values` by the names of look-ups: `email`, an account number. */
export function plannedCalls(
  service: ServiceDeclaration,
  base: URL,
  given: Readonly<Record<string, readonly string[]>>,
  setting: (name: string) => string | undefined,
): readonly PlannedCall[] {
  const settings = { ...unset(service), ...settingValues(service, setting) };
  const plan = (record: string, what: PlannedCall["what"], call: Call | undefined, values: Values): PlannedCall[] =>
    call === undefined ? [] : [planned(record, what, service, base, call, { ...settings, ...values })];
  return service.records.flatMap(({ name, find, read, erase, correct }) => {
    const after = {
      ...Object.fromEntries(find.flatMap(({ with: more }) => more).map((one) => [one.name, `<${one.name}>`])),
      id: "<id>",
      each: "<each>",
      job: "<job>",
      request: "<request>",
      now: "<now>",
    };
    const changes = [
      { what: "correct", change: correct?.change },
      { what: "erase", change: erase },
    ] as const;
    return [
      ...find.flatMap((lookup) =>
        (given[lookup.by] ?? []).flatMap((value) =>
          lookUps(lookup, value).flatMap(({ call, values }) => plan(name, "find", call, values)),
        ),
      ),
      ...plan(name, "read", read, after),
      ...changes.flatMap(({ what, change }) => [
        ...plan(name, "how it is", change?.unless, after),
        ...plan(name, what, change?.call, after),
        ...plan(name, "how it is", change?.completes?.ask, after),
        ...plan(name, "go on", change?.completes?.proceed?.call, after),
      ]),
    ];
  });
}

function lookUps(
  { by, each, list }: Lookup,
  value: string,
): readonly { readonly call: Call | undefined; readonly values: Values }[] {
  const values = { [by]: value };
  return [
    ...(each === undefined ? [] : [{ call: each.list.call, values }]),
    { call: list?.call, values: { ...values, each: "<each>" } },
  ];
}

function planned(
  record: string,
  what: PlannedCall["what"],
  service: ServiceDeclaration,
  base: URL,
  call: Call,
  values: Values,
): PlannedCall {
  try {
    const { method, url, headers, body }: Prepared = prepared(service, base, call, values);
    const shown = { ...headers, ...credentials(service) };
    return {
      record,
      what,
      method,
      address: decoded(url.href),
      headers: shown,
      ...(body === undefined ? {} : { body: decoded(body) }),
    };
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    return { record, what, method: call.method, address: call.path.text, headers: {}, not: error.message };
  }
}

/** Our own marks are readable; values of a person stay as they are sent. */
function decoded(text: string): string {
  return text.replace(/%3C([\w.-]+)%3E/g, "<$1>");
}

function unset({ settings }: ServiceDeclaration): Values {
  return Object.fromEntries(Object.entries(settings).map(([name, variable]) => [`setting.${name}`, `<${variable}>`]));
}

function credentials({ authentication: how }: ServiceDeclaration): Readonly<Record<string, string>> {
  switch (how.kind) {
    case "none":
      return {};
    case "basic":
      return { authorization: `Basic <${how.user}>${how.password === undefined ? "" : `:<${how.password}>`}` };
    case "bearer":
      return { authorization: `Bearer <${how.token}>` };
    case "header":
      return { [how.name.toLowerCase()]: `<${how.value}>` };
    case "oauth2":
      return { authorization: `Bearer <a token for ${how.client}>` };
    case "signature":
      return { [how.header.toLowerCase()]: `<signed with ${how.key}>` };
  }
}
