import { createHash, sign } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { ConnectedStore } from "../store-contract.ts";
import { builtInService } from "./index.ts";
import { certificate, certificateKey } from "./test-certificate.ts";
import { answerOf, connectTo, orderFor, person, type Speak, type Told, vendor, type Vendor } from "./testing.ts";
import { ann } from "./test-vendors.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(
  service: string,
  speak: Speak,
  environment: Record<string, string>,
  matches: readonly string[] = [],
): Promise<{ store: ConnectedStore; server: Vendor; clock: { ms: number } }> {
  const server = await vendor(speak);
  const clock = { ms: Date.UTC(2026, 10, 23, 12) };
  const store = connectTo({ service, base: server.base, environment, matches, clock });
  closing.push(
    () => store.close(),
    async () => server[Symbol.asyncDispose](),
  );
  return { store, server, clock };
}

const form = (body: string) => Object.fromEntries(new URLSearchParams(body));
const json = (body: string) => JSON.parse(body) as Record<string, unknown>;

/** Speaks https://docs.stripe.com/api/privacy/redaction-job. */
function redaction() {
  const jobs = new Map<string, { status: string; customer: string }>();
  const byKey = new Map<string, string>();
  const gone = new Set<string>();
  const speak: Speak = ({ path, method, headers, body, query }): Told => {
    if (headers["stripe-version"] !== "2026-preview") return { status: 400 };
    if (path === "/v1/customers")
      return {
        json: {
          data: query.get("email") === ann && !gone.has("cus_1") ? [{ id: "cus_1", email: ann }] : [],
          has_more: false,
        },
      };
    if (path === "/v1/privacy/redaction_jobs" && method === "POST") {
      const key = headers["idempotency-key"] ?? "";
      const id = byKey.get(key) ?? `prj_${jobs.size + 1}`;
      byKey.set(key, id);
      const { status } = jobs.get(id) ?? { status: "validating" };
      jobs.set(id, { status, customer: form(body)["objects[customers][]"] ?? "" });
      return { json: { id, object: "privacy.redaction_job", status } };
    }
    const [, id = "", run] = /^\/v1\/privacy\/redaction_jobs\/(\w+)(\/run)?$/.exec(path) ?? [];
    const job = jobs.get(id);
    if (job === undefined) return { status: 404 };
    if (run !== undefined && job.status !== "ready") return { status: 400 };
    if (run !== undefined) job.status = "redacting";
    if (job.status === "succeeded") gone.add(job.customer);
    return { json: { id, status: job.status } };
  };
  return { speak, jobs };
}

describe("stripe-redaction: a job that must be started once it was looked at", () => {
  const environment = { STRIPE_SECRET_KEY: "sk", STRIPE_API_VERSION: "2026-preview" };

  test("it is pending until the service says that it succeeded, and only then it counts", async () => {
    const { speak, jobs } = redaction();
    const { store, clock } = await open("stripe-redaction", speak, environment);
    const outcome = await store.erase(orderFor(person([ann])));
    if (!outcome.ok || outcome.value.pending === undefined) throw new Error("a job is pending");
    const { ticket, notBefore } = outcome.value.pending;
    expect(outcome.value.erased).toBe(0);
    expect(notBefore).toEqual(new Date(clock.ms + 600_000));
    expect(ticket).not.toMatch(/person|cus_/);
    const steps: [string, string, number][] = [
      ["validating", "validating", 0],
      ["ready", "redacting", 0],
      ["redacting", "redacting", 0],
      ["succeeded", "succeeded", 1],
    ];
    for (const [before, after, erased] of steps) {
      const job = jobs.get("prj_1");
      if (job !== undefined) job.status = before;
      const settled = await store.settled(ticket);
      expect(settled).toMatchObject({ erased });
      expect(settled.pending === undefined).toBe(erased === 1);
      expect(jobs.get("prj_1")?.status).toBe(after);
    }
    expect(await store.residue(person([ann]))).toEqual([]);
  });

  test("the same order again meets the same job, and a job that was given up is told", async () => {
    const { speak, jobs } = redaction();
    const { store } = await open("stripe-redaction", speak, environment);
    const order = orderFor(person([ann]));
    const first = await store.erase(order);
    const again = await store.erase({ ...order, attempt: 2 });
    expect(jobs.size).toBe(1);
    const ticketOf = (outcome: typeof first) => (outcome.ok ? outcome.value.pending?.ticket : undefined);
    expect(ticketOf(again)).toBe(ticketOf(first));
    const job = jobs.get("prj_1");
    if (job !== undefined) job.status = "failed";
    if (!first.ok) throw new Error(first.message);
    await expect(store.settled(first.value.pending?.ticket ?? "")).rejects.toMatchObject({
      code: "service-job-failed",
      retryable: false,
    });
  });
});

const signed = (told: Told): Told => {
  const signature = sign("sha256", Buffer.from(JSON.stringify(told.json)), certificateKey).toString("base64");
  return {
    ...told,
    headers: { "X-OpenDSR-Processor-Domain": "processor.example", "X-OpenDSR-Signature": signature },
  };
};

function processor() {
  const requests = new Map<string, { status: string; body: Record<string, unknown> }>();
  const speak: Speak = ({ path, method, body }) => {
    if (path === "/discovery")
      return signed({ json: { api_version: "3.0", supported_subject_request_types: ["erasure"] } });
    if (path === "/requests" && method === "POST") {
      const id = String(json(body)["subject_request_id"]);
      if (requests.has(id)) return { status: 400, json: { error: { code: 400, message: "duplicate request" } } };
      requests.set(id, { status: "pending", body: json(body) });
      return signed({
        status: 201,
        json: { controller_id: "1402", subject_request_id: id, expected_completion_time: "2026-12-01T00:00:00Z" },
      });
    }
    const request = requests.get(path.replace("/requests/", ""));
    return request === undefined
      ? { status: 404 }
      : signed({
          json: { controller_id: "1402", subject_request_id: path.slice(10), request_status: request.status },
        });
  };
  return { speak, requests };
}

describe("opendsr: a request that a processor signs for", () => {
  const environment = {
    OPENDSR_KEY: "key",
    OPENDSR_SECRET: "secret",
    OPENDSR_CERTIFICATE: certificate,
  };

  test("it is asked with a number that stays the same, polled until completed, and says that it cannot find", async () => {
    const { speak, requests } = processor();
    const { store } = await open("opendsr", speak, environment);
    expect((await store.inspect()).map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      Array<string>(3).fill("note not-offered"),
    );
    expect(store.abilities).toEqual({
      kind: "http",
      find: false,
      read: false,
      erase: true,
      correct: false,
      search: false,
    });
    const order = orderFor(person([ann]));
    const outcome = await store.erase(order);
    expect(await store.erase({ ...order, attempt: 2 })).toMatchObject({ ok: true });
    const [[id, request] = ["", undefined]] = [...requests];
    expect(requests.size).toBe(1);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(request?.body).toMatchObject({
      regulation: "gdpr",
      subject_request_type: "erasure",
      submitted_time: expect.stringMatching(/^2026-11-23T12:00:00\.\d{3}Z$/) as unknown,
      subject_identities: [{ identity_type: "email", identity_value: ann, identity_format: "raw" }],
    });
    if (!outcome.ok) throw new Error(outcome.message);
    const ticket = outcome.value.pending?.ticket ?? "";
    for (const status of ["pending", "in_progress"]) {
      if (request !== undefined) request.status = status;
      expect((await store.settled(ticket)).pending).toBeDefined();
    }
    if (request !== undefined) request.status = "completed";
    expect(await store.settled(ticket)).toEqual({ erased: 1, corrected: 0, kept: [] });
    expect(await store.residue(person([ann]))).toEqual([]);
    if (request !== undefined) request.status = "cancelled";
    await expect(store.settled(ticket)).rejects.toMatchObject({ code: "service-job-failed" });
  });

  test("an answer that is not signed, or signed for other words, is not believed", async () => {
    const { speak } = processor();
    const { store, server } = await open("opendsr", speak, environment);
    for (const disturbed of [
      { status: 201, json: { subject_request_id: "x" } },
      { ...signed({ status: 201, json: { subject_request_id: "x" } }), json: { subject_request_id: "y" } },
      {
        status: 201,
        json: { subject_request_id: "x" },
        headers: { "x-opendsr-signature": createHash("sha256").digest("base64") },
      },
    ]) {
      server.disturb = ({ method }) => (method === "POST" ? disturbed : undefined);
      await expect(store.erase(orderFor(person([ann])))).rejects.toMatchObject({ code: "answer-not-signed" });
    }
  });
});

test("google-analytics: each number that we know is sent with a fresh token, and nothing is claimed to be found", async () => {
  const sent: unknown[] = [];
  const speak: Speak = ({ path, headers, body }): Told => {
    if (path === "/token")
      return form(body)["grant_type"] === "refresh_token" && form(body)["refresh_token"] === "1//refresh"
        ? { json: { access_token: "ya29", expires_in: 3599 } }
        : { status: 401 };
    if (headers["authorization"] !== "Bearer ya29" || path !== "/v1alpha/properties/1234567:submitUserDeletion")
      return { status: 403 };
    sent.push(json(body));
    return { json: { deletionRequestTime: "2026-11-23T12:00:00Z" } };
  };
  const declaration = (builtInService("google-analytics") ?? "").replace("https://oauth2.googleapis.com", "");
  const environment = {
    GOOGLE_CLIENT_ID: "id",
    GOOGLE_CLIENT_SECRET: "s",
    GOOGLE_REFRESH_TOKEN: "1//refresh",
    GOOGLE_ANALYTICS_PROPERTY: "1234567",
  };
  const { store } = await open(declaration, speak, environment, ["user", "client"]);
  const subject = person([ann], { user: ["u-1"], client: ["35009a79-1a05-49d7-b876-2b884d0f825b", "2"] });
  expect(store.abilities).toMatchObject({ find: false, read: false, erase: true, correct: false });
  expect((await store.inspect()).filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(await store.erase(orderFor(subject))).toMatchObject({ ok: true, value: { erased: 3 } });
  expect(sent).toEqual([{ clientId: "35009a79-1a05-49d7-b876-2b884d0f825b" }, { clientId: "2" }, { userId: "u-1" }]);
  expect(await store.residue(subject)).toEqual([]);
});

const shipments: Speak = ({ path, headers, query }): Told => {
  if (headers["apikey"] !== "key" || query.get("detail") !== "true") return { status: 401 };
  return path === "/shipment/v2/status/barcode/3SDEVC1"
    ? { json: { CurrentStatus: { Shipment: { Barcode: "3SDEVC1" } } } }
    : { status: 404 };
};

test("postnl: shipments are handed out by their barcode, and erasing them is refused with the reason", async () => {
  const { store } = await open("postnl", shipments, { POSTNL_API_KEY: "key" }, ["barcode"]);
  const subject = person([], { barcode: ["3SDEVC1", "3SDEVC2"] });
  expect(await store.find(subject)).toMatchObject({ items: 1, missing: 1 });
  expect(await answerOf(store, subject)).toEqual([{ CurrentStatus: { Shipment: { Barcode: "3SDEVC1" } } }]);
  expect(store.abilities).toMatchObject({ find: true, read: true, erase: false });
  expect(await store.erase(orderFor(subject))).toMatchObject({
    ok: false,
    reason: "blocked",
    message: expect.stringContaining("no call to erase") as unknown,
  });
});

test("an address of a job that is not the service's own is not asked, and the job counts as lost rather than done", async () => {
  const declaration = `
service: Own
documentation: https://docs.example
records:
  person:
    find: {by: email}
    erase:
      post: /erase
      json: {mail: "{id}"}
      completes: {header: Operation-Location, state: state, done: [done], waiting: [busy], seconds: 5}
notOffered: {find: no, read: no, correct: no}
`;
  let state = "busy";
  let location = "/operations/7";
  const speak: Speak = ({ path }): Told =>
    path === "/erase" ? { status: 202, headers: { "operation-location": location } } : { json: { state } };
  const { store } = await open(declaration, speak, {});
  const erase = async () => {
    const outcome = await store.erase(orderFor(person([ann])));
    return outcome.ok ? (outcome.value.pending?.ticket ?? "") : "";
  };
  const ticket = await erase();
  expect((await store.settled(ticket)).pending).toBeDefined();
  state = "done";
  expect(await store.settled(ticket)).toEqual({ erased: 1, corrected: 0, kept: [] });
  location = "https://elsewhere.example/operations/7";
  await expect(store.settled(await erase())).rejects.toMatchObject({ code: "answer-changed" });
});
