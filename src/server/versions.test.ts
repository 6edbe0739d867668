/** Versions as persons, staff and programs see them. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localDate } from "#base";
import { keptNotice, noticeOf } from "#notice";
import { hashOfFiles, type PublishedNotice } from "#versions";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, get, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 5 });
  const text = await readFile(house.configuration.policyFile, "utf8");
  const changed = text
    .replace("Wij gaan zorgvuldig om met", "Wij zijn zuinig op")
    .replace("de database van de webwinkel", "de kluis van de webwinkel");
  expect(changed).not.toBe(text);
  await publish(changed, "2026-11-22");
  await publish(
    changed.replace("languages: [nl, en]", "languages: [nl]").replace("Wij zijn zuinig op", "Wij passen op"),
    "2027-02-01",
  );
  await house.look();
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
});
afterAll(() => house?.[Symbol.asyncDispose]());

async function publish(text: string, effectiveOn: string, notices?: readonly PublishedNotice[]): Promise<void> {
  const files = [{ path: "policy.yaml", text }];
  const days = { effectiveOn: localDate(effectiveOn), today: localDate("2026-11-22") };
  const made = await house.house.versions.publish({
    files,
    hash: hashOfFiles(files),
    ...(notices && { notices }),
    ...days,
    by: "noor",
  });
  expect(made).toMatchObject({ ok: true });
}

const textOf = async (path: string) => (await get(app, path)).text();

describe("in the privacy centre", () => {
  test("the notice names its version, and announces the one that is to come", async () => {
    const page = await textOf("/nl/privacy");
    expect(page).toContain("Versie 2, geldig vanaf 22 november 2026.");
    expect(page).toContain("Wij zijn zuinig op");
    expect(page).toContain("Vanaf 1 februari 2027 geldt een nieuwe versie.");
    expect(page).not.toMatch(/noindex|rel="canonical"/);
  });

  test("every version stays at its address, marked, and points search engines at what holds", async () => {
    const old = await get(app, "/nl/privacy/versions/1");
    const text = await old.text();
    expect(text).toMatch(/Dit is een oudere versie\. Versie 1 gold van [^.]+ tot en met 21 november 2026\./);
    expect(text).toContain("Wij gaan zorgvuldig om met");
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(text).toContain('<link rel="canonical" href="/nl/privacy">');
    expect(old.headers.get("cache-control")).toBe("public, max-age=300");
    expect(await textOf("/en/privacy/versions/2")).not.toMatch(/noindex|callout-warning/);
    const toCome = await textOf("/nl/privacy/versions/3");
    expect(toCome).toContain("Deze versie geldt nog niet. Versie 3 geldt vanaf 1 februari 2027.");
    expect(toCome).toContain("noindex");
    expect(await textOf("/nl/privacy/versions/1.txt")).toContain("Wij gaan zorgvuldig om met");
    expect((await get(app, "/nl/privacy/versions/1.md")).headers.get("content-type")).toBe(
      "text/markdown; charset=utf-8",
    );
    for (const none of ["4", "0", "01", "1e1", "1.pdf", "-1", "x", "99999999999999999999"])
      expect((await get(app, `/nl/privacy/versions/${none}`)).status, none).toBe(404);
  });

  test("the notice of today, and of each version, says what differs from the one before it", async () => {
    const page = await textOf("/nl/privacy");
    expect(page).toMatch(/<section id="changes">[\s\S]*<h3>Wat er anders is dan in de versie van [^<]+<\/h3>/);
    expect(page).toContain("voortaan “Wij zijn zuinig op wat u ons toevertrouwt.”; eerst “Wij gaan zorgvuldig om met");
    expect(/<section id="changes">[\s\S]*?<\/section>/.exec(page)?.[0]).not.toContain("de kluis van de webwinkel");
    expect(await textOf("/nl/privacy/versions/2.md")).toContain("### Wat er anders is dan in de versie van");
    expect(await textOf("/nl/privacy/versions/1")).not.toContain("Wat er anders is");
    expect(await textOf("/nl/privacy/versions/3")).toContain("Wat er anders is dan in de versie van 22 november 2026");
  });

  test("what was published without its notice says that it was made anew; what was kept does not", async () => {
    const anew = "Deze verklaring zelf is niet bewaard.";
    for (const format of ["", ".txt", ".md"]) {
      expect(await textOf(`/nl/privacy/versions/1${format}`)).not.toContain(anew);
      expect(await textOf(`/nl/privacy/versions/2${format}`)).toContain(anew);
    }
    expect(await textOf("/nl/privacy")).not.toContain(anew);
  });

  test("a version without the language of the page is shown in its own, and says so", async () => {
    const page = await textOf("/en/privacy/versions/3");
    expect(page).toContain("There is no English text of this version. You read it in Dutch.");
    expect(page).toContain('<article class="notice" lang="nl">');
    expect(page).toContain("Wij passen op");
  });

  test("the archive lists all, what changed in words, and nothing of our tables", async () => {
    const page = await textOf("/nl/privacy/versions");
    expect(page.match(/<section id="version-/g)).toHaveLength(3);
    expect(page).toContain("De eerste versie in dit archief.");
    expect(page).toContain("geldt nog niet");
    expect(page).toMatch(/id="version-2"[\s\S]*<li>[^<]+<\/li>[\s\S]*id="version-1"/);
    expect(page).not.toContain("de kluis van de webwinkel");
    expect(await (await asStaff("/console/versions/2")).text()).toContain("de kluis van de webwinkel");
  });

  test("what it said on a day is found by the day, however it is written", async () => {
    for (const [typed, day] of [
      ["2026-11-21", "2026-11-21"],
      ["21-11-2026", "2026-11-21"],
      [" 1/2/2027 ", "2027-02-01"],
    ])
      expect((await get(app, `/nl/privacy/on?date=${encodeURIComponent(typed ?? "")}`)).headers.get("location")).toBe(
        `/nl/privacy/on/${day}`,
      );
    expect(await textOf("/nl/privacy/on/2026-11-21")).toContain(
      "Dit stond er op 21 november 2026. Dit is een oudere versie.",
    );
    expect(await textOf("/en/privacy/on/2026-11-22")).toContain("This is what it said on 22 November 2026.");
    expect(await textOf("/nl/privacy/on/2030-01-01")).toContain(
      "Dit staat er op 1 januari 2030, als er voor die dag niets meer verandert.",
    );
    const before = await get(app, "/nl/privacy/on/1999-12-31");
    expect(before.status).toBe(404);
    expect(await before.text()).toContain("Dit archief begint op");
    const wrong = await get(app, `/nl/privacy/on?date=${encodeURIComponent('31-02-2026"><b>')}`);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/Dit is geen dag[\s\S]*value="31-02-2026&quot;&gt;&lt;b&gt;"/);
    expect((await get(app, "/nl/privacy/on/2026-13-01")).status).toBe(404);
  });
});

const asStaff = (path: string) => get(app, path, { cookie: staff, headers: { "accept-language": "en" } });

describe("in the console and the interface", () => {
  test("the list shows which one holds, and that the file is something else", async () => {
    const page = await (await asStaff("/console/versions")).text();
    expect(page).toMatch(/>3<[\s\S]*not in force yet[\s\S]*>2<[\s\S]*in force[\s\S]*>1<[\s\S]*older/);
    expect(page).toContain("The file on disk is not published yet.");
    const draft = await (await asStaff("/console/versions/draft")).text();
    expect(draft).toContain("Difference from version 2");
    expect(draft).toContain("<code>gestand publish</code>");
  });

  test("the page of a version shows what differs, and its texts", async () => {
    const page = await (await asStaff("/console/versions/3")).text();
    expect(page).toContain("Difference from version 2");
    expect(page).toContain("Wij passen op");
    expect(await (await asStaff("/console/versions/1")).text()).toContain("There is nothing to compare it with.");
    for (const none of ["4", "0", "01", "x"]) expect((await asStaff(`/console/versions/${none}`)).status).toBe(404);
  });

  test("programs of staff get the same, and nobody else", async () => {
    const lines = (await (await asStaff("/api/v1/versions")).json()) as Record<string, unknown>[];
    expect(lines.map(({ number, state, effectiveOn, until }) => [number, state, effectiveOn, until])).toEqual([
      [3, "to-come", "2027-02-01", undefined],
      [2, "in-force", "2026-11-22", "2027-01-31"],
      [1, "past", expect.any(String), "2026-11-21"],
    ]);
    expect(await (await asStaff("/api/v1/versions/1")).json()).toMatchObject({
      number: 1,
      readable: true,
      files: [{ path: "policy.yaml" }],
    });
    expect((await asStaff("/api/v1/versions/9")).status).toBe(404);
    for (const path of ["/api/v1/versions", "/api/v1/versions/1"]) expect((await get(app, path)).status).toBe(401);
  });

  test("a version that this program cannot read keeps its page: its text for staff, a word and an address for others", async () => {
    await publish("gestand: 7\n", "2027-03-01");
    expect(await (await asStaff("/console/versions/4")).text()).toMatch(/finds errors in it[\s\S]*gestand: 7/);
    const page = await textOf("/nl/privacy/versions/4");
    expect(page).toContain("Deze versie is hier niet te tonen");
    expect(page).not.toContain("gestand: 7");
    expect((await get(app, "/nl/privacy/versions/4.txt")).status).toBe(404);
    expect(await textOf("/nl/privacy/versions")).toContain("Wat er veranderde, is hier niet meer na te gaan.");
  });

  test("a version that this program cannot read is read by everybody as it was published, word for word", async () => {
    const made = noticeOf(house.house.policy, "nl");
    const notice = { ...made, title: "Zo stond het er toen" };
    await publish("gestand: 8\n", "2027-04-01", [{ language: "nl", text: keptNotice(notice) }]);
    const page = await textOf("/nl/privacy/versions/5");
    expect(page).toContain("<h1>Zo stond het er toen</h1>");
    expect(page).toMatch(/data-promise="/);
    expect(await textOf("/en/privacy/on/2027-04-01")).toContain('lang="nl"');
    for (const format of ["md", "txt"])
      expect(await textOf(`/nl/privacy/versions/5.${format}`)).toMatch(/^(# )?Zo stond het er toen/);
    await publish("gestand: 9\n", "2027-05-01", [{ language: "nl", text: '{"format":2}' }]);
    expect(await textOf("/nl/privacy/versions/6")).toContain("Deze versie is hier niet te tonen");
  });
});
