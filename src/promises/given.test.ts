/** Checks of what goes to others and where data is, each broken in every way it can be. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate } from "#base";
import type { PlanFact } from "#plans";
import type { Policy, PromiseCheck } from "#policy";
import type { Given } from "#recipients";
import type { RequestFact } from "#requests";
import { answerCheck } from "./checks/index.ts";
import type { PromiseBoardOptions } from "./contract.ts";
import { CheckRun } from "./run.ts";
import { openShop, type Shop } from "./testing.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
});
afterAll(() => shop[Symbol.asyncDispose]());

const look = async (check: PromiseCheck, options: Partial<PromiseBoardOptions>) =>
  answerCheck(new CheckRun({ ...shop.options, ...options }), check);

const line: Given = {
  recipient: "parcels",
  ground: "contract",
  categories: ["name", "address"],
  disclosures: 12,
  notAllowed: 0,
};

async function given(check: Omit<Extract<PromiseCheck, { kind: "given-only" }>, "kind">, lines: readonly Given[]) {
  let since = "";
  const disclosures: NonNullable<PromiseBoardOptions["disclosures"]> = {
    demands: async () => [],
    given: async (_reader, day) => {
      since = day;
      return lines;
    },
  };
  const { status, facts } = await look({ kind: "given-only", ...check }, { disclosures });
  expect(since).toBe("2025-11-22");
  return { status, counted: facts["disclosures"] };
}

test("what was given is what the policy allows, to the parties that are asked about", async () => {
  expect((await look({ kind: "given-only" }, {})).status, "nobody keeps a ledger").toBe("unproven");
  expect(await given({}, [])).toEqual({ status: "unproven", counted: 0 });
  expect(await given({}, [line, { ...line, recipient: "mail", disclosures: 3 }])).toEqual({
    status: "kept",
    counted: 15,
  });
  expect(await given({ to: ["mail"] }, [line])).toEqual({ status: "unproven", counted: 0 });
  const one = [line, { ...line, recipient: "mail", notAllowed: 1 }];
  expect((await given({}, one)).status).toBe("broken");
  expect((await given({ to: ["parcels"] }, one)).status).toBe("kept");
});

test("what goes only with consent goes on no other ground", async () => {
  expect((await given({ grounds: ["consent"] }, [line])).status).toBe("broken");
  expect((await given({ grounds: ["consent", "contract"] }, [line])).status).toBe("kept");
});

test("what never goes there is in no disclosure, nor a part of it", async () => {
  expect((await given({ without: ["payment"] }, [line])).status).toBe("kept");
  expect((await given({ without: ["address"] }, [line])).status).toBe("broken");
  expect((await given({ without: ["contact"] }, [{ ...line, categories: ["contact.email"] }])).status).toBe("broken");
  expect((await given({ without: ["contact.email"] }, [{ ...line, categories: ["contact.phone"] }])).status).toBe(
    "kept",
  );
});

test("contracts hold when each party that works for the organisation has one that is on file", async () => {
  const [parcels] = shop.policy.recipients;
  if (parcels === undefined) throw new Error("the shop has a recipient");
  const contract = { signedOn: localDate("2024-01-01"), document: "contracts/parcels.md", terms: [], cites: [] };
  const bound = { ...parcels, role: "processor", contract: { ...parcels.contract, ...contract } } as const;
  const holds = (recipients: Policy["recipients"], documentExists?: () => Promise<boolean>) =>
    look(
      { kind: "contracts-hold" },
      { policy: { ...shop.policy, recipients }, ...(documentExists && { documentExists }) },
    );
  expect((await holds([])).status).toBe("unproven");
  expect((await holds([bound], async () => true)).status).toBe("kept");
  expect((await holds([bound], async () => false)).status).toBe("broken");
  const ended = { ...bound, name: "ended", contract: { ...bound.contract, expiresOn: localDate("2026-11-21") } };
  expect((await holds([bound, ended], async () => true)).status).toBe("broken");
  const unseen = { ...bound, name: "unseen", contract: { ...bound.contract } };
  delete (unseen.contract as { document?: string }).document;
  expect((await holds([bound, unseen], async () => true)).status).toBe("unproven");
});

test("data is where it was said to be, as far as every system says where it is", async () => {
  const [system] = shop.policy.systems;
  if (system === undefined) throw new Error("the shop has a system");
  const stored = async (country: string | undefined) => {
    const { country: _none, ...nowhere } = system;
    const systems = [{ ...nowhere, ...(country !== undefined && { country }) }];
    return (await look({ kind: "stored-in", countries: ["NL", "DE"] }, { policy: { ...shop.policy, systems } })).status;
  };
  expect([await stored("NL"), await stored("US"), await stored(undefined)]).toEqual(["kept", "broken", "unproven"]);
});

function decision(outcome: RequestFact["outcome"]): RequestFact {
  return { reference: "G-1111-1111", kind: "automated-decision", outcome } as RequestFact;
}
async function reviewed(facts: readonly RequestFact[]) {
  return (await look({ kind: "decisions-reviewed" }, { requestFacts: { all: async () => facts } })).status;
}
async function upheld(body: Record<string, string>): Promise<void> {
  await shop.store.transact((tx) =>
    shop.options.evidence.append(tx, { kind: "request.upheld", about: "G-1111-1111", body }),
  );
}

test("a human looked at a decision when the log says who of the staff answered", async () => {
  expect(await reviewed([]), "nobody asked").toBe("unproven");
  expect(await reviewed([decision(undefined)]), "it still waits").toBe("unproven");
  expect(await reviewed([decision("upheld")])).toBe("broken");
  await upheld({ kind: "automated-decision" });
  expect(await reviewed([decision("upheld")]), "answered by nobody").toBe("broken");
  await upheld({ kind: "automated-decision", staff: "5b1f4f0a-0000-4000-8000-000000000001" });
  expect(await reviewed([decision("upheld")])).toBe("kept");
});

test("a copy reaches those who work for the organisation when each that has data of the person was asked in a store of its own", async () => {
  const [parcels] = shop.policy.recipients;
  if (parcels === undefined) throw new Error("the shop has a recipient");
  const at = { file: "policy.yaml", line: 1, column: 1 };
  const stores: Policy["stores"] = [
    {
      name: "labels",
      title: { en: "labels" },
      kind: "service",
      holds: ["name"],
      of: ["customer"],
      keys: [],
      countries: [],
      cites: [],
      at,
      by: parcels.name,
    },
  ];
  const answered = async (plan: Partial<PlanFact>, policy: Partial<Policy> = { stores }) => {
    const recipients = [{ ...parcels, role: "processor" } as const];
    const fact = { action: "access", approved: [], done: [], residue: [], stores: [], ...plan } as unknown as PlanFact;
    return (
      await look(
        { kind: "processors-answered", right: "access" },
        { policy: { ...shop.policy, recipients, ...policy }, planFacts: { finished: async () => [fact] } },
      )
    ).status;
  };
  const holding = { approved: [{ system: "shop", tables: [], recipients: [parcels.name] }] };
  const asked = [{ store: "labels", by: "person", items: 0, read: 0, erased: 0, left: 0 }] as const;
  expect(await answered({}), "no processor has anything of theirs").toBe("unproven");
  expect(await answered(holding), "it was not asked").toBe("unproven");
  expect(await answered({ ...holding, stores: asked })).toBe("kept");
  expect(await answered({ ...holding, stores: asked, action: "erasure" })).toBe("unproven");
  expect(await answered({ ...holding, stores: asked }, {}), "no store is run by it").toBe("unproven");
});
