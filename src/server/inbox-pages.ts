/** The inbox of the sample, as pages: what would have gone out by mail. Only on this machine, only in memory. */
import { Hono } from "hono";
import type { Inbox, InboxMessage } from "#mail";
import type { Policy } from "#policy";
import { emptyState, type Html, html, markup, page, table } from "#ui";
import { assetRoutes } from "./assets.ts";
import type { Env } from "./parts.ts";
import { sampleSite, sampleSitePolicy } from "./sample-site.ts";
import { securityHeaders } from "./security.ts";

type SamplePage = Promise<{ readonly policy: Policy; readonly gestand: string }>;

/** `site`: a page of the business, once its policy is known. */
export function inboxPages(inbox: Inbox, assetsDir: URL, site: SamplePage): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/site", async (c) => {
    const { policy, gestand } = await site;
    return c.html(sampleSite(policy, gestand), 200, { "content-security-policy": sampleSitePolicy(gestand) });
  });
  routes.use(securityHeaders(new URL("http://localhost")));
  routes.use(async (c, next) => {
    // A page elsewhere may point a name of its own at this machine; the name it uses gives it away.
    const host = (c.req.header("host") ?? "").replace(/:\d+$/, "");
    return ["localhost", "127.0.0.1", "[::1]"].includes(host) ? next() : c.text("Not here.", 403);
  });
  routes.route("/assets", assetRoutes(assetsDir));
  routes.get("/", (c) => c.html(markup(listPage(inbox.messages()))));
  routes.get("/:id{[0-9]+}", (c) => {
    const message = inbox.messages().find((known) => known.id === Number(c.req.param("id")));
    return message === undefined ? c.notFound() : c.html(markup(messagePage(message)));
  });
  return routes;
}

function listPage(messages: readonly InboxMessage[]): Html {
  const content =
    messages.length === 0
      ? emptyState("No mail yet", "What Gestand sends appears here. Nothing leaves this machine.")
      : table({
          caption: "Newest first",
          head: ["When", "To", "Subject"],
          rows: messages.map((message) => [
            message.receivedAt.toISOString().slice(11, 19),
            message.to.join(", "),
            html`<a href="/${message.id}">${message.subject}</a>`,
          ]),
        });
  return frame("Inbox", html`<h1>Inbox</h1>${content}`);
}

function messagePage(message: InboxMessage): Html {
  return frame(
    message.subject,
    html`<h1>${message.subject}</h1><p class="hint">${message.from} → ${message.to.join(", ")}</p><pre class="letter">${withLinks(message.text)}</pre><p><a href="/">Inbox</a></p>`,
  );
}

function withLinks(text: string): Html {
  return html`${text.split(/(https?:\/\/[^\s<>"]+)/).map((part) => (/^https?:\/\//.test(part) ? html`<a href="${part}" rel="noreferrer">${part}</a>` : part))}`;
}

function frame(title: string, main: Html): Html {
  return page({
    kind: "centre",
    language: "en",
    title,
    brand: { name: "Inbox of the sample", href: "/" },
    navigation: [],
    main,
  });
}
