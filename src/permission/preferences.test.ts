import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { startTestQueue, type TestQueue } from "#harness";
import { createInbox, type Inbox } from "#mail";
import { eva, openPermissions, type TestPermissions } from "./testing.ts";

let room: TestPermissions;
let inbox: Inbox;
let jobs: TestQueue;
beforeAll(async () => {
  inbox = await createInbox({ port: 0 });
  room = await openPermissions({ inbox });
  jobs = await startTestQueue(room.store);
});
afterAll(async () => {
  await jobs[Symbol.asyncDispose]();
  await room.store.dispose();
  await inbox.close();
});
beforeEach(async () => {
  room.withdrawn.length = 0;
  await room.store.database.query("truncate gestand.person_choice, gestand.request_stop, gestand.person_letter");
});

const person = new Personal(eva);
const states = async () =>
  Object.fromEntries((await room.permissions.preferences(person)).map(({ about, on }) => [about, on]));
const minute = () => room.store.clock.advance(60_000);
const letters = (to: string) => inbox.messages().filter((message) => message.to.includes(to));
const linkIn = (text: string) => /https:\/\/privacy\.shop\.example(\/\S+)/.exec(text)?.[1] ?? "";

describe("preferences", () => {
  test("hold each message that can be stopped, and each purpose on consent that sends none", async () => {
    expect(await states()).toEqual({
      "message:news": false,
      "message:offers": false,
      "message:cold": false,
      "message:hints": true,
      "purpose:profile": false,
    });
  });

  test("each is switched on and off by one choice, and the gate says the same", async () => {
    for (const { about } of await room.permissions.preferences(person)) {
      for (const on of [true, false, true]) {
        minute();
        expect(await room.permissions.switch(person, about, on)).toBe(true);
        expect((await states())[about], `${about} ${on}`).toBe(on);
        if (about.startsWith("message:"))
          expect((await room.mail(about.slice(8))).startsWith(on ? "yes" : "no"), about).toBe(true);
      }
    }
    expect(await room.may("letter")).toBe("yes: consent");
  });

  test("everything is switched off at once, consents too, and the systems of the company hear of it", async () => {
    for (const { about } of await room.permissions.preferences(person))
      await room.permissions.switch(person, about, true);
    minute();
    room.withdrawn.length = 0;
    expect(await room.permissions.switch(person, "optional", false)).toBe(true);
    expect(Object.values(await states())).toEqual([false, false, false, false, false]);
    expect(await room.mail("order-mail")).toBe("yes: required");
    expect(room.withdrawn).toEqual([{ purposes: ["letter", "profile"], email: eva }]);
  });

  test("cannot undo what a request stopped, and know no switch that the policy has not", async () => {
    await room.stop("everything", "restriction");
    minute();
    expect((await room.permissions.preferences(person)).every(({ on, stopped }) => !on && stopped)).toBe(true);
    await room.permissions.switch(person, "message:hints", true);
    expect(await room.mail("hints")).toBe("no: restriction");
    for (const about of [
      "message:order-mail",
      "message:calls",
      "purpose:deliver",
      "purpose:books",
      "marketing",
      "optional",
      "everything",
      "",
    ])
      expect(await room.permissions.switch(person, about, true), about).toBe(false);
  });
});

describe("the link of a mail", () => {
  test("is one's own, holds no address that can be read, and opens for nobody when a sign of it differs", async () => {
    const [contact, other] = await room.permissions.contacts("news", [eva, "ada@home.example"], "nl");
    const token = contact?.preferences.split("/").at(-1) ?? "";
    expect((await room.permissions.personBehind(token))?.reveal()).toBe(eva);
    expect(contact?.preferences).toMatch(/^https:\/\/privacy\.shop\.example\/nl\/preferences\/[\w-]+$/);
    expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain("eva");
    expect(other?.preferences).not.toBe(contact?.preferences);
    for (let at = 0; at < token.length - 1; at++) {
      const wrong = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
      expect(await room.permissions.personBehind(wrong), `sign ${at}`).toBeUndefined();
    }
    for (const none of ["", "x", token.slice(1), `${token}AAAA`, "a".repeat(5_000)])
      expect(await room.permissions.personBehind(none)).toBeUndefined();
  });

  test("comes with the gate's answer, for stopping only where something can be stopped", async () => {
    await room.say({});
    const [yes, no] = await room.permissions.contacts("news", [eva, "ada@home.example"], "en");
    expect([yes?.allowed, no?.allowed]).toEqual([true, false]);
    expect(yes?.unsubscribe).toMatch(/\/unsubscribe\/news\/[\w-]+$/);
    const [required] = await room.permissions.contacts("order-mail", [eva], "en");
    expect(required).toMatchObject({ allowed: true, because: "required" });
    expect(required).not.toHaveProperty("unsubscribe");
  });

  test("stops with one click as far as the policy says: these messages, all marketing, or all that is optional", async () => {
    const all = ["news", "offers", "cold", "hints"];
    const on = async () => {
      for (const name of all) await room.permissions.switch(person, `message:${name}`, true);
      minute();
    };
    const left = async () => (await Promise.all(all.map((name) => room.mail(name)))).map((one) => one.slice(0, 2));
    await on();
    expect(await room.permissions.unsubscribe(person, "news")).toBe(true);
    expect(await left()).toEqual(["no", "ye", "ye", "ye"]);
    expect(await room.may("letter")).toBe("no: withdrawn");
    expect(room.withdrawn).toEqual([{ purposes: ["letter"], email: eva }]);
    minute();
    await on();
    await room.permissions.unsubscribe(person, "offers");
    expect(await left()).toEqual(["no", "no", "no", "ye"]);
    minute();
    await on();
    await room.permissions.unsubscribe(person, "cold");
    expect(await left()).toEqual(["no", "no", "no", "no"]);
    for (const name of ["order-mail", "calls", "nothing"])
      expect(await room.permissions.unsubscribe(person, name)).toBe(false);
  });

  test("can be asked for, three times a day, by anybody for any address", async () => {
    for (let time = 0; time < 5; time++)
      await room.permissions.mailPreferences(new Personal("asks@home.example"), "nl");
    await jobs.settled();
    expect(letters("asks@home.example")).toHaveLength(3);
    const [letter] = letters("asks@home.example");
    expect(
      (
        await room.permissions.personBehind(
          linkIn(letter?.text ?? "")
            .split("/")
            .at(-1) ?? "",
        )
      )?.reveal(),
    ).toBe("asks@home.example");
  });
});

const tokenOf = () =>
  linkIn(letters("new@home.example")[0]?.text ?? "")
    .split("/")
    .at(-1) ?? "";
const rows = (table: string) => room.store.database.query(`select * from gestand.${table}`);

describe("signing up", () => {
  const said = { email: new Personal("new@home.example"), purposes: ["letter"], language: "nl" as const };
  test("is no consent before the button behind the link was pressed, and is one after it, once", async () => {
    expect(await room.permissions.signUp(said)).toMatchObject({ ok: true });
    await jobs.settled();
    expect(await room.may("letter", "new@home.example")).toBe("no: no-consent");
    expect(JSON.stringify(await rows("person_sign_up"))).not.toContain("home.example");
    const token = tokenOf();
    expect(await room.permissions.signUpBehind(token)).toEqual({
      purposes: [{ nl: "de nieuwsbrief sturen", en: "send the newsletter" }],
      byParent: false,
    });
    expect(await room.may("letter", "new@home.example"), "looking confirms nothing").toBe("no: no-consent");
    expect(await Promise.all([1, 2].map(() => room.permissions.confirmSignUp(token)))).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await room.may("letter", "new@home.example")).toBe("yes: consent");
    const [line] = await room.permissions.linesOf(room.store.reader, said.email);
    expect(line?.evidence).toMatch(/^double opt-in, signed up 2026-/);
    expect(await rows("person_sign_up")).toEqual([]);
    expect(await room.permissions.signUpBehind(token)).toBeUndefined();
  });

  test("that nobody confirmed is forgotten after the term, with its letter, and its link leads nowhere", async () => {
    await room.permissions.signUp({ ...said, email: new Personal("never@home.example") });
    await jobs.settled();
    const token =
      linkIn(letters("never@home.example")[0]?.text ?? "")
        .split("/")
        .at(-1) ?? "";
    room.store.clock.advance(6 * 86_400_000);
    await room.permissions.tidy();
    expect(await room.permissions.signUpBehind(token)).toBeDefined();
    room.store.clock.advance(86_400_000);
    expect(await room.permissions.confirmSignUp(token)).toBe(false);
    await room.permissions.tidy();
    expect(await rows("person_sign_up")).toEqual([]);
    expect(await rows("person_letter")).toEqual([]);
    expect((await rows("mail_message")).filter(({ about }) => String(about).startsWith("sign-up"))).toEqual([]);
    expect(await room.may("letter", "never@home.example")).toBe("no: no-consent");
  });

  test("answers the same for whoever is known, and writes to nobody more than three times a day", async () => {
    await room.say({});
    const answers = [];
    for (let time = 0; time < 5; time++) answers.push(await room.permissions.signUp({ ...said, email: person }));
    answers.push(await room.permissions.signUp({ ...said, email: new Personal("nobody@home.example") }));
    await jobs.settled();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(letters(eva)).toHaveLength(3);
  });

  test("is only for purposes that the policy has confirmed", async () => {
    for (const purposes of [["profile"], ["deliver"], ["letter", "nothing"], []])
      expect(await room.permissions.signUp({ ...said, purposes })).toMatchObject({
        ok: false,
        reason: "wrong-purposes",
      });
  });
});
