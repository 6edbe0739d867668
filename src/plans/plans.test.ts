import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OperationalError, Personal } from "#base";
import { ada } from "#harness";
import { sql } from "#store";
import { createPlans } from "./create.ts";
import { after, planEvents } from "./lifecycle.ts";
import { approve, carryOut, doTasks, openWorld, read, refill, staff, turn, type World } from "./test-world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await refill(world);
  world.followed.length = 0;
});
afterAll(() => world.dispose());

async function ready(action: "access" | "erasure" = "erasure") {
  const id = await world.prepare(action);
  await turn(world);
  return read(world, id);
}
const resume = (plan: { id: Awaited<ReturnType<typeof ready>>["id"] }) =>
  world.store.transact((tx) => world.plans.resume(tx, plan.id));

describe("an erasure", () => {
  test("is shown, approved, carried out, looked at again and closed", async () => {
    const shown = await ready();
    expect(shown.state).toBe("ready");
    expect(shown.steps.map(({ kind, system }) => [kind, system])).toEqual([
      ["identify", undefined],
      ["erase", "book"],
      ["erase", "gestand"],
      ["verify", "book"],
      ["verify", "gestand"],
      ["close", undefined],
    ]);
    expect(await approve(world, shown.id)).toMatchObject({ ok: true });
    await turn(world);
    const plan = await read(world, shown.id);
    expect(plan).toMatchObject({ state: "done", approvedAt: expect.any(Date), finishedAt: expect.any(Date) });
    expect(await world.book.query("select * from person where id = 1")).toEqual([]);
    expect(await world.book.query("select id from invoice where person_id = 1")).toHaveLength(2);
    expect(plan.steps[1]?.tables.find(({ table }) => table === "note")).toMatchObject({ deleted: 9 });
    expect(plan.steps.flatMap(({ differences }) => differences)).toEqual([]);
    expect(world.followed).toEqual(["ready", "approved", "running", "done"]);
  });

  test("leaves evidence of each step once, with counts and without the person", async () => {
    const plan = await carryOut(world, "erasure");
    const entries = await world.evidence.entries(world.store.reader, { from: 0, limit: 100, about: plan.about });
    expect(entries.map(({ kind, body }) => [kind, body["of"] ?? "", body["system"] ?? ""])).toEqual([
      ["plan.approved", "", ""],
      ["step.done", "identify", ""],
      ["step.done", "erase", "book"],
      ["step.done", "erase", "gestand"],
      ["step.done", "verify", "book"],
      ["step.done", "verify", "gestand"],
      ["step.done", "close", ""],
      ["plan.done", "", ""],
    ]);
    expect(entries[0]?.body).toMatchObject({ hash: plan.hash, by: staff });
    expect(plan.steps.map(({ evidenceIndex }) => evidenceIndex)).toEqual(entries.slice(1, 7).map(({ index }) => index));
    expect(JSON.stringify(entries)).not.toMatch(/ada@|example\.org|"Ada"/iu);
  });

  test("stores nothing of the person in clear, and nothing at all when it is done", async () => {
    const shown = await ready();
    const rows = async () =>
      (
        await sql<{ row: string }>`select p::text as row from plan p union all select s::text from plan_step s
        union all select encode(x.sealed, 'escape') from plan_secret x`.execute(world.store.reader.db)
      ).rows
        .map(({ row }) => row)
        .join("\n");
    expect(await rows()).not.toMatch(/ada@|example\.org|"Ada"/iu);
    await approve(world, shown.id);
    await turn(world);
    expect(await rows()).not.toMatch(/ada@|example\.org|"Ada"/iu);
    const secrets = await sql`select 1 from plan_secret where plan_id = ${shown.id}`.execute(world.store.reader.db);
    expect(secrets.rows).toEqual([]);
  });

  test("hands the identifiers over once, in the transaction that forgets them", async () => {
    const told: string[] = [];
    const onIdentifiers: World["base"]["onIdentifiers"] = async (_, plan, identifiers) => {
      told.push(
        plan.about,
        ...[...identifiers.values()].flatMap((one) => one.reveal().values.map(({ value }) => value)),
      );
    };
    const plan = await carryOut(world, "erasure", { ...world.base, onIdentifiers });
    expect(told).toEqual([plan.about, "ada@example.org", "ada@example.org"]);
  });
});

describe("approval", () => {
  test("is of exactly what was shown", async () => {
    const plan = await ready();
    const wrong = await world.store.transact((tx) => world.plans.approve(tx, plan.id, "0".repeat(64), staff));
    expect(wrong).toMatchObject({ ok: false, reason: "changed" });
    expect((await read(world, plan.id)).state).toBe("ready");
  });

  test("given twice at once is given once", async () => {
    const plan = await ready();
    const both = await Promise.all([approve(world, plan.id), approve(world, plan.id), approve(world, plan.id)]);
    expect(both.map((one) => (one.ok ? "approved" : one.reason)).sort()).toEqual([
      "already-decided",
      "already-decided",
      "approved",
    ]);
    await turn(world);
    const entries = await world.evidence.entries(world.store.reader, { from: 0, limit: 100, about: plan.about });
    expect(entries.filter(({ kind }) => kind === "plan.approved")).toHaveLength(1);
  });

  test("is refused when the policy is another one than that of the dry run", async () => {
    const plan = await ready();
    const later = createPlans({ ...world.base, policyHash: "e".repeat(64) });
    const answer = await world.store.transact((tx) => later.approve(tx, plan.id, plan.hash, staff));
    expect(answer).toMatchObject({ ok: false, reason: "changed" });
    expect(await world.store.transact((tx) => later.prepareAgain(tx, plan.id))).toMatchObject({ ok: true });
    await turn(world, { ...world.base, policyHash: "e".repeat(64) });
    const again = await read(world, plan.id);
    expect(again.state).toBe("ready");
    expect(again.hash).not.toBe(plan.hash);
  });

  test("has no force over a record that somebody changed afterwards", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    await sql`update plan set previews = jsonb_set(previews, '{0,tables}', '[]') where id = ${plan.id}`.execute(
      world.store.reader.db,
    );
    await turn(world);
    expect(await read(world, plan.id)).toMatchObject({ state: "failed" });
    expect(await world.book.query("select 1 from person where id = 1")).toHaveLength(1);
  });

  test("of a blocked plan is refused, until what blocked it is mended and it is looked at again", async () => {
    await world.book.query("alter table note add column mood text");
    const plan = await ready();
    expect(plan).toMatchObject({ state: "blocked", hash: "", problems: [{ code: "unmapped-column" }] });
    expect(await approve(world, plan.id)).toMatchObject({ ok: false, reason: "blocked" });
    await world.book.query("alter table note drop column mood");
    await world.store.transact((tx) => world.plans.prepareAgain(tx, plan.id));
    await turn(world);
    expect(await read(world, plan.id)).toMatchObject({ state: "ready", problems: [] });
  });
});

describe("a plan that is abandoned", () => {
  test("forgets whom it was about and never runs", async () => {
    const plan = await ready();
    const abandon = () => world.store.transact((tx) => world.plans.abandon(tx, plan.id));
    expect([await abandon(), await abandon()]).toEqual([true, false]);
    expect(await approve(world, plan.id)).toMatchObject({ ok: false, reason: "already-decided" });
    const secrets = await sql`select 1 from plan_secret where plan_id = ${plan.id}`.execute(world.store.reader.db);
    expect(secrets.rows).toEqual([]);
  });

  test("while it was approved and had not begun, leaves a job that does nothing", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    expect(await world.store.transact((tx) => world.plans.abandon(tx, plan.id))).toBe(true);
    expect(await turn(world)).toBe(0);
    expect((await read(world, plan.id)).state).toBe("abandoned");
  });
});

describe("data that changed since the approval", () => {
  test("in an approved table and action is erased as well, and the difference is recorded and shown", async () => {
    const plan = await ready();
    await world.book.query("insert into note values (99, 1, null, 'later')");
    await approve(world, plan.id);
    await turn(world);
    const done = await read(world, plan.id);
    expect(done.state).toBe("done");
    expect(done.steps[1]?.differences).toContainEqual({
      system: "book",
      table: "note",
      what: "deleted",
      approved: 9,
      found: 10,
    });
  });

  test("in a table where nobody approved a change stops the step before it, until somebody resumes", async () => {
    await world.book.query("delete from note where person_id = 1");
    const plan = await ready();
    await world.book.query("insert into note values (99, 1, null, 'later')");
    await approve(world, plan.id);
    await turn(world);
    const failed = await read(world, plan.id);
    expect(failed.state).toBe("failed");
    expect(failed.steps[1]?.error).toMatchObject({ message: expect.stringContaining("note (deleted: 1)") });
    expect(await world.book.query("select 1 from person where id = 1")).toHaveLength(1);
    expect(await resume(plan)).toMatchObject({ ok: true });
    await turn(world);
    expect((await read(world, plan.id)).state).toBe("done");
    expect(await world.book.query("select 1 from note where id = 99")).toEqual([]);
  });

  test("as a column that nobody mapped stops the step, for a copy as for an erasure", async () => {
    for (const action of ["access", "erasure"] as const) {
      const plan = await ready(action);
      await world.book.query("alter table note add column mood text");
      await approve(world, plan.id);
      await turn(world);
      const failed = await read(world, plan.id);
      expect(failed).toMatchObject({ state: "failed" });
      expect(failed.steps.find(({ error }) => error)?.error?.message).toContain("note");
      await world.book.query("alter table note drop column mood");
      await resume(plan);
      await turn(world);
      expect((await read(world, plan.id)).state).toBe("done");
    }
  });
});

describe("looking again", () => {
  test("never ends well while something is left: it names table and column, and resuming erases once more", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    // The shop writes the person back as soon as she is erased.
    let written = false;
    const crashPoint: World["base"]["crashPoint"] = async (name, { ordinal }) => {
      if (name !== "effect-done" || ordinal !== 2 || written) return;
      written = true;
      await world.book.query("insert into person values (1, 'ada@example.org', 'Ada')");
    };
    await turn(world, { ...world.base, crashPoint });
    const failed = await read(world, plan.id);
    expect(failed.state).toBe("failed");
    expect(failed.steps[3]).toMatchObject({
      kind: "verify",
      state: "failed",
      residue: [{ table: "person", column: "email", rows: 1 }],
    });
    expect(failed.steps[3]?.error?.message).toContain("person.email");
    expect(failed.steps[1]?.state).toBe("done");
    await resume(plan);
    expect((await read(world, plan.id)).steps[1]?.state).toBe("waiting");
    await turn(world);
    expect((await read(world, plan.id)).state).toBe("done");
    expect(await world.book.query("select 1 from person where id = 1")).toEqual([]);
  });
});

describe("a further round", () => {
  test("also looks for what came since the first, and keeps what was known", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    const known: string[] = [];
    let written = false;
    const options: World["base"] = {
      ...world.base,
      onIdentifiers: async (_, __, identifiers) => {
        for (const one of identifiers.values()) known.push(...one.reveal().values.map(({ value }) => value));
      },
      crashPoint: async (name, { ordinal }) => {
        if (name !== "effect-done" || ordinal !== 2 || written) return;
        written = true;
        await world.book.query("insert into person values (1, 'ada@example.org', 'Ada')");
      },
    };
    await turn(world, options);
    expect((await read(world, plan.id)).state).toBe("failed");
    await world.book.query("update person set email = 'ada.later@example.org' where id = 1");
    await resume(plan);
    await turn(world, options);
    expect((await read(world, plan.id)).state).toBe("done");
    expect(known).toEqual(expect.arrayContaining(["ada@example.org", "ada.later@example.org"]));
  });
});

describe("looking again after a correction", () => {
  test("corrects what was written back meanwhile, says so, and ends when it is resumed", async () => {
    const id = await world.prepare("rectification");
    await turn(world);
    await approve(world, id);
    let written = false;
    const options: World["base"] = {
      ...world.base,
      crashPoint: async (name, { kind, system }) => {
        if (name !== "effect-done" || kind !== "correct" || system !== "book" || written) return;
        written = true;
        await world.book.query("update person set name = 'Ada' where id = 1");
      },
    };
    await turn(world, options);
    await doTasks(world, id);
    await turn(world, options);
    const failed = await read(world, id);
    expect(failed.steps.find(({ state }) => state === "failed")?.error?.message).toContain("still as they had been");
    await resume(failed);
    await turn(world, options);
    expect((await read(world, id)).state).toBe("done");
    expect(await world.book.query("select name from person where id = 1")).toEqual([{ name: "Adele" }]);
  });
});

describe("a system that is away", () => {
  test("is shown on the step while it is tried again, and fails the plan when it stays away", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    const seen: unknown[] = [];
    const tried = { message: "The book cannot be reached.", retryable: true };
    const systems = {
      ...world.pool,
      names: world.pool.names,
      use: async () => {
        seen.push((await read(world, plan.id)).steps[0]?.error);
        throw new OperationalError("database-unreachable", "The book cannot be reached.", { retryable: true });
      },
    };
    await turn(world, { ...world.base, systems }, { failures: 2 });
    expect(seen).toEqual([undefined, tried, tried]);
    expect(await read(world, plan.id)).toMatchObject({
      state: "failed",
      steps: [{ state: "failed", error: { retryable: false } }, { state: "waiting" }, {}, {}, {}, {}],
    });
    expect(world.followed.at(-1)).toBe("failed");
    await resume(plan);
    await turn(world);
    expect((await read(world, plan.id)).state).toBe("done");
    expect(await resume(plan)).toMatchObject({ ok: false, reason: "not-failed" });
  });

  test("blocks the dry run with what to do", async () => {
    const systems = {
      ...world.pool,
      names: world.pool.names,
      use: () => Promise.reject(new OperationalError("database-login", "The book refused the password.")),
    };
    const id = await world.prepare("access");
    await turn(world, { ...world.base, systems });
    expect(await read(world, id)).toMatchObject({ state: "blocked", problems: [{ code: "database-login" }] });
  });

  test("in the middle of a statement, connections cut, is only a delay", async () => {
    const plan = await ready();
    await approve(world, plan.id);
    let cut = 0;
    const crashPoint: World["base"]["crashPoint"] = async (name) => {
      if (name !== "between-tables" || cut++ > 0) return;
      await world.book.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    };
    expect(await turn(world, { ...world.base, crashPoint })).toBe(1);
    expect(cut).toBeGreaterThan(1);
    const done = await read(world, plan.id);
    expect(done.state).toBe("done");
    expect(done.steps[1]?.attempt).toBe(2);
  });
});

test("a key that was destroyed fails the plan, for nobody knows any more whom it is about", async () => {
  const key = await world.store.transact((tx) => world.store.vault.createKey(tx));
  const order = { about: "R-shredded", action: "erasure", subject: new Personal(ada), key } as const;
  const id = await world.store.transact((tx) => world.plans.prepare(tx, order));
  await turn(world);
  await approve(world, id);
  await world.store.transact((tx) => world.store.vault.shred(tx, key));
  await turn(world);
  expect((await read(world, id)).steps[0]?.error?.message).toContain("key of this request was destroyed");
});

test("whom each system knows under an address is found, and nothing is stored", async () => {
  const located = await world.plans.locate(["ada@example.org"]);
  expect([...located.keys()]).toEqual(["gestand", "book"]);
  expect(located.get("book")?.candidates).toMatchObject([{ anchor: { table: "person", key: ["1"] } }]);
});

test("a plan that ended takes no event any more", () => {
  for (const event of planEvents)
    expect([after("done", event), after("abandoned", event)]).toEqual([undefined, undefined]);
});
