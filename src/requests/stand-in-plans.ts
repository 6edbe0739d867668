/** Stands in for the plans until they are there. */
import { randomUUID } from "node:crypto";
import { assert, type PlanId } from "#base";
import type { Located } from "#connectors";
import type { Plan, PlanFollower, Plans, PlanState } from "#plans";
import type { Store, Transaction } from "#store";

export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly since?: string;
}

export function standInPlans(store: Store, customers: readonly Customer[], follower: PlanFollower) {
  const plans = new Map<PlanId, Plan>();
  const answers = new Map<PlanId, Uint8Array>();
  const fails = new Set<string>();
  const become = async (tx: Transaction, id: PlanId, state: PlanState) => {
    const plan = plans.get(id);
    assert(plan !== undefined, "unknown plan");
    const after = { ...plan, state };
    plans.set(id, after);
    if (state === "done" && plan.action === "access") answers.set(id, Buffer.from("PK the answer"));
    await follower(tx, after);
    return after;
  };
  const self: Plans = {
    locate: async ([email]) => {
      if (fails.has("locate")) throw new Error("The shop is closed");
      const candidates = customers
        .filter((customer) => customer.email === email)
        .map(({ id, name, since }) => ({
          anchor: { system: "shop", table: "customers", key: [String(id)] },
          person: "customer",
          label: { reveal: () => name },
          ...(since === undefined ? {} : { addressSince: new Date(since) }),
        }));
      return new Map([["shop", { candidates, byAddress: [] } as unknown as Located]]);
    },
    prepare: async (tx, { about, action }) => {
      const id = randomUUID() as string as PlanId;
      const createdAt = store.clock.now();
      plans.set(id, {
        id,
        about,
        action,
        state: "preparing",
        hash: "h",
        previews: [],
        problems: [],
        steps: [],
        createdAt,
      });
      await become(tx, id, "ready");
      return id;
    },
    prepareAgain: async (tx, id) => ({ ok: true, value: await become(tx, id, "ready") }),
    approve: async (tx, id, hash) => {
      if (plans.get(id)?.hash !== hash) return { ok: false, reason: "changed", message: "changed" };
      if (plans.get(id)?.state !== "ready") return { ok: false, reason: "already-decided", message: "decided" };
      await store.queue.send(tx, { queue: "test.plan", data: { id } });
      return { ok: true, value: await become(tx, id, "approved") };
    },
    abandon: async (tx, id) => (await become(tx, id, "abandoned")).state === "abandoned",
    resume: async (tx, id) => {
      await store.queue.send(tx, { queue: "test.plan", data: { id } });
      return { ok: true, value: await become(tx, id, "running") };
    },
    get: async (_reader, id) => plans.get(id),
    openAnswer: async (_reader, id) => {
      const bytes = answers.get(id);
      if (bytes === undefined) return undefined;
      return {
        sizeBytes: bytes.length,
        stream: (async function* () {
          for (const byte of bytes) yield new Uint8Array([byte]);
        })(),
      };
    },
    dropAnswer: async (_tx, id) => void answers.delete(id),
    serve: () =>
      store.queue.serve("test.plan", {}, async (job) => {
        const { id } = job.data as { id: PlanId };
        await store.transact((tx) => become(tx, id, fails.has("run") ? "failed" : "done"));
      }),
  };
  return { plans: self, fails };
}
