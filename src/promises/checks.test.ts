/** Each check against a shop in which nothing happened yet: what it shows already, what nothing shows, what is broken. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localDate } from "#base";
import type { PromiseCheck } from "#policy";
import { hashOfFiles } from "#versions";
import { type BareKind, openShop, type Shop } from "./testing.ts";

const shown = { kind: "notice-shows", anchor: "rights.access.granted" } as const;
const contract = { kind: "recipient-contract", recipient: "parcels" } as const;
const named = { kind: "recipient-in-answers", recipient: "parcels" } as const;
const hidden = { kind: "hold-hidden-from-staff", rule: "invoices", system: "shop" } as const;
const respected = { kind: "hold-respected", rule: "invoices" } as const;
const ends = { kind: "hold-ends-by-date", rule: "invoices" } as const;
const mapped = { kind: "mapping-complete", system: "shop" } as const;
const asked = { kind: "intake", right: "access" } as const;

let shop: Shop;

/** The status with the sentence, so that a failing test says why. */
async function found(check: PromiseCheck | BareKind): Promise<string> {
  const { status, summary } = await shop.check(check);
  return `${status}: ${summary}`;
}

const filesOf = (text: string) => JSON.stringify([{ path: "policy.yaml", text }]);

describe("before anything happened", () => {
  beforeAll(async () => {
    shop = await openShop({ published: false });
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  it("takes an empty log and an unpublished policy for no proof, and the publication for one", async () => {
    for (const check of ["one-version-in-force", "versions-readable"] as const)
      expect(await found(check)).toBe("unproven: No version of the policy was published yet.");
    expect(await found("evidence-intact")).toBe("unproven: The log has no entries yet, so it proves nothing.");
    await shop.publish();
    expect(await found("evidence-intact")).toBe("kept: The one entry fits the log's tree and its checkpoints.");
  });

  it.each<PromiseCheck | BareKind>([
    "answer-complete",
    "answer-has-categories",
    "answer-lists-recipients",
    "machine-readable",
    "copy-only-to-known-address",
    "identity-evidence-deleted",
    "due-dates",
    "answered-in-time",
    "register-anonymous",
    "register-kept",
    "refusals-have-reasons",
    "erasure-leaves-nothing",
    "leaving-opens-erasure",
    "purposes-enforced",
    { kind: "retention-limited", rule: "profile" },
    { kind: "intake", right: "restriction" },
    named,
    respected,
    ends,
  ])("nothing shows yet, and the board says so: %o", async (check) => {
    expect(await found(check)).toMatch(/^unproven: .*(No|no|yet)/);
  });

  it.each<PromiseCheck | BareKind>([
    "one-version-in-force",
    "versions-readable",
    "notice-complete",
    "complaint-route-shown",
    { kind: "transfer-safeguarded", recipient: "parcels" },
    { kind: "mapping-complete", system: "gestand" },
    { kind: "mapping-complete", system: "shop", table: "orders" },
    { kind: "intake", right: "erasure" },
    { kind: "intake", right: "complaint" },
    shown,
    contract,
    hidden,
    mapped,
    asked,
  ])("the running system shows it already: %o", async (check) => {
    expect(await found(check)).toMatch(/^kept: /);
  });

  it("says of words only that they are words", async () => {
    expect(await found("stated")).toMatch(/^stated: /);
  });

  it("is unproven, not broken, while the site cannot be reached", async () => {
    shop.site.down = true;
    for (const check of [shown, asked, "one-version-in-force", "complaint-route-shown"] as const)
      expect(await found(check)).toMatch(/^unproven: Could not be checked. Nothing answered/);
    shop.site.down = false;
  });

  it("finds a sentence that the notice no longer shows, shows otherwise, or in one language only", async () => {
    for (const edit of [
      (_path: string, html: string) => html.replace(`data-promise="${shown.anchor}"`, ""),
      (path: string, html: string) => (path.startsWith("/en") ? html.replaceAll("data-promise", "data-other") : html),
      (path: string, html: string) =>
        path.startsWith("/nl") ? html.replaceAll(/(data-promise="[^"]*">)[^<]*/g, "$1Iets anders") : html,
    ]) {
      shop.site.edit = edit;
      for (const check of [shown, "notice-complete", "one-version-in-force"] as const)
        expect(await found(check)).toMatch(/^broken: /);
    }
    shop.site.edit = (_path, html) => html.replaceAll("1 January 2026", "1 January 2025");
    expect(await found("one-version-in-force")).toMatch(/^broken: /);
    shop.site.edit = (_path, html) => html;
    expect(await found(shown)).toMatch(/^kept: /);
    expect(await found({ kind: "notice-shows", anchor: "unknown" })).toMatch(/^broken: /);
  });

  it("finds a notice that was made of another text of the policy, or does not say of which", async () => {
    for (const hash of ["0".repeat(64), "F".repeat(64), ""]) {
      shop.site.edit = (path, html) => (path.startsWith("/en") ? html.replace(shop.options.policyHash, hash) : html);
      expect(await found("one-version-in-force")).toMatch(/^broken: .*not made of the policy.*\/en\/privacy/);
    }
    shop.site.edit = (_path, html) => html.replace(/<meta[^>]*>/, "");
    expect(await found("one-version-in-force")).toMatch(/^broken: .*not made of the policy/);
    shop.site.edit = (_path, html) => html;
    expect(await found("one-version-in-force")).toMatch(/^kept: /);
  });

  it("finds a version whose text was changed past the database's guard, whose log entry is another, or whose page is gone", async () => {
    const guard = (state: "enable" | "disable") =>
      shop.own(`alter table gestand.policy_version ${state} trigger policy_version_stays`);
    const [row] = await shop.own<{ files: { text: string }[]; notices: { text: string }[] }>(
      "select files, notices from gestand.policy_version",
    );
    const text = row?.files[0]?.text ?? "";
    const noticesBack = ["update gestand.policy_version set notices = $1", [JSON.stringify(row?.notices)]] as const;
    const otherWords = JSON.stringify(row?.notices.map((each) => ({ ...each, text: each.text.replace("30", "3") })));
    expect(otherWords).not.toBe(JSON.stringify(row?.notices));
    await guard("disable");
    for (const [change, values, undo, back, checks] of [
      [
        "update gestand.policy_version set files = $1",
        [filesOf(`${text}#`)],
        "update gestand.policy_version set files = $1",
        [filesOf(text)],
        ["versions-readable"],
      ],
      ["update gestand.policy_version set notices = $1", [otherWords], ...noticesBack, ["versions-readable"]],
      ["update gestand.policy_version set notices = notices - 1", [], ...noticesBack, ["versions-readable"]],
      ["update gestand.policy_version set notices = null", [], ...noticesBack, ["versions-readable"]],
      [
        "update gestand.policy_version set effective_on = '2026-02-01'",
        [],
        "update gestand.policy_version set effective_on = '2026-01-01'",
        [],
        ["versions-readable", "one-version-in-force"],
      ],
      [
        "update gestand.policy_version set number = 2",
        [],
        "update gestand.policy_version set number = 1",
        [],
        ["versions-readable", "one-version-in-force"],
      ],
    ] as const) {
      await shop.own(change, [...values]);
      for (const check of checks) expect(await found(check)).toMatch(/^broken: /);
      await shop.own(undo, [...back]);
      for (const check of checks) expect(await found(check)).toMatch(/^kept: /);
    }
    await guard("enable");
    shop.site.edit = (path, html) => (path.includes("/versions/") ? "" : html);
    expect(await found("versions-readable")).toMatch(/^broken: .*cannot be read/);
    shop.site.edit = (_path, html) => html;
  });

  it("finds a process that carries out another text than the version in force", async () => {
    const files = [{ path: "policy.yaml", text: "another" }];
    const { versions } = shop.options;
    const today = localDate("2026-11-22");
    await versions.publish({
      files,
      hash: hashOfFiles(files),
      effectiveOn: localDate("2099-01-01"),
      today,
      by: "noor",
    });
    expect(await found("one-version-in-force")).toMatch(/^kept: /);
    shop.store.clock.set("2099-01-01T12:00:00.000Z");
    expect(await found("one-version-in-force")).toMatch(/^broken: Version 2 is in force/);
    shop.store.clock.set("2026-11-22T12:00:00.000Z");
  });

  it("finds a privacy centre without its form or without the authority", async () => {
    shop.site.edit = (path, html) => (/ask|complain/.test(path) ? "<p>Come back later</p>" : html);
    expect(await found(asked)).toMatch(/^broken: .*\/nl\/ask\/access/);
    expect(await found("complaint-route-shown")).toMatch(/^broken: /);
    shop.site.edit = (_path, html) => html;
  });

  it("finds a guard that was dropped, and says when there is none", async () => {
    await shop.shop.query("drop policy gestand_held on invoices");
    expect(await found(hidden)).toMatch(/^broken: /);
    await shop.systems.use("shop", (system) => system.guardInstall());
    expect(await found(hidden)).toMatch(/^kept: /);
  });

  it("finds a column that the policy does not declare", async () => {
    await shop.shop.query("alter table customers add column birth_date date");
    expect(await found(mapped)).toMatch(/^broken: .*birth_date/);
    expect(await found({ ...mapped, table: "customers" })).toMatch(/^broken: .*birth_date/);
    expect(await found({ ...mapped, table: "orders" })).toMatch(/^kept: /);
    await shop.shop.query("alter table customers drop column birth_date");
  });

  it("finds a contract that expired, and one whose document is not on file", async () => {
    const { documentExists } = shop.options;
    Object.assign(shop.options, { documentExists: async () => false });
    expect(await found(contract)).toMatch(/^broken: .*not on file/);
    Object.assign(shop.options, { documentExists });
    shop.store.clock.set("2027-03-02T12:00:00.000Z");
    expect(await found(contract)).toMatch(/^broken: .*expired on 1 March 2027/);
  });
});
