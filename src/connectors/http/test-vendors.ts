/** Small servers that speak the documented contracts of vendors, each with Ann and Bob in it; for tests. */
import { createHash } from "node:crypto";
import type { StoreSubject } from "../store-contract.ts";
import { type Asked, person, type Speak, type Told } from "./testing.ts";

export const ann = "ann@person.example";
export const bob = "bob@person.example";

export interface VendorModel {
  readonly service: string;
  /** After the address of the server. */
  readonly basePath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly matches: readonly string[];
  readonly subject: StoreSubject;
  /** How much of Ann is there. */
  readonly items: number;
  /** A new one with everything in it; `left` names what is there, others' things first. */
  world(): { readonly speak: Speak; readonly left: () => readonly string[] };
}

const secret = "sk_only_for_the_vendor";
const none: Told = { status: 404, json: { error: "not found" } };

/** What every vendor refuses: somebody who does not prove who they are. */
function behind(header: string, value: string, speak: Speak): Speak {
  return (asked) => (asked.headers[header] === value ? speak(asked) : { status: 401, json: { error: "no" } });
}

function basic(user: string): string {
  return `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
}

interface Customer {
  readonly id: string;
  email: string | null;
  name: string;
  deleted?: true;
}

function customers(prefix: string, others: number): Map<string, Customer> {
  const all = new Map<string, Customer>();
  const add = (id: string, email: string | null, name: string) => all.set(id, { id, email, name });
  for (let at = 0; at < others; at++)
    add(`${prefix}${at}`, at % 7 === 0 ? null : `other${at}@person.example`, `Other ${at}`);
  add(`${prefix}ann1`, ann, "Ann");
  add(`${prefix}bob`, bob, "Bob");
  add(`${prefix}ann2`, "Ann@Person.example", "Ann again");
  return all;
}

function leftIn(all: ReadonlyMap<string, Customer>): readonly string[] {
  return [...all.values()]
    .filter(({ deleted }) => deleted !== true)
    .map(({ id, email, name }) => `${id} ${email} ${name}`);
}

const fromForm = (asked: Asked, name: string) => new URLSearchParams(asked.body).get(name) ?? undefined;

/** A page of Stripe; with `key` it says where the next one starts. */
const listed = (found: readonly Customer[], cursor: number, key: string, size: number) => ({
  json: {
    object: "list",
    data: found.slice(cursor, cursor + size),
    has_more: cursor + size < found.length,
    ...(key === "" ? {} : { [key]: cursor + size < found.length ? String(cursor + size) : null }),
  },
});

export const stripe: VendorModel = {
  service: "stripe",
  basePath: "",
  environment: { STRIPE_SECRET_KEY: secret },
  matches: ["customer"],
  subject: person([ann], { customer: ["cus_ann1", "cus_gone"] }),
  items: 2,
  world: () => {
    const all = customers("cus_", 230);
    const speak: Speak = (asked) => {
      const here = [...all.values()].filter(({ deleted }) => deleted !== true);
      if (asked.path === "/v1/customers" && asked.method === "GET") {
        const email = asked.query.get("email");
        const found = email === null ? here : here.filter((one) => one.email === email);
        const after = found.findIndex(({ id }) => id === asked.query.get("starting_after"));
        return listed(found, after + 1, "", Number(asked.query.get("limit")));
      }
      if (asked.path === "/v1/customers/search") {
        const wanted = /^email:'((?:[^'\\]|\\.)*)'$/.exec(asked.query.get("query") ?? "")?.[1];
        if (wanted === undefined) return { status: 400, json: { error: "query" } };
        const found = here.filter((one) => one.email?.toLowerCase() === wanted);
        return listed(found, Number(asked.query.get("page") ?? 0), "next_page", 1);
      }
      const one = all.get(decodeURIComponent(asked.path.replace("/v1/customers/", "")));
      if (one === undefined) return none;
      if (asked.method === "GET") return { json: one };
      if (asked.method === "POST") {
        if (asked.headers["idempotency-key"] === undefined) return { status: 400 };
        one.email = fromForm(asked, "email") ?? one.email;
        return { json: one };
      }
      one.deleted = true;
      return { json: { id: one.id, object: "customer", deleted: true } };
    };
    return { speak: behind("authorization", `Bearer ${secret}`, speak), left: () => leftIn(all) };
  },
};

export const mollie: VendorModel = {
  service: "mollie",
  basePath: "/v2",
  environment: { MOLLIE_ACCESS_TOKEN: secret },
  matches: [],
  subject: person([ann]),
  items: 2,
  world: () => {
    const all = customers("cst_", 520);
    const speak: Speak = (asked) => {
      if (asked.path === "/v2/customers") {
        const here = [...all.values()].filter(({ deleted }) => deleted !== true);
        const from = Math.max(
          here.findIndex(({ id }) => id === asked.query.get("from")),
          0,
        );
        const size = Number(asked.query.get("limit"));
        const next = here[from + size];
        return {
          json: {
            count: Math.min(size, here.length - from),
            _embedded: { customers: here.slice(from, from + size) },
            _links: {
              next:
                next === undefined
                  ? null
                  : { href: `${asked.base}/v2/customers?from=${next.id}&limit=${size}`, type: "application/hal+json" },
            },
          },
        };
      }
      const one = all.get(asked.path.replace("/v2/customers/", ""));
      if (one === undefined) return none;
      if (one.deleted === true) return { status: 410, json: { status: 410, title: "Gone" } };
      if (asked.method === "GET") return { json: one };
      if (asked.method === "PATCH") {
        Object.assign(one, JSON.parse(asked.body));
        return { json: one };
      }
      one.deleted = true;
      return { status: 204 };
    };
    return { speak: behind("authorization", `Bearer ${secret}`, speak), left: () => leftIn(all) };
  },
};

export const lightspeed: VendorModel = {
  service: "lightspeed",
  basePath: "/nl",
  environment: { LIGHTSPEED_KEY: "shop", LIGHTSPEED_SECRET: secret },
  matches: ["customer"],
  subject: person([ann]),
  items: 2,
  world: () => {
    const all = customers("", 501);
    const speak: Speak = (asked) => {
      const here = [...all.values()].filter(({ deleted }) => deleted !== true);
      if (asked.path === "/nl/customers/count.json") return { json: { count: here.length } };
      if (asked.path === "/nl/customers.json") {
        const [page, size] = [Number(asked.query.get("page")), Number(asked.query.get("limit"))];
        return { json: { customers: here.slice((page - 1) * size, page * size) } };
      }
      const id = /^\/nl\/customers\/(.+)\.json$/.exec(asked.path)?.[1] ?? "";
      const one = all.get(id);
      if (one === undefined || one.deleted === true) return none;
      if (asked.method === "DELETE") {
        one.deleted = true;
        return { status: 204 };
      }
      if (asked.method === "PUT") Object.assign(one, (JSON.parse(asked.body) as { customer: object }).customer);
      return { json: { customer: one } };
    };
    return { speak: behind("authorization", basic("shop"), speak), left: () => leftIn(all) };
  },
};

const hash = (email: string) => createHash("md5").update(email).digest("hex");

export const mailchimp: VendorModel = {
  service: "mailchimp",
  basePath: "/3.0",
  environment: { MAILCHIMP_USER: "gestand", MAILCHIMP_API_KEY: secret },
  matches: [],
  subject: person([ann]),
  items: 2,
  world: () => {
    const lists = new Map(["news", "offers", "empty"].map((name) => [name, new Map<string, Record<string, string>>()]));
    for (const name of ["news", "offers"])
      for (const email of [bob, ann])
        lists.get(name)?.set(hash(email), { id: hash(email), email_address: email, list_id: name });
    const speak: Speak = (asked) => {
      if (asked.path === "/3.0/ping") return { json: { health_status: "Everything's Chimpy!" } };
      if (asked.path === "/3.0/lists") {
        const offset = Number(asked.query.get("offset"));
        return { json: { lists: [...lists.keys()].slice(offset).map((id) => ({ id })), total_items: lists.size } };
      }
      const [, list = "", id = "", action] =
        /^\/3\.0\/lists\/(\w+)\/members\/(\w+)(\/actions\/delete-permanent)?$/.exec(asked.path) ?? [];
      const member = lists.get(list)?.get(id);
      if (member === undefined) return none;
      if (asked.method === "GET") return { json: member };
      if (asked.method === "PATCH") return { json: Object.assign(member, JSON.parse(asked.body)) };
      if (action === undefined || asked.method !== "POST") return { status: 405 };
      lists.get(list)?.delete(id);
      return { status: 204 };
    };
    const left = () =>
      [...lists].flatMap(([name, members]) => [...members.values()].map((one) => `${name} ${one["email_address"]}`));
    return { speak: behind("authorization", basic("gestand"), speak), left };
  },
};

export const paypal: VendorModel = {
  service: "paypal",
  basePath: "",
  environment: { PAYPAL_CLIENT_ID: "client", PAYPAL_CLIENT_SECRET: secret },
  matches: ["customer"],
  subject: person([], { customer: ["customer_ann"] }),
  items: 7,
  world: () => {
    const tokens = new Map<string, string>([["tok_bob", "customer_bob"]]);
    for (let at = 0; at < 7; at++) tokens.set(`tok_ann${at}`, "customer_ann");
    const speak: Speak = (asked) => {
      const of = [...tokens].filter(([, customer]) => customer === asked.query.get("customer_id")).map(([id]) => id);
      if (asked.path === "/v3/vault/payment-tokens") {
        const [page, size] = [Number(asked.query.get("page")), Number(asked.query.get("page_size"))];
        return {
          json: {
            payment_tokens: of
              .slice((page - 1) * size, page * size)
              .map((id) => ({ id, payment_source: { card: { last_digits: "1111" } } })),
          },
        };
      }
      return tokens.delete(asked.path.replace("/v3/vault/payment-tokens/", "")) ? { status: 204 } : none;
    };
    const login: Speak = (asked) => {
      if (asked.path !== "/v1/oauth2/token") return behind("authorization", "Bearer A21", speak)(asked);
      const fine =
        asked.headers["authorization"] === basic("client") && fromForm(asked, "grant_type") === "client_credentials";
      return fine
        ? { json: { access_token: "A21", token_type: "Bearer", expires_in: 32_400 } }
        : { status: 401, json: { error: "invalid_client" } };
    };
    return { speak: login, left: () => [...tokens.keys()] };
  },
};

export const microsoft: VendorModel = {
  service: "microsoft-365",
  basePath: "/v1.0",
  environment: {
    MICROSOFT_CLIENT_ID: "app",
    MICROSOFT_CLIENT_SECRET: secret,
    MICROSOFT_TENANT_ID: "tenant",
    MICROSOFT_MAILBOX: "support@shop.example",
  },
  matches: [],
  subject: person([ann]),
  items: 150,
  world: () => {
    const messages = new Map<string, string>([["AAMk=bob", bob]]);
    for (let at = 0; at < 150; at++) messages.set(`AAMk/ann+${at}=`, ann);
    const folder = `/v1.0/users/${encodeURIComponent("support@shop.example")}/messages`;
    const speak: Speak = (asked) => {
      if (asked.path === folder) {
        const wanted = /^"participants:([^"]+)"$/.exec(asked.query.get("$search") ?? "")?.[1];
        const found = [...messages].filter(([, who]) => wanted === undefined || who === wanted);
        const [skip, top] = [Number(asked.query.get("$skip") ?? 0), Number(asked.query.get("$top"))];
        const next = new URLSearchParams([...asked.query, ["$skip", String(skip + top)]]);
        return {
          json: {
            value: found.slice(skip, skip + top).map(([id]) => ({ id, subject: "Hello" })),
            ...(skip + top < found.length ? { "@odata.nextLink": `${asked.base}${folder}?${next.toString()}` } : {}),
          },
        };
      }
      const [, id = "", action] = new RegExp(`^${folder}/([^/]+)(/permanentDelete)?$`).exec(asked.path) ?? [];
      const key = decodeURIComponent(id);
      if (!messages.has(key)) return none;
      if (asked.method === "GET") return { json: { id: key, from: messages.get(key) } };
      if (action === undefined) return { status: 405 };
      messages.delete(key);
      return { status: 204 };
    };
    const login: Speak = (asked) => {
      if (asked.path !== "/tenant/oauth2/v2.0/token") return behind("authorization", "Bearer eyJ0", speak)(asked);
      const fine =
        fromForm(asked, "client_secret") === secret &&
        fromForm(asked, "scope") === "https://graph.microsoft.com/.default";
      return fine ? { json: { access_token: "eyJ0", expires_in: 3_599 } } : { status: 401 };
    };
    return { speak: login, left: () => [...messages.keys()] };
  },
};
