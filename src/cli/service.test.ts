/** The command for whoever writes the declaration of a service. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gestand } from "./testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-service-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("check finds nothing in what comes along, and says where a declaration of one's own is wrong", async () => {
  const fine = await gestand(["service", "check", "stripe", "mollie"]);
  expect([fine.code, fine.err, fine.out]).toEqual([
    0,
    "",
    "stripe: 0 errors, 0 warnings, 0 notes\nmollie: 0 errors, 0 warnings, 0 notes\n",
  ]);
  const file = join(folder, "own.yaml");
  await writeFile(file, "service: Own\ndocumentation: https://own.example\nrecord: {}\n");
  const wrong = await gestand(["service", "check", file]);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('own.yaml:3:1: error: "record" is not a word of a service.\n    Did you mean "records"?');
  expect((await gestand(["service", "check", join(folder, "none.yaml")])).code).toBe(69);
});

test("try shows every call with the person in it and the secret left out, and calls nobody", async () => {
  const environment = { STRIPE_SECRET_KEY: "sk_live_secret" };
  const said = await gestand(
    ["service", "try", "stripe", "--email", "ann+x@person.example", "--value", "customer=../cus&1", "--dry-run"],
    { environment },
  );
  expect([said.code, said.err]).toEqual([0, ""]);
  expect(said.out).not.toContain("sk_live_secret");
  expect(said.out).toContain("customer, find: GET https://api.stripe.com/v1/customers/..%2Fcus%261\n");
  expect(said.out).toContain("email=ann%2Bx%40person.example&limit=100");
  expect(said.out).toContain("authorization: Bearer <STRIPE_SECRET_KEY>");
  expect(said.out).toContain("customer, erase: DELETE https://api.stripe.com/v1/customers/<id>\n");
  expect(said.out).toMatch(/Nothing was called\.\n$/);
  expect((await gestand(["service", "try", "stripe"])).code).toBe(2);
});

test("try --find makes the calls that look, and no other", async () => {
  const methods: string[] = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? "");
    response.end(
      JSON.stringify({ _embedded: { customers: [{ id: "cst_1", email: "ann@person.example" }] }, _links: {} }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { MOLLIE_ACCESS_TOKEN: "live_x", OWN_URL: `http://${host}/v2`, GESTAND_OWN_HOSTS: host };
  const argv = ["service", "try", "mollie", "--email", "ann@person.example", "--url-from", "OWN_URL", "--find"];
  const said = await gestand(argv, { environment });
  const refused = await gestand(argv, { environment: { ...environment, GESTAND_OWN_HOSTS: "" } });
  server.close().closeAllConnections();
  expect([said.code, said.err, methods]).toEqual([0, "", ["GET"]]);
  expect(said.out).toContain("found: 1 of customer\nValues under which nothing is: 0. Nothing was changed.\n");
  expect([refused.code, refused.err.includes("public internet")]).toEqual([69, true]);
});
