/** The JSON interface is what its description says, no less and no more. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Endpoint, endpoints, openApi, problemDetails } from "#api";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, codeFor, eventually, get, postJson, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
});
afterAll(() => house?.[Symbol.asyncDispose]());

const described = endpoints as readonly Endpoint[];
const served = (endpoint: Endpoint) =>
  `${endpoint.method.toUpperCase()} ${endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;

function endpointCalled(id: (typeof endpoints)[number]["id"]): Endpoint {
  const found = described.find((endpoint) => endpoint.id === id);
  if (found === undefined) throw new Error(`no endpoint ${id}`);
  return found;
}

/** The body, after it was found to be exactly what the endpoint promises: nothing missing, nothing unsaid. */
async function answerOf(id: (typeof endpoints)[number]["id"], response: Response): Promise<unknown> {
  const endpoint = endpointCalled(id);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(endpoint.status);
  expect(endpoint.answer.parse(body), id).toEqual(body);
  return body;
}

async function refused(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problemDetails.parse(await response.json())).toMatchObject({ status, type: "about:blank" });
}

test("what is described is served, and what is served is described", () => {
  const routes = app.routes
    .filter(({ method, path }) => path.startsWith("/api/v1/") && method !== "ALL" && !path.includes("*"))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routes)].sort()).toEqual(described.map(served).sort());
});

test("the description is an OpenAPI 3.1 document without loose ends", async () => {
  const response = await get(app, "/openapi.json");
  const document = (await response.json()) as ReturnType<typeof openApi> & {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { securitySchemes: Record<string, unknown> };
    servers: { url: string }[];
  };
  expect(document.openapi).toBe("3.1.0");
  expect(document.servers).toEqual([{ url: house.url }]);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );
  expect(operations).toHaveLength(described.length);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(described.length);
  for (const { path, operation } of operations) {
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    for (const scheme of (operation.security ?? []).flatMap(Object.keys))
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    for (const schema of schemasOf(operation)) expect(() => z.fromJSONSchema(schema as never), path).not.toThrow();
  }
  expect(JSON.stringify(document)).not.toContain("$ref");
});

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; schema: unknown }[];
  readonly security?: readonly Record<string, unknown>[];
  readonly requestBody?: { content: Record<string, { schema: unknown }> };
  readonly responses: Record<string, { content: Record<string, { schema: unknown }> }>;
}
function schemasOf(operation: Operation): unknown[] {
  const contents = [operation.requestBody, ...Object.values(operation.responses)];
  return [
    ...operation.parameters.map(({ schema }) => schema),
    ...contents.flatMap((part) => Object.values(part?.content ?? {}).map(({ schema }) => schema)),
  ];
}

test("a request travels through every endpoint, and each answer is what was described", async () => {
  const asked = await postJson(app, "/api/v1/requests", { kind: "access", email: cast.active.email, language: "en" });
  const { reference } = (await answerOf("submitRequest", asked)) as { reference: string };
  const code = await codeFor(house, cast.active.email);
  const confirmed = await postJson(app, `/api/v1/requests/${reference}/confirm`, {
    code: ` ${code.slice(0, 4)} ${code.slice(4)}`,
  });
  const { followToken } = (await answerOf("confirmRequest", confirmed)) as { followToken: string };
  const bearer = { headers: { authorization: `Bearer ${followToken}` } };
  const view = await answerOf("followRequest", await get(app, "/api/v1/follow", bearer));
  expect(view).toMatchObject({ reference, kind: "access", language: "en", mayWithdraw: true });

  const line = await eventually(async () => {
    const queue = (await answerOf("listQueue", await get(app, "/api/v1/queue", { cookie: staff }))) as QueueLine[];
    return queue.find((one) => one.reference === reference && one.needs === "decision");
  });
  const full = await answerOf("getRequest", await get(app, `/api/v1/requests/${line.id}`, { cookie: staff }));
  expect(full).toMatchObject({ id: line.id, requester: { email: cast.active.email }, plan: { action: "access" } });

  const withdrawn = await postJson(app, "/api/v1/follow/withdraw", {}, bearer);
  expect(await answerOf("withdrawRequest", withdrawn)).toMatchObject({ state: "withdrawn" });
  await refused(await postJson(app, "/api/v1/follow/withdraw", {}, bearer), 409);
  const register = await answerOf("listRegister", await get(app, "/api/v1/register", { cookie: staff }));
  expect(register).toMatchObject([{ reference, state: "withdrawn", inTime: true }]);
  const after = await get(app, `/api/v1/register?after=${reference}&limit=1`, { cookie: staff });
  expect(await answerOf("listRegister", after)).toEqual([]);
  await house.house.promises.check();
  const board = (await answerOf("listPromises", await get(app, "/api/v1/promises", { cookie: staff }))) as unknown[];
  expect(board.length).toBeGreaterThan(50);
});

interface QueueLine {
  readonly id: string;
  readonly reference: string;
  readonly needs: string;
}

test("anybody may fetch the newest checkpoint, and proof that the log only grew", async () => {
  await house.house.evidence.checkpoint();
  const seal = await answerOf("latestCheckpoint", await get(app, "/api/v1/evidence/checkpoint"));
  const { size } = seal as { size: number };
  expect(size).toBeGreaterThan(0);
  const proof = await get(app, `/api/v1/evidence/consistency?from=1&to=${size}`);
  await answerOf("consistencyProof", proof);
  for (const query of [
    "",
    "?from=1",
    `?from=2&to=1`,
    `?from=0&to=${size + 1_000}`,
    "?from=-1&to=1",
    "?from=0.5&to=1",
    "?from=1e0&to=1",
    "?from=0&to=1e300",
  ])
    await refused(await get(app, `/api/v1/evidence/consistency${query}`), 422);
});

test("what cannot be done is a problem as RFC 9457 has it, and nothing was processed", async () => {
  const wrong: unknown[] = [
    {},
    null,
    [],
    "text",
    { kind: "access" },
    { kind: "access", email: "no address" },
    { kind: "access", email: `${"x".repeat(250)}@y.example` },
    { kind: "sale-opt-out", email: "a@b.example" },
    { kind: "objection", email: "a@b.example" },
    { kind: "objection", email: "a@b.example", purposes: ["no-such-purpose"] },
    { kind: "access", email: "a@b.example", purposes: ["fulfil-order"] },
    { kind: "complaint", email: "a@b.example", message: " " },
    { kind: "access", email: "a@b.example", language: "de" },
    { kind: "access", email: "a@b.example", message: "x".repeat(5_001) },
    { kind: "access", email: ["a@b.example"] },
  ];
  const before = await house.own.query("select count(*) from gestand.request");
  for (const content of wrong)
    await refused(await postJson(app, "/api/v1/requests", content, { from: "192.0.2.3" }), 422);
  expect(await house.own.query("select count(*) from gestand.request")).toEqual(before);
  await refused(await postJson(app, "/api/v1/requests/G-NONE/confirm", { code: "12345678" }), 422);
  await refused(await postJson(app, "/api/v1/requests/G-NONE/confirm", { code: "abc" }), 422);
  await refused(await get(app, "/api/v1/follow"), 401);
  await refused(await get(app, "/api/v1/follow", { headers: { authorization: "Bearer forged" } }), 401);
  await refused(await get(app, "/api/v1/nothing", { cookie: staff }), 404);
  await refused(await get(app, "/api/v1/requests/not-an-id", { cookie: staff }), 404);
  await refused(await get(app, "/api/v1/requests/7f0c1b52-5b0e-4a52-9d0a-3d1d5b0d6f11", { cookie: staff }), 404);
  for (const endpoint of described.filter(({ who }) => who === "staff"))
    await refused(await get(app, endpoint.path.replace("{id}", "7f0c1b52-5b0e-4a52-9d0a-3d1d5b0d6f11")), 401);
});
