/** A child cannot say yes alone: a parent confirms by a letter of their own (GDPR art. 8). */
import { describe, expect, test } from "vitest";
import { Personal } from "#base";
import { startTestQueue } from "#harness";
import { createInbox } from "#mail";
import { openPermissions, policyText } from "./testing.ts";

const linkIn = (text: string) => /https:\/\/privacy\.shop\.example(\/\S+)/.exec(text)?.[1] ?? "";

describe("signing up a child", () => {
  const child = { email: new Personal("kind@home.example"), purposes: ["profile"], language: "nl" as const };
  const parent = new Personal("ouder@home.example");
  const family = policyText.replace(
    "profile: {for: profile, asked: settings}",
    "profile: {for: profile, asked: parent}",
  );

  test("asks the parent, says nothing of the child, and counts from the parent's own press of the button", async () => {
    const inbox = await createInbox({ port: 0 });
    await using at = await openPermissions({ text: family, inbox });
    const jobs = await startTestQueue(at.store);
    try {
      expect(await at.permissions.signUp({ ...child, parent })).toEqual({ ok: true, value: undefined });
      await jobs.settled();
      const [letter] = inbox.messages();
      expect(letter?.to).toEqual(["ouder@home.example"]);
      expect(letter?.text).toContain("te jong om dat zonder ouder te doen");
      expect(JSON.stringify(letter)).not.toContain("kind@");
      expect(await at.may("profile", "kind@home.example")).toBe("no: no-consent");
      const token =
        linkIn(letter?.text ?? "")
          .split("/")
          .at(-1) ?? "";
      expect(await at.permissions.signUpBehind(token)).toMatchObject({ byParent: true });
      expect(await at.permissions.confirmSignUp(token)).toBe(true);
      expect(await at.may("profile", "kind@home.example")).toBe("yes: consent");
      expect(await at.may("profile", "ouder@home.example"), "it is the child's").toBe("no: no-consent");
      const [line] = await at.permissions.linesOf(at.store.reader, child.email);
      expect([line?.channel, line?.evidence]).toEqual([
        "parent",
        expect.stringMatching(/^confirmed by a parent, asked 2026-/),
      ]);
      expect(await at.permissions.byParents(at.store.reader, ["profile"])).toEqual({ confirmed: 1, alone: 0 });
      await at.permissions.record([
        { person: parent, act: "given", about: "purpose:profile", channel: "phone", evidence: "asked double opt-in" },
      ]);
      expect(await at.permissions.givenBy(at.store.reader, ["profile"])).toEqual([
        { channel: "parent", confirmed: true, lines: 1 },
        { channel: "phone", confirmed: false, lines: 1 },
      ]);
      expect(await at.permissions.givenBy(at.store.reader, ["newsletter"])).toEqual([]);
      expect((await at.permissions.verify()).ok).toBe(true);
    } finally {
      await jobs[Symbol.asyncDispose]();
      await inbox.close();
    }
  });

  test("is refused for what the policy asks no parent about, and with the child's own address as the parent's", async () => {
    await using plain = await openPermissions();
    const own = new Personal(" Kind@HOME.example");
    const refused = async (by: Personal<string>) => {
      const said = await plain.permissions.signUp({ ...child, parent: by });
      return said.ok ? "taken" : said.reason;
    };
    expect([await refused(parent), await refused(own)]).toEqual(["wrong-purposes", "wrong-parent"]);
    expect(await plain.store.database.query("select 1 from gestand.person_sign_up")).toEqual([]);
  });

  test("must be named where only a parent can consent", async () => {
    await using at = await openPermissions({ text: family });
    expect(await at.permissions.signUp(child)).toMatchObject({ ok: false, reason: "no-parent" });
    expect(await at.store.database.query("select 1 from gestand.person_sign_up")).toEqual([]);
  });

  test("fills no parent's mailbox: three letters a day, whichever child they are about", async () => {
    await using at = await openPermissions({ text: family });
    for (const name of ["a", "b", "c", "d"]) {
      const email = new Personal(`${name}@home.example`);
      expect(await at.permissions.signUp({ ...child, email, parent })).toMatchObject({ ok: true });
    }
    expect(await at.store.database.query("select 1 from gestand.person_sign_up")).toHaveLength(3);
  });
});
