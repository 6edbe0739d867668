/** Lists of a service, page after page, to their end or to an error: never to somewhere in between. */
import { OperationalError } from "#base";
import { type Answer, changedShape, type Prepared, type ServiceClient } from "./client.ts";
import type { Listing, ServiceDeclaration } from "./declaration.ts";
import { lastTextAt, textAt, valuesAt } from "./json-path.ts";
import type { Values } from "./template.ts";

export async function* listed(client: ServiceClient, listing: Listing, values: Values): AsyncGenerator {
  const { service } = client;
  let page: Prepared | undefined = firstPage(client.prepare(listing.call, values), listing);
  const seen = new Set<string>();
  for (let number = 1; page !== undefined; number++) {
    if (number > service.limits.pages) throw tooLong(service);
    if (seen.has(page.url.href)) throw changedShape(service, "a list that leads back to where it was");
    seen.add(page.url.href);
    const answer = await client.send(page, [200, ...listing.absent]);
    if (listing.absent.includes(answer.status) && answer.status !== 200) return;
    const items = itemsOf(answer, listing, service);
    yield* items;
    page = nextPage(client, page, listing, answer, items.length);
  }
}

function itemsOf({ json }: Answer, { items: path }: Listing, service: ServiceDeclaration): readonly unknown[] {
  const items = json === undefined ? undefined : valuesAt(path, json);
  if (items === undefined || (items.length === 0 && path.steps.length === 0))
    throw changedShape(service, `no list at ${path.text}`);
  return items;
}

function firstPage(page: Prepared, { paging }: Listing): Prepared {
  return paging.kind === "number" ? withParameter(page, paging.parameter, String(paging.first)) : page;
}

function nextPage(
  client: ServiceClient,
  page: Prepared,
  { paging }: Listing,
  answer: Answer,
  count: number,
): Prepared | undefined {
  switch (paging.kind) {
    case "none":
      return undefined;
    case "number": {
      if (count < paging.size) return undefined;
      const now = Number(page.url.searchParams.get(paging.parameter));
      return withParameter(page, paging.parameter, String(now + paging.step));
    }
    case "cursor": {
      if (paging.more !== undefined && textAt(paging.more, answer.json) !== "true") return undefined;
      // Where the mark is the last item's own, it is the last of those that stand there.
      const cursor = lastTextAt(paging.from, answer.json);
      if (cursor === undefined && paging.more !== undefined)
        throw changedShape(client.service, `more pages and no mark of the next at ${paging.from.text}`);
      return cursor === undefined ? undefined : withParameter(page, paging.parameter, cursor);
    }
    case "link": {
      const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(answer.headers["link"] ?? "")?.[1];
      return next === undefined ? undefined : { ...page, url: sameHost(client, next) };
    }
    case "next": {
      const next = textAt(paging.from, answer.json);
      return next === undefined ? undefined : { ...page, url: sameHost(client, next) };
    }
  }
}

/** An address that the service gave; it gets our credentials only when it is the service's own. */
export function sameHost({ base, service }: ServiceClient, address: string): URL {
  const url = URL.canParse(address, base.href) ? new URL(address, base.href) : undefined;
  if (url?.origin === base.origin && url.username === "" && url.password === "") return url;
  throw changedShape(service, "an address that is not its own");
}

function withParameter(page: Prepared, name: string, value: string): Prepared {
  const url = new URL(page.url);
  url.searchParams.set(name, value);
  return { ...page, url };
}

function tooLong({ title, limits }: ServiceDeclaration): OperationalError {
  return new OperationalError(
    "list-too-long",
    `A list of ${title} has more than ${limits.pages} pages and was not read to its end, so nothing was concluded from it. Look up by an account number instead, or raise limits.pages.`,
  );
}
