/** What the script does on a page beside asking: notes at forms, an age before a form goes, and a look at what tags send. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";
import { accessible, picture } from "./steps.ts";

const button = (page: Page, name: string) => page.locator(`[data-gestand-button=${name}]`);
/** Others may have the machine. */
const patient = { timeout: 15_000 };
const sha1 = "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33";

/** By what a careless tag may try, and by which fault it is held back. */
const tries: readonly (readonly [string, string, string | undefined])[] = [
  ["new Image().src = P + '/i?aip=1&page=tuin'", "/i", undefined],
  ["new Image().src = P + '/i?aip=1&u=eva%40post.example'", "/i", "mail"],
  ["new Image().src = P + '/i?aip=1&u=eva%2540post.example'", "/i", "mail"],
  [
    "fetch(P + '/f?aip=1', {method: 'POST', body: JSON.stringify({user: 'eva@post.example'})}).catch(() => {})",
    "/f",
    "mail",
  ],
  ["navigator.sendBeacon(P + '/b', 'aip=1&em=' + 'a'.repeat(64))", "/b", "hash"],
  ["navigator.sendBeacon(P + '/b', 'aip=1&md5=' + 'a'.repeat(32))", "/b", "hash"],
  [`fetch(P + '/f?aip=1&h=${sha1}').catch(() => {})`, "/f", "hash"],
  ["navigator.sendBeacon(P + '/b', new URLSearchParams({aip: '1', who: 'Eva Jansen'}))", "/b", "typed"],
  [
    '(() => { const x = new XMLHttpRequest(); x.open(\'POST\', P + \'/x\'); try { x.send(\'{"aip":"1","n":"eva jansen"}\'); } catch {} })()',
    "/x",
    "typed",
  ],
  [
    '(() => { const x = new XMLHttpRequest(); x.open(\'POST\', P + \'/x\'); try { x.send(\'{"aip":"1","n":"7"}\'); } catch {} })()',
    "/x",
    undefined,
  ],
  ["navigator.sendBeacon(P + '/b', 'page=tuin')", "/b", "setting"],
  ["fetch(P + '/f?aip=0').catch(() => {})", "/f", "setting"],
  ["navigator.sendBeacon(P + '/b', 'aip=1&visit=' + '0a1b2c3d'.repeat(4))", "/b", undefined],
];

describe.runIf(chromiumPath !== undefined)("the script on a page of the shop", () => {
  let server: Server;
  const sent: string[] = [];
  const taken: string[] = [];
  const port = () => (server.address() as AddressInfo).port;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      const party = (request.headers.host ?? "").startsWith("stats.");
      if (party) sent.push(new URL(request.url ?? "/", "http://x").pathname);
      if (!party && request.method === "POST") taken.push(request.url ?? "");
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8", "access-control-allow-origin": "*" });
      answer.end(
        party
          ? ""
          : `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Winkel</title><meta name="viewport" content="width=device-width">
<script src="${it.house.url}/www/gestand.js"></script></head><body><main><h1>Een review</h1>
<form method="post" action="/sent" data-gestand-age><div data-gestand-note="review"></div>
<p><label>Uw naam <input name="name" autocomplete="name" aria-describedby="n"></label> <small id="n" data-gestand-note="review" data-gestand-field="name"></small></p>
<p><label>Aantal sterren <input name="stars"></label></p><button name="go" value="1">Versturen</button></form></main></body></html>`,
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));
  const it = scene(() => ({
    alsoInPolicy: (text) =>
      `${text
        .replace("\nwebsite:\n", `\nwebsite:\n  origins: ["http://localhost:${port()}"]\n`)
        .replace("collect.analytics.example", "stats.localhost")
        .replace(
          /settings: \{ip: truncated.*\}/,
          "settings: {ip: truncated, sharing: off, advertising: off, shownBy: {aip: 1}}",
        )
        .replace(
          "review.text: required}\n",
          "review.text: required}\n    tells: [purpose, optional, consequence, recipients, rights]\n",
        )}
minors: {age: 16, check: declared, below: refused}
`,
  }));

  async function visit(options: Parameters<typeof visitor>[1] = {}): Promise<Page> {
    const page = await (await visitor(it.browser, options)).newPage();
    await page.goto(`http://localhost:${port()}/`);
    return page;
  }
  const promise = async (id: string) => (await it.house.house.promises.check("en")).find((one) => one.id === id);
  const sights = async () =>
    (await it.house.own.query<{ what: string }>("select what from gestand.consent_sight order by what")).map(
      ({ what }) => what,
    );

  test("tells beside the fields what the policy says people read there, and the board hears of it", async () => {
    expect((await promise("forms.review.tells"))?.status).toBe("unproven");
    const page = await visit({ phone: true, dark: true });
    await button(page, "reject").click();
    const note = await page.locator("[role=note]").innerText();
    expect(note).toContain("Hiervoor gebruiken wij uw gegevens:");
    expect(note).toContain("Dit hebben wij nodig: naam, e-mailadres");
    expect(note).toContain("U kunt uw gegevens inzien");
    expect(note).toContain("Lees onze privacyverklaring.");
    expect(await page.locator("#n").textContent()).toContain("Dit hebben wij nodig.");
    await expect.poll(sights, patient).toContain("note.review");
    await accessible(page);
    await picture(page, "site-note");
    expect((await promise("forms.review.tells"))?.status).toBe("kept");
    await page.context().close();
  });

  test("asks an age before the form goes, with answers that weigh the same, and no second try for the young", async () => {
    const page = await visit();
    await button(page, "reject").click();
    await page.getByRole("button", { name: "Versturen" }).click();
    await page.locator("dialog[data-gestand-surface=age]").waitFor();
    const boxes = await Promise.all(["younger", "older"].map((name) => button(page, name).boundingBox()));
    expect(boxes[0]?.width).toBeCloseTo(boxes[1]?.width ?? 0, 0);
    await accessible(page);
    await picture(page, "site-age");
    await button(page, "younger").click();
    await page.getByText("U bent te jong om dit in te sturen. Er is niets verstuurd").waitFor();
    await accessible(page);
    await button(page, "close").click();
    await page.reload();
    await page.getByRole("button", { name: "Versturen" }).click();
    await page.getByText("U bent te jong om dit in te sturen.").waitFor();
    expect(taken).toEqual([]);
    await page.context().close();
    const other = await visit();
    await button(other, "reject").click();
    await other.getByRole("button", { name: "Versturen" }).click();
    await button(other, "older").click();
    await expect.poll(() => taken, patient).toEqual(["/sent"]);
    await expect.poll(sights, patient).toContain("age");
    expect((await promise("minors.age"))?.status).toBe("kept");
    await other.context().close();
  });

  test("looks at what a tag sends before it goes: nothing that names somebody, and only as it is set", async () => {
    expect((await promise("website.tags.analytics"))?.status).toBe("unproven");
    const page = await visit();
    await button(page, "accept").click();
    await page.locator("input[name=name]").fill("Eva Jansen");
    await page.locator("input[name=stars]").fill("12345");
    const allowed: string[] = [];
    for (const [code, path, fault] of tries) {
      await page.evaluate(`{ const P = "http://stats.localhost:${port()}"; ${code}; }`);
      if (fault === undefined) allowed.push(path);
      if (fault === undefined) await expect.poll(() => sent, { message: code, ...patient }).toEqual(allowed);
      else await expect.poll(sights, { message: code, ...patient }).toContain(`sent.analytics.${fault}`);
    }
    await page.waitForLoadState("networkidle");
    expect(sent).toEqual(allowed);
    expect((await promise("website.tags.analytics"))?.status).toBe("kept");
    expect((await promise("website.tags.analytics.settings"))?.status).toBe("kept");
    for (let at = 0; at < 2; at++) {
      it.house.clock.advance(2_000);
      const next = await visit();
      await button(next, "accept").click();
      const told = next.waitForResponse((answer) => answer.url().endsWith("/seen/sent.analytics.mail"));
      await next.evaluate(`navigator.sendBeacon("http://stats.localhost:${port()}/b", "who=eva@post.example")`);
      await told;
      await next.context().close();
    }
    await expect
      .poll(async () => (await promise("website.tags.analytics"))?.evidence.summary, patient)
      .toBe('"analytics" wanted to send what the policy does not allow, and was held back: a mail address.');
    expect((await promise("website.tags.analytics.settings"))?.status).toBe("kept");
    it.house.clock.advance(31 * 86_400_000);
    expect((await promise("website.tags.analytics"))?.status).toBe("unproven");
    await page.context().close();
  });
});
