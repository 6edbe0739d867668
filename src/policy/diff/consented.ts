/**
 * What a person agreed to with a consent, and where a later version goes beyond it. Consent holds for what was told when it
 * was given (GDPR art. 4(11), 6(4), 7(1), 13(3); recitals 32, 42): whoever then does less, or asks in another way, needs
 * nothing new; whoever does more does not have consent for it.
 */
import type { Period } from "#base";
import { isCategory } from "../categories.ts";
import type { Consent } from "../chapters/consents.ts";
import type { Cookie } from "../chapters/website/model.ts";
import type { KeepRule, Policy, Purpose, Recipient, RecipientRole, Until } from "../model.ts";

/** One thing that goes beyond the consent to a purpose. */
export interface Widening {
  readonly purpose: string;
  /** Where in the later version. */
  readonly path: readonly string[];
}

type Found = Widening["path"];

/** Of purposes that rest on consent before and after. Nobody consented yet to what is new, and nothing is asked for what ends. */
export function wideningsBetween(before: Policy, after: Policy): readonly Widening[] {
  return after.purposes.flatMap((purpose) => {
    const old = before.purposes.find(({ name }) => name === purpose.name);
    if (old?.basis.kind !== "consent" || purpose.basis.kind !== "consent") return [];
    const pair: Pair = { name: purpose.name, before, after };
    const found = [
      ...purposeWider(old, purpose, pair),
      ...after.recipients.flatMap((recipient) => recipientWider(recipient, pair)),
      ...(after.consents ?? []).flatMap((consent) => consentWider(consent, pair)),
      ...messagesWider(pair),
      ...websiteWider(pair),
      ...sourcesWider(pair),
      ...publicWider(pair),
      ...saleWider(pair),
      ...after.keep.flatMap((rule) => keptLonger(rule, pair)),
    ];
    return found.map((path) => ({ purpose: purpose.name, path }));
  });
}

interface Pair {
  readonly name: string;
  readonly before: Policy;
  readonly after: Policy;
}

function purposeWider(old: Purpose, purpose: Purpose, { before, after }: Pair): readonly Found[] {
  const path = ["purposes", purpose.name, "uses"];
  // What became special data needs a consent that was explicit (GDPR art. 9(2)(a)).
  const special = purpose.uses.filter(
    (used) => isSpecial(after, used) && old.uses.includes(used) && !isSpecial(before, used),
  );
  return [...(more(purpose.uses, old.uses) ? [path] : []), ...special.map((category) => ["categories", category])];
}

function isSpecial({ categories }: Policy, name: string): boolean {
  return categories.some((category) => category.name === name && category.special);
}

/** Whether some category is neither among the others nor a part of one of them. */
function more(categories: readonly string[], than: readonly string[]): boolean {
  return categories.some((category) => !than.some((each) => isCategory(category, each)));
}

/** What a party may do with the data; each with all before it. */
const freedom: Readonly<Record<RecipientRole, number>> = {
  processor: 0,
  "joint-controller": 1,
  controller: 2,
  authority: 3,
  "other-user": 4,
};

function recipientWider(recipient: Recipient, { name, before, after }: Pair): readonly Found[] {
  if (!recipient.purposes.includes(name)) return [];
  const path = ["recipients", recipient.name];
  const served = before.recipients.filter(({ purposes }) => purposes.includes(name));
  const old =
    served.find((each) => each.name === recipient.name && sameParty(each, recipient)) ??
    served.find((each) => sameParty(each, recipient));
  if (old === undefined) return [path];
  const wider = {
    receives: more(receivedBy(recipient, after), receivedBy(old, before)),
    allBut: recipient.allBut !== undefined && more(receivedBy(recipient, after), receivedBy(old, before)),
    countries:
      !old.worldwide && (recipient.worldwide || recipient.countries.some((each) => !old.countries.includes(each))),
    worldwide: recipient.worldwide && !old.worldwide,
    role: freedom[recipient.role] > freedom[old.role],
    ownUse: recipient.ownUse !== undefined && old.ownUse === undefined,
  };
  return Object.entries(wider).flatMap(([member, is]) => (is ? [[...path, member]] : []));
}

/** Another name in the file is no other company, and `Mailer B.V.` is the `Mailer` of before. */
function sameParty({ party: one }: Recipient, { party: other }: Recipient): boolean {
  return Object.values(one).some((left) => Object.values(other).some((right) => sameName(left, right)));
}

function sameName(left: string, right: string): boolean {
  const [one, other] = [left, right].map(
    (name) =>
      `${name
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
        .trim()} `,
  );
  return one !== undefined && other !== undefined && (one.startsWith(other) || other.startsWith(one));
}

function receivedBy({ receives, allBut, purposes }: Recipient, policy: Policy): readonly string[] {
  if (allBut === undefined) return receives;
  const used = policy.purposes.filter(({ name }) => purposes.includes(name)).flatMap(({ uses }) => uses);
  return [...receives, ...used.filter((category) => !allBut.includes(category))];
}

/** One yes that now stands for another purpose as well. How it is asked does not matter. */
function consentWider(consent: Consent, { name, before }: Pair): readonly Found[] {
  if (!consent.purposes.includes(name)) return [];
  const together = (before.consents ?? [])
    .filter(({ purposes }) => purposes.includes(name))
    .flatMap((one) => one.purposes);
  const wider = together.length > 0 && consent.purposes.some((purpose) => !together.includes(purpose));
  return wider ? [["consents", consent.name, "purposes"]] : [];
}

/** By another channel, or measured where it was not. */
function messagesWider({ name, before, after }: Pair): readonly Found[] {
  const sent = (policy: Policy) =>
    (policy.messages ?? []).filter((one) => one.purpose === name && one.never === undefined);
  const old = sent(before);
  // Where nothing was said of messages, nothing was said of channels either.
  const told = old.flatMap(({ channels }) => channels);
  return sent(after).flatMap((message) => {
    const path = ["messages", message.name];
    const known = old.some((one) => one.name === message.name);
    const measured = (one: typeof message) => one.tracking?.is === "always";
    return [
      ...(message.channels.some((channel) => !told.includes(channel)) ? [known ? [...path, "channels"] : path] : []),
      ...(measured(message) && !old.some(measured) ? [known ? [...path, "tracking"] : path] : []),
    ];
  });
}

function websiteWider(pair: Pair): readonly Found[] {
  return [
    ...(pair.after.website?.cookies ?? []).flatMap((cookie) => cookieWider(cookie, pair)),
    ...tagsWider(pair),
    ...widgetsWider(pair),
  ];
}

function serving<T extends { readonly purposes: readonly string[] }>(
  all: readonly T[] | undefined,
  name: string,
): readonly T[] {
  return (all ?? []).filter(({ purposes }) => purposes.includes(name));
}

/** A party that was not told of, data that was not, longer, or what was there without consent before. */
function cookieWider(cookie: Cookie, { name, before }: Pair): readonly Found[] {
  if (!cookie.purposes.includes(name)) return [];
  const path = ["website", "cookies", cookie.name];
  const known = (before.website?.cookies ?? []).find((one) => one.name === cookie.name);
  const old = serving(before.website?.cookies, name);
  if (known === undefined ? old.length === 0 : !known.purposes.includes(name)) return [path];
  const beside = known === undefined ? old : [known];
  const parties = old.map(({ party }) => party);
  const stored = old.flatMap(({ stores }) => stores?.data ?? []);
  const wider = {
    party: !parties.includes(cookie.party),
    stores: more(cookie.stores?.data ?? [], stored),
    lasts: lifetime(cookie) > Math.max(...beside.map(lifetime)),
  };
  return Object.entries(wider).flatMap(([member, is]) => (is ? [known === undefined ? path : [...path, member]] : []));
}

/** In days; what was not told can be for ever. */
function lifetime({ lasts }: Cookie): number {
  return lasts === "session" ? 0 : lasts === undefined ? Number.POSITIVE_INFINITY : daysIn(lasts);
}

/** Long enough to compare: months and years as they are on average. */
function daysIn({ amount, unit }: Period): number {
  return amount * { day: 1, week: 7, month: 30.4, year: 365.2 }[unit];
}

function tagsWider({ name, before, after }: Pair): readonly Found[] {
  const old = serving(before.website?.tags, name);
  const ipOrder = ["none", "truncated", "full"];
  return serving(after.website?.tags, name).flatMap((tag) => {
    const path = ["website", "tags", tag.name];
    const known = old.filter(({ recipient }) => recipient === tag.recipient);
    if (known.length === 0) return [path];
    const settings = tag.settings;
    const wider = {
      sends: more(
        tag.sends,
        known.flatMap(({ sends }) => sends),
      ),
      settings:
        known.every((one) => ipOrder.indexOf(one.settings.ip) < ipOrder.indexOf(settings.ip)) ||
        (settings.sharing === "on" && known.every((one) => one.settings.sharing === "off")) ||
        (settings.advertising === "on" && known.every((one) => one.settings.advertising === "off")),
      combines: tag.combines !== undefined && known.every((one) => one.combines === undefined),
    };
    return found(
      path,
      wider,
      known.some((one) => one.name === tag.name),
    );
  });
}

function found(path: Found, wider: Readonly<Record<string, boolean>>, known: boolean): readonly Found[] {
  return Object.entries(wider).flatMap(([member, is]) => (is ? [known ? [...path, member] : path] : []));
}

function widgetsWider({ name, before, after }: Pair): readonly Found[] {
  const old = serving(before.website?.widgets, name);
  return serving(after.website?.widgets, name).flatMap((widget) => {
    const path = ["website", "widgets", widget.name];
    const known = old.filter(({ recipient }) => recipient === widget.recipient);
    if (known.length === 0) return [path];
    const wider = {
      passes: more(
        widget.passes?.data ?? [],
        known.flatMap(({ passes }) => passes?.data ?? []),
      ),
      loads: widget.loads === "at-once" && known.every(({ loads }) => loads === "on-click"),
    };
    return found(
      path,
      wider,
      known.some((one) => one.name === widget.name),
    );
  });
}

/** Names of consents that are asked for this purpose. */
function consentsFor({ consents }: Policy, name: string): readonly string[] {
  return (consents ?? []).filter(({ purposes }) => purposes.includes(name)).map((consent) => consent.name);
}

/** Data from elsewhere that is only added with this consent. */
function sourcesWider({ name, before, after }: Pair): readonly Found[] {
  const of = (policy: Policy) =>
    (policy.sources ?? []).filter(
      ({ consent }) => consent !== undefined && consentsFor(policy, name).includes(consent),
    );
  const old = of(before);
  return of(after).flatMap((source) => {
    const path = ["sources", source.name];
    const known = old.find((one) => one.name === source.name);
    if (known === undefined) return [path];
    const from = (one: typeof source) => JSON.stringify(one.from ?? null);
    return found(path, { gives: more(source.gives, known.gives), from: from(source) !== from(known) }, true);
  });
}

const audiences = ["customers", "participants", "members", "everyone"];

function publicWider({ name, before, after }: Pair): readonly Found[] {
  const of = (policy: Policy) =>
    (policy.publicContent ?? []).filter(
      ({ consent }) => consent !== undefined && consentsFor(policy, name).includes(consent),
    );
  const old = of(before);
  return of(after).flatMap((content) => {
    const path = ["publicContent", content.name];
    const known = old.find((one) => one.name === content.name);
    if (known === undefined) return [path];
    const wider = {
      shows: more(content.shows, known.shows),
      seenBy: audiences.indexOf(content.seenBy) > audiences.indexOf(known.seenBy),
      where: content.where !== undefined && content.where !== known.where,
      searchable: content.searchable?.is === "yes" && known.searchable?.is !== "yes",
    };
    return found(path, wider, true);
  });
}

/** Sharing for advertising with a party that serves this purpose, or of data that it uses; and selling at all. */
function saleWider({ name, before, after }: Pair): readonly Found[] {
  const { sale } = after;
  if (sale === undefined) return [];
  const uses = after.purposes.find((purpose) => purpose.name === name)?.uses ?? [];
  const told = before.sale?.shares;
  const served = after.recipients.filter(({ purposes }) => purposes.includes(name)).map((recipient) => recipient.name);
  const shared = (sale.shares?.receives ?? []).filter((category) => uses.some((used) => isCategory(category, used)));
  const touches = (sale.shares?.with ?? []).some((party) => served.includes(party));
  const wider = {
    sells: sale.sells === "personal" && before.sale?.sells !== "personal",
    shares:
      touches &&
      ((sale.shares?.with ?? []).some((party) => served.includes(party) && !(told?.with ?? []).includes(party)) ||
        more(shared, told?.receives ?? [])),
  };
  return found(["sale"], wider, before.sale !== undefined);
}

/** Longer than was told. Only for tables that hold nothing but what consent allows: others are kept for other reasons. */
function keptLonger(rule: KeepRule, { name, before, after }: Pair): readonly Found[] {
  if (rule.hold !== undefined || !tablesOf(after, rule.name).some((table) => restsOn(table, after, name))) return [];
  const old = before.keep.find((each) => each.name === rule.name);
  if (old === undefined || !longer(rule.until, old.until)) return [];
  return [["keep", rule.name, "until"]];
}

type Table = Policy["systems"][number]["tables"][number];

function tablesOf({ systems }: Policy, rule: string): readonly Table[] {
  return systems.flatMap(({ tables }) => tables).filter((table) => table.keep?.rule === rule);
}

function restsOn({ columns }: Table, { purposes }: Policy, name: string): boolean {
  const users = purposes.filter(({ uses }) =>
    columns.some(({ category }) => uses.some((used) => isCategory(category, used))),
  );
  return users.some((purpose) => purpose.name === name) && users.every(({ basis }) => basis.kind === "consent");
}

function longer(until: Until, old: Until): boolean {
  if (until.kind === "longest") return until.of.some((end) => longer(end, old));
  if (old.kind === "longest") return old.of.every((end) => longer(until, end));
  if (until.kind === "after" && old.kind === "after")
    return until.event === old.event ? daysIn(until.period) > daysIn(old.period) : true;
  if (until.kind === "law" && old.kind === "law") return until.duty !== old.duty;
  return until.kind !== old.kind;
}
