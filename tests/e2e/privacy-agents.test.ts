/**
 * Programs that refuse for people are users too. One of them, unmodified, refuses in every official language of the Union; in
 * those whose words it knows without a rule, in the others by the rule that we publish. What counts is what we recorded.
 */
import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type Page, visitor } from "../harness/browser.ts";
import { scene } from "./scene.ts";

const script = new URL("../../node_modules/@duckduckgo/autoconsent/dist/autoconsent.playwright.js", import.meta.url);
const rule = new URL("../../web/banner/agents/autoconsent.json", import.meta.url);

const known = ["nl", "en", "de", "fr", "es", "it", "pl", "pt"];
const others = ["bg", "cs", "da", "el", "et", "fi", "ga", "hr", "hu", "lt", "lv", "mt", "ro", "sk", "sl", "sv"];

interface Message {
  readonly type: string;
  readonly code?: string;
  readonly id?: string;
}

/** As its own test runner drives it. */
async function withAgent(page: Page, rules: readonly unknown[]): Promise<void> {
  const config = {
    enabled: true,
    autoAction: "optOut",
    disabledCmps: [],
    enablePrehide: false,
    detectRetries: 20,
    enableCosmeticRules: true,
    enableHeuristicDetection: true,
    heuristicMode: "reject",
    heuristicPopupSearchTimeout: 100,
  };
  await page.exposeBinding("autoconsentSendMessage", async ({ frame }, message: Message) => {
    const answer =
      message.type === "init"
        ? { type: "initResp", config, rules: { autoconsent: rules } }
        : message.type === "eval"
          ? { type: "evalResp", id: message.id, result: await frame.evaluate(message.code ?? "") }
          : undefined;
    if (answer !== undefined) await frame.evaluate(`autoconsentReceiveMessage(${JSON.stringify(answer)})`);
  });
  await page.addInitScript({ content: await readFile(script, "utf8") });
}

describe.runIf(chromiumPath !== undefined)("a program that refuses for people", () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      const language = new URL(request.url ?? "/", "http://x").searchParams.get("lang") ?? "";
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      answer.end(
        `<!doctype html><html lang="${language}"><title>Winkel</title><script src="${it.house.url}/www/gestand.js?lang=${language}"></script><main><h1>Winkel</h1></main></html>`,
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));
  const port = () => (server.address() as AddressInfo).port;
  const it = scene(() => ({
    alsoInPolicy: (text) =>
      text.replace(
        "\nwebsite:\n",
        `\nwebsite:\n  origins: ["http://shop.localhost:${port()}"]\n  languages: [${[...known, ...others].join(", ")}]\n`,
      ),
  }));

  async function refusal(language: string, rules: readonly unknown[]): Promise<unknown> {
    const context = await visitor(it.browser);
    const page = await context.newPage();
    await withAgent(page, rules);
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/www/choices"), { timeout: 10_000 });
    await page.goto(`http://shop.localhost:${port()}/?lang=${language}`);
    expect((await answered).status()).toBe(201);
    await context.close();
    const [row] = await it.house.own.query<{ body: Buffer }>(
      "select body from gestand.consent_record order by batch desc, place desc limit 1",
    );
    return JSON.parse(row?.body.toString() ?? "");
  }

  test.each(known)("finds our words without a rule, in %s", async (language) => {
    expect(await refusal(language, [])).toMatchObject({ action: "reject-all", choices: { statistics: false } });
  });

  test.each(others)("finds our buttons by the rule that we publish, in %s", async (language) => {
    const rules = [JSON.parse(await readFile(rule, "utf8"))];
    expect(await refusal(language, rules)).toMatchObject({ action: "reject-all", choices: { statistics: false } });
  });
});
