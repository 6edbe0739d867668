/** What a website stores on and reads from devices, and what others get there (ePrivacy Directive art. 5(3), GDPR arts. 13, 25). */
import type { Names } from "../../resolve/names.ts";
import { present } from "../../resolve/present.ts";
import type { Word } from "../../grammar/kind.ts";
import { chapter } from "../chapter.ts";
import { clausesOf } from "../clauses.ts";
import { declaredFact } from "../fact.ts";
import { eachEntry } from "../phrases.ts";
import { cookieClauses, linkClauses, tagClauses, websiteClauses, widgetClauses } from "./clauses.ts";
import { type Cookie, type Signal, signalKinds, type Tag, type Website, type Widget } from "./model.ts";
import { websiteProblems } from "./problems.ts";
import { websitePromises } from "./promises.ts";
import { type cookieKind, type tagKind, websiteKind, type widgetKind } from "./words.ts";

export type * from "./model.ts";

type Written<Kind extends { read: (...args: never[]) => unknown }> = NonNullable<ReturnType<Kind["read"]>>;

export const website = chapter({
  word: "website",
  doc: "Cookies, tags, widgets and signals of the website.",
  kind: websiteKind,
  resolve: (read, names): Website => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(websiteClauses, read, names),
    ...present({ origins: read.origins, languages: read.languages, hosts: read.hosts }),
    cookies: eachEntry(read.cookies, (cookie, name) => cookieOf(cookie, name, names)),
    tags: eachEntry(read.tags, (tag, name) => tagOf(tag, name, names)).flat(),
    widgets: eachEntry(read.widgets, (widget, name) => widgetOf(widget, name, names)).flat(),
    signals: signalsOf(read.signals, names),
    ...(read.look && { look: lookOf(read.look, names) }),
    ...(read.wordings && {
      wordings: eachEntry(read.wordings, (sentence, { text, at }) => ({
        name: text,
        sentence: names.texts(sentence),
        at,
      })),
    }),
    links: read.links === undefined ? {} : clausesOf(linkClauses, read.links, names),
  }),
  promises: websitePromises,
  problems: websiteProblems,
});

function cookieOf(cookie: Written<typeof cookieKind>, name: Word, names: Names): Cookie {
  return {
    ...names.declaredBy(cookie, name.at),
    ...clausesOf(cookieClauses, cookie, names),
    ...present({
      name: name.text,
      title: names.title(cookie.title, name.text),
      names: [...new Set(cookie.names ?? [])],
      party: cookie.party && names.resolve("recipient", cookie.party),
      kinds: [...new Set(cookie.kind ?? ["cookie" as const])],
      essential: cookie.essential && names.texts(cookie.essential),
      purposes: names.resolveAll("purpose", cookie.for),
      lasts: cookie.lasts,
      hosts: cookie.hosts,
      stores: cookie.stores && {
        data: names.resolveAll("category", cookie.stores.value),
        ...declaredFact(cookie.stores, names, name.at),
      },
    }),
  };
}

/** None when its recipient is not known, which was told. */
function tagOf(tag: Written<typeof tagKind>, name: Word, names: Names): readonly Tag[] {
  const recipient = names.resolve("recipient", tag.recipient);
  if (recipient === undefined) return [];
  const { settings } = tag;
  return [
    {
      ...names.declaredBy(tag, name.at),
      ...clausesOf(tagClauses, tag, names),
      name: name.text,
      title: names.title(tag.title, name.text),
      recipient,
      purposes: names.resolveAll("purpose", tag.for),
      sends: names.resolveAll("category", tag.sends),
      ...present({ hosts: tag.hosts }),
      consentMode: [...new Set(tag.consentMode ?? [])],
      settings: {
        ...names.declaredBy(settings, settings?.at ?? name.at),
        ip: settings?.ip ?? "truncated",
        sharing: settings?.sharing ?? "off",
        advertising: settings?.advertising ?? "off",
        shownBy: eachEntry(settings?.shownBy, (is, parameter) => ({ parameter: parameter.text, is })),
      },
    },
  ];
}

function widgetOf(widget: Written<typeof widgetKind>, name: Word, names: Names): readonly Widget[] {
  const recipient = names.resolve("recipient", widget.recipient);
  if (recipient === undefined) return [];
  return [
    {
      ...names.declaredBy(widget, name.at),
      ...clausesOf(widgetClauses, widget, names),
      ...present({
        name: name.text,
        title: names.title(widget.title, name.text),
        recipient,
        purposes: names.resolveAll("purpose", widget.for),
        loads: widget.loads ?? "on-click",
        hosts: widget.hosts,
        passes: widget.passes && {
          data: names.resolveAll("category", widget.passes.value),
          ...declaredFact(widget.passes, names, name.at),
        },
      }),
    },
  ];
}

function lookOf(read: NonNullable<Written<typeof websiteKind>["look"]>, names: Names): NonNullable<Website["look"]> {
  const { ink, ground, line, button, buttonInk, focus } = read;
  return { ...names.declaredBy(read, read.at), ...present({ ink, ground, line, button, buttonInk, focus }) };
}

function signalsOf(read: Written<typeof websiteKind>["signals"], names: Names): readonly Signal[] {
  return signalKinds.flatMap((kind) => {
    const written = read?.[kind];
    if (written === undefined) return [];
    return [
      {
        ...names.declaredBy(written, written.at),
        kind,
        answer: written.is,
        for: [...new Set(written.for ?? ["everyone"])],
      },
    ];
  });
}
