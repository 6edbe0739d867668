/** What the app does itself: read the environment, write the log, listen, and leave nothing open. */
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Hono } from "hono";
import { OperationalError } from "#base";
import { freshDatabase, type TestDatabase } from "#harness";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { configurationFrom, forPeople, jsonLines, openHouse, serveHttp } from "./index.ts";
import { troubleEvent } from "./logging.ts";

let own: TestDatabase;
beforeAll(async () => {
  own = await freshDatabase();
});
afterAll(() => own.drop());

test("the command line comes before the environment, and the environment before what suits a first try", () => {
  expect(configurationFrom({})).toMatchObject({ host: "127.0.0.1", port: 4_100, trustedProxies: 0 });
  expect(configurationFrom({}).publicUrl.href).toBe("http://localhost:4100/");
  expect(configurationFrom({ PORT: "8080" }).port).toBe(8_080);
  expect(configurationFrom({ PORT: "8080", GESTAND_PORT: "8081" }, { port: "8082" }).port).toBe(8_082);
  expect(configurationFrom({ GESTAND_PUBLIC_URL: "https://privacy.example.org" }).publicUrl.origin).toBe(
    "https://privacy.example.org",
  );
  for (const wrong of [
    { GESTAND_PORT: "-1" },
    { GESTAND_SITE_ORIGINS: "https://a.example, test.example/path" },
    { GESTAND_PORT: "1.5" },
    { GESTAND_PORT: "65536" },
    { GESTAND_PUBLIC_URL: "privacy.example.org" },
    { GESTAND_PUBLIC_URL: "https://x.example/path" },
    { GESTAND_TRUSTED_PROXIES: "-1" },
  ])
    expect(() => configurationFrom(wrong)).toThrow(OperationalError);
});

const error = (retryable: boolean) => new OperationalError("database-unreachable", "It went away.", { retryable });

test("work that is tried again is a warning, work that was given up is an error", () => {
  expect(troubleEvent(error(true))).toEqual({ level: "warning", event: "retrying", code: "database-unreachable" });
  expect(troubleEvent(error(false))).toEqual({ level: "error", event: "job-given-up", code: "database-unreachable" });
});

test("machines get every event as a line of JSON, people only what they should see", () => {
  let lines = "";
  const write = (line: string) => void (lines += line);
  jsonLines(write, () => new Date("2026-11-22T12:00:00Z"))({ level: "info", event: "serving", port: 1 });
  expect(lines).toBe('{"at":"2026-11-22T12:00:00.000Z","level":"info","event":"serving","port":1}\n');
  lines = "";
  forPeople(write)({ level: "info", event: "request", status: 200 });
  forPeople(write)({ level: "error", event: "job-given-up", code: "x" });
  expect(lines).toBe("error: job-given-up code=x\n");
});

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");

test("a policy with errors, or a database of another key, opens no house and holds no connection", async () => {
  const base = { GESTAND_POLICY: policyFile.pathname, DATABASE_URL: own.url };
  const house = await openHouse(configurationFrom({ ...base, GESTAND_KEY: key(1) }));
  await house.close();
  await expect(openHouse(configurationFrom({ ...base, GESTAND_KEY: key(2) }))).rejects.toMatchObject({
    code: "installation-key-wrong",
  });
  await expect(
    openHouse(configurationFrom({ ...base, GESTAND_KEY: key(1), GESTAND_SMTP_URL: "no address" })),
  ).rejects.toThrow(OperationalError);
  await expect(
    openHouse(configurationFrom({ ...base, GESTAND_KEY: key(1), GESTAND_POLICY: "/dev/null" })),
  ).rejects.toMatchObject({
    code: "policy-wrong",
  });
  const ours = "select 1 from pg_stat_activity where datname = current_database() and application_name like 'gestand%'";
  // A connection that we closed is gone when the server noticed.
  await expect.poll(() => own.query(ours), { timeout: 20_000 }).toEqual([]);
});

test("a port that is taken is one sentence, and stopping does not wait for those who only hold the line", async () => {
  const app = new Hono().get("/", (c) => c.text("here"));
  const running = await serveHttp(app, { host: "127.0.0.1", port: 0 });
  await expect(serveHttp(app, { host: "127.0.0.1", port: running.port })).rejects.toMatchObject({
    code: "port-taken",
    message: expect.stringContaining("Nothing was started"),
  });
  expect(await (await fetch(`http://127.0.0.1:${running.port}`)).text()).toBe("here");
  const idle = connect(running.port, "127.0.0.1");
  await new Promise((done) => void idle.once("connect", done));
  const closed = new Promise((done) => void idle.once("close", done));
  await running.close();
  await closed;
});
