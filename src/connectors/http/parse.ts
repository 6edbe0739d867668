import { isIP } from "node:net";
import type { Location, Problem } from "#base";
import { documents } from "#policy";
import { abilities, type Authentication, type RecordDeclaration, type ServiceDeclaration } from "./declaration.ts";
import { checkNames } from "./check-names.ts";
import { parseJsonPath } from "./json-path.ts";
import { offers } from "./offers.ts";
import { changeOf, correctingOf } from "./parse-changes.ts";
import { callOf, fieldsOf, listingOf, type Tell } from "./parse-calls.ts";
import {
  type ReadAuthentication,
  type ReadLookup,
  type ReadRecord,
  type ReadService,
  serviceKind,
} from "./language.ts";

export interface ParsedService {
  /** Present exactly when no problem is an error. */
  readonly service?: ServiceDeclaration;
  readonly problems: readonly Problem[];
}

/** Reads the declaration of a service. Whatever the text is, the answer is a value; `file` is only repeated in the problems. */
export function parseService(file: string, text: string): ParsedService {
  const { value, problems } = documents.readDocument(
    { what: "service", file, kind: serviceKind },
    text,
    (read, report) => {
      let sound = true;
      const tell: Tell = (at, path, code, message, remedy) => {
        sound = false;
        report(at, path, { code, message, remedy });
        return undefined;
      };
      const service = serviceOf(read, tell);
      // Of a call that is wrong, what follows from it would be told a second time.
      if (sound) checkOffers(service, read, tell);
      if (sound) checkNames(service, tell);
      return service;
    },
  );
  return value === undefined ? { problems } : { service: value, problems };
}

function serviceOf(read: ReadService, tell: Tell): ServiceDeclaration {
  const address = read.address === undefined ? undefined : addressOf(read.address, read.at, tell);
  const authentication = authenticationOf(read.authentication, tell);
  const records = read.records.flatMap(({ name, value }) =>
    value === undefined ? [] : (recordOf(name.text, value, tell) ?? []),
  );
  const check = read.check === undefined ? undefined : callOf(read.check, tell);
  return {
    title: read.service,
    documentation: read.documentation,
    headers: fieldsOf(read.headers),
    authentication: authentication ?? { kind: "none" },
    limits: {
      perSecond: read.limits?.perSecond ?? 5,
      atOnce: read.limits?.atOnce ?? 2,
      seconds: read.limits?.seconds ?? 30,
      pages: read.limits?.pages ?? 500,
      answerKilobytes: read.limits?.answerKilobytes ?? 10_240,
    },
    settings: Object.fromEntries(
      (read.settings ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name.text, value]])),
    ),
    records,
    at: read.at,
    notOffered: Object.fromEntries(
      abilities.flatMap((ability) =>
        read.notOffered?.[ability] === undefined ? [] : [[ability, read.notOffered[ability]]],
      ),
    ),
    ...(address === undefined ? {} : { address }),
    ...(check === undefined ? {} : { check }),
    ...(read.contact === undefined ? {} : { contact: read.contact }),
    ...(read.signed === undefined
      ? {}
      : { signed: { header: read.signed.header.toLowerCase(), certificate: read.signed.certificate } }),
  };
}

function addressOf(text: string, at: Location, tell: Tell): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fine =
    url?.protocol === "https:" && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (fine && isIP(url.hostname.replace(/^\[|\]$/g, "")) === 0) return url;
  return tell(
    at,
    "address",
    "wrong-value",
    "The address of the service is not a plain https address with a name.",
    "Write an address such as https://api.example.com, without parameters and passwords.",
  );
}

function recordOf(name: string, read: ReadRecord, tell: Tell): RecordDeclaration | undefined {
  const find = read.find.flatMap((lookup) => lookupOf(lookup, tell) ?? []);
  const called = read.read === undefined ? undefined : callOf(read.read, tell);
  const erase = read.erase === undefined ? undefined : changeOf(read.erase, tell);
  const correct = read.correct === undefined ? undefined : correctingOf(read.correct, tell);
  if (called !== undefined && called.method !== "GET" && called.method !== "POST")
    tell(called.at, read.path, "wrong-method", "A record is not read with a call that changes it.", "Use get.");
  if (erase !== undefined && read.stays !== undefined)
    tell(read.at, read.path, "both-ways", `"${name}" is erased and stays.`, "Keep one of erase and stays.");
  return {
    name,
    find,
    ...(called === undefined ? {} : { read: called }),
    ...(erase === undefined ? {} : { erase }),
    ...(read.stays === undefined ? {} : { stays: read.stays }),
    ...(correct === undefined ? {} : { correct }),
  };
}

function lookupOf(read: ReadLookup, tell: Tell): RecordDeclaration["find"][number] | undefined {
  const called = [read.get, read.post, read.put, read.patch, read.delete].some((path) => path !== undefined);
  const list = called ? listingOf(read, tell) : undefined;
  const first = read.each === undefined ? undefined : listingOf(read.each, tell);
  if (!called && (read.items ?? read.each ?? read.id ?? read.paging) !== undefined)
    tell(
      read.at,
      read.path,
      "missing-word",
      "This look-up makes no call.",
      "Add get, or leave items, each, id and paging out.",
    );
  return {
    by: read.by,
    with: (read.with ?? []).flatMap(({ name, value }) =>
      value === undefined ? [] : [{ name: name.text, path: value }],
    ),
    only: conditionsOf(read.only),
    except: conditionsOf(read.except),
    at: read.at,
    ...(list === undefined ? {} : { list }),
    ...(first === undefined || read.each === undefined ? {} : { each: { list: first, id: read.each.id } }),
    ...(read.id === undefined ? {} : { id: read.id }),
    ...(read.atMost === undefined ? {} : { atMost: read.atMost }),
  };
}

function conditionsOf(read: ReadLookup["only"]): RecordDeclaration["find"][number]["only"] {
  return fieldsOf(read).flatMap(({ name, value }) => {
    const path = parseJsonPath(name);
    return path === undefined ? [] : [{ path, value }];
  });
}

function authenticationOf(read: ReadAuthentication | undefined, tell: Tell): Authentication | undefined {
  if (read === undefined) return undefined;
  const { bearer, basic, header, oauth2, signature } = read;
  if ([bearer, basic, header, oauth2, signature].filter((one) => one !== undefined).length !== 1)
    return tell(
      read.at,
      read.path,
      "one-of",
      "There is not exactly one way to prove who we are.",
      "Keep one of bearer, basic, header, oauth2 and signature.",
    );
  if (bearer !== undefined) return { kind: "bearer", token: bearer };
  if (basic !== undefined)
    return { kind: "basic", user: basic.user, ...(basic.password === undefined ? {} : { password: basic.password }) };
  if (header !== undefined) return { kind: "header", name: header.name, value: header.value };
  if (signature !== undefined)
    return {
      kind: "signature",
      key: signature.key,
      header: signature.header,
      over: signature.over.template,
      hash: signature.hash ?? "sha256",
      encoding: signature.encoding ?? "hex",
      ...(signature.time === undefined ? {} : { time: signature.time }),
    };
  return oauth2 === undefined ? undefined : oauthOf(oauth2, tell);
}

function oauthOf(read: NonNullable<ReadAuthentication["oauth2"]>, tell: Tell): Authentication | undefined {
  const { template, at, path } = read.token;
  if (!/^(\/|https:\/\/[a-z0-9.-]+\/)/.test(template.text))
    tell(at, path, "wrong-value", "This is not where tokens are given.", "Write a path, or a whole https address.");
  const grant = read.grant ?? "client-credentials";
  if ((grant === "refresh-token") !== (read.refresh !== undefined))
    tell(
      read.at,
      read.path,
      "missing-word",
      "The grant and the refresh token do not go together.",
      "Write both grant: refresh-token and refresh, or neither.",
    );
  return {
    kind: "oauth2",
    grant,
    token: template,
    client: read.client,
    secret: read.secret,
    sends: read.sends ?? "body",
    ...(read.refresh === undefined ? {} : { refresh: read.refresh }),
    ...(read.scope === undefined ? {} : { scope: read.scope }),
  };
}

/** What the declaration is silent about would be silence towards a person. */
function checkOffers(service: ServiceDeclaration, read: ReadService, tell: Tell): void {
  for (const ability of abilities) {
    const lacking = service.records.filter((record) => !offers(record, ability));
    if (lacking.length === 0 || service.notOffered[ability] !== undefined) continue;
    const names = lacking.map(({ name }) => `"${name}"`).join(", ");
    tell(
      read.at,
      "notOffered",
      "not-said",
      `There is no call to ${ability} ${names}, and no reason why.`,
      `Declare the call, or say why under notOffered: {${ability}: …}, so that it becomes a message or a task.`,
    );
  }
}
