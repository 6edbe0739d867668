/** The law of where somebody lives, over HTTP: from the form to the register, with what staff and the person see. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import {
  anotherDoor,
  type App,
  codeFor,
  cookieOf,
  type Door,
  eventually,
  get,
  post,
  postJson,
  signUp,
} from "./testing.ts";

/** The sample shop as if it were established in the United States, without its promise, speaking to three places. */
function american(text: string): string {
  return text
    .replace("  country: NL\n  address", "  country: US\n  address")
    .replace("authority: nl.ap", "authority: us-ca.attorney-general")
    .replace(/answerWithin: .*\n/, "lawDecides: {}\n")
    .replace("\nscope:\n", "\nscope:\n  residents: {california: {lawKept: {}}, uk: {}}\n")
    .replace(
      "  ways: {everybody:",
      "  ways: {californians: {by: form, for: california}, british: {by: form, for: uk}, everybody:",
    );
}

interface Place extends AsyncDisposable {
  readonly house: TestHouse;
  readonly app: App;
  /** Of a member of staff who signed in by the clock as it is now: sessions end. */
  signIn(): Promise<{ readonly cookie: string }>;
}

let members = 0;

async function open(at: string, alsoInPolicy?: (text: string) => string): Promise<Place> {
  const house = await openTestHouse({ at, ...(alsoInPolicy === undefined ? {} : { alsoInPolicy }) });
  const door: Door = await anotherDoor(house);
  const signIn = () => signUp(house, door.app, `noor${++members}@webshop-nl.example`);
  const close = async () => {
    await door[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  };
  return { house, app: door.app, signIn, [Symbol.asyncDispose]: close };
}

/** Asks by the form and confirms; answers the reference and the person's cookie. */
async function asked({ house, app }: Place, fields: Record<string, string>, language = "nl") {
  const sent = await post(app, `/${language}/ask/access`, fields);
  const reference = decodeURIComponent(sent.headers.get("location")?.split("/").at(-1) ?? "");
  const code = await codeFor(house, fields["email"] ?? "");
  const confirmed = await post(app, `/${language}/confirm`, { reference, code });
  return { reference, cookie: cookieOf(confirmed) };
}

interface Line {
  readonly id: string;
  readonly reference: string;
  readonly needs: string;
  readonly dueOn: string;
  readonly clockStands?: { readonly since: string };
}

async function lineOf(place: Place, reference: string): Promise<Line> {
  const { app } = place;
  const { cookie } = await place.signIn();
  return eventually(async () => {
    const queue = (await (await get(app, "/api/v1/queue", { cookie })).json()) as Line[];
    return queue.find((line) => line.reference === reference && line.needs === "decision");
  });
}

async function text(response: Promise<Response>): Promise<string> {
  return (await response).text();
}

async function overdue({ house }: Place): Promise<boolean> {
  const board = await house.house.promises.check();
  return board.some(({ evidence }) => evidence.messages.some(({ key }) => key === "answer.overdue"));
}

describe("an organisation in the United States that speaks to Californians and the British", () => {
  let place: Place;
  beforeAll(async () => {
    place = await open("2027-03-01T12:00:00.000Z", american);
  }, 60_000);
  afterAll(() => place?.[Symbol.asyncDispose]());

  test("a Californian has 45 days, is acknowledged, and after an extension 45 more", async () => {
    const { app, house } = place;
    const form = await text(get(app, "/nl/ask/access"));
    expect(form).toMatch(/<option value="US-CA">Verenigde Staten: Californië<\/option>/);
    expect(form).not.toMatch(/<option value="DE">/);
    expect(form).toContain("Binnen 1 maand, of binnen 45 dagen als u in Californië woont.");
    const { email } = cast.active;
    const { reference, cookie } = await asked(place, { email, residence: "US-CA" }, "en");
    const { id, dueOn } = await lineOf(place, reference);
    const staff = await place.signIn();
    expect(dueOn).toBe("2027-04-14");
    const page = await text(get(app, `/console/requests/${id}`, staff));
    for (const said of [
      "CCPA",
      "Civ. Code 1798.110",
      "11 CCR 7021(a), niet bevestigd",
      "California Privacy Protection Agency",
    ])
      expect(page, said).toContain(said);
    expect(page).toContain("bevestigd op 1 maart 2027 (uiterlijk 15 maart 2027)");
    expect(page).toContain("29 mei 2027");
    const letter = await house.inbox.waitFor(
      (mail) => mail.to.includes(email) && /we confirm that/.test(mail.text),
      20_000,
    );
    expect(letter.text).toContain("14 April 2027");
    await post(app, `/console/requests/${id}/extend`, { reason: "We must search twelve systems." }, staff);
    const follow = await text(get(app, "/en/request", { cookie }));
    for (const said of ["29 May 2027", "We must search twelve systems.", "California Privacy Protection Agency"])
      expect(follow, said).toContain(said);
    const told = await house.inbox.waitFor(
      (mail) => mail.to.includes(email) && /We need more time/.test(mail.text),
      20_000,
    );
    expect(told.text).toContain("California Privacy Protection Agency (unconfirmed)");
    const again = await post(app, `/console/requests/${id}/extend`, { reason: "More." }, staff);
    expect(again.headers.get("location")).toContain("said=not-now");
  });

  test("somebody in the United Kingdom is asked what is meant: the clock stands, and nothing is late meanwhile", async () => {
    const { app, house } = place;
    const asking = { kind: "access", email: cast.dormant.email, language: "nl", residence: "GB" };
    const { reference } = (await (await postJson(app, "/api/v1/requests", asking)).json()) as { reference: string };
    const code = await codeFor(house, cast.dormant.email);
    const confirmed = await post(app, "/nl/confirm", { reference, code });
    const cookie = cookieOf(confirmed);
    const { id, dueOn } = await lineOf(place, reference);
    expect(dueOn).toBe("2027-04-01");
    const question = "Bedoelt u uw bestellingen of ook de brieven?";
    house.clock.set("2027-03-11T12:00:00.000Z");
    const sent = await post(app, `/console/requests/${id}/ask-clarification`, { question }, await place.signIn());
    expect(sent.headers.get("location")).toContain("said=clarification-asked");
    house.clock.set("2027-04-20T12:00:00.000Z");
    expect(await overdue(place)).toBe(false);
    const queue = await text(get(app, "/console", await place.signIn()));
    expect(queue).toContain("termijn staat stil");
    const waiting = await text(get(app, `/console/requests/${id}`, await place.signIn()));
    expect(waiting).toContain("De termijn staat stil sinds 11 maart 2027");
    const follow = await text(get(app, "/nl/request", { cookie }));
    for (const said of [question, "De termijn staat stil", "11 mei 2027", "Information Commissioner"])
      expect(follow, said).toContain(said);
    const empty = await post(app, "/nl/request/clarification", { answer: " " }, { cookie });
    expect([empty.status, (await empty.text()).includes("Er is niets verstuurd")]).toEqual([422, true]);
    const answered = await post(app, "/nl/request/clarification", { answer: "Alleen de bestellingen." }, { cookie });
    expect(await answered.text()).toContain("Wij hebben uw antwoord");
    const after = await text(get(app, `/console/requests/${id}`, await place.signIn()));
    expect(after).toContain("Alleen de bestellingen.");
    expect(after).toMatch(/11 mei 2027/);
    expect(await overdue(place)).toBe(false);
    const board = await house.house.promises.check();
    const said = board.filter(({ id }) => id.startsWith("scope.residents.")).map(({ id, status }) => `${id} ${status}`);
    expect(said.toSorted()).toEqual([
      "scope.residents.california kept",
      "scope.residents.california.law-kept kept",
      "scope.residents.uk kept",
    ]);
    house.clock.set("2027-05-12T12:00:00.000Z");
    expect(await overdue(place)).toBe(true);
    await house.own.query("update gestand.request set due_on = due_on + 99, legal_on = legal_on + 99 where id = $1", [
      id,
    ]);
    const moved = await house.house.promises.check("en");
    expect(moved.find((one) => one.id === "scope.residents.uk")).toMatchObject({
      status: "broken",
      evidence: { summary: `Due later than the law of these people allows: ${reference}.` },
    });
  });

  test("a letter that lay for a week has the day on which it came, and the board sees nothing wrong in it", async () => {
    const { app, house } = place;
    house.clock.set("2027-06-08T12:00:00.000Z");
    const staff = await place.signIn();
    const letter = {
      kind: "access",
      email: cast.reviewer.email,
      language: "nl",
      receivedOn: "2027-06-01",
      residence: "US-CA",
    };
    const tomorrow = await post(app, "/console/requests/new", { ...letter, receivedOn: "2027-06-09" }, staff);
    expect(tomorrow.status).toBe(422);
    const entered = await post(app, "/console/requests/new", letter, staff);
    const reference = entered.headers.get("location")?.split("=").at(-1) ?? "";
    await post(app, "/nl/confirm", { reference, code: await codeFor(house, cast.reviewer.email) });
    expect((await lineOf(place, reference)).dueOn).toBe("2027-07-15");
    const board = await house.house.promises.check("en");
    const dates = board.flatMap(({ evidence }) => evidence.messages.filter(({ key }) => key === "due.wrong"));
    expect(JSON.stringify(dates)).not.toContain(reference);
  });

  test("a place that is none is not understood, and nothing is stored", async () => {
    const { app, house } = place;
    const wrong = { kind: "access", email: "who@people.example", residence: "US-ZZ" };
    expect((await postJson(app, "/api/v1/requests", wrong)).status).toBe(422);
    expect((await post(app, "/nl/ask/access", { email: "who@people.example", residence: "<b>" })).status).toBe(422);
    const rows = await house.own.query("select 1 from gestand.request where laws = '{}'");
    expect(rows).toEqual([]);
  });
});

test("somebody in the Netherlands has the day of the stricter promise, and is not asked where they live", async () => {
  await using place = await open("2027-03-05T12:00:00.000Z");
  expect(await text(get(place.app, "/nl/ask/access"))).not.toContain("Waar woont u?");
  const { reference, cookie } = await asked(place, { email: cast.active.email });
  const { id, dueOn } = await lineOf(place, reference);
  const staff = await place.signIn();
  expect(dueOn).toBe("2027-04-04");
  const page = await text(get(place.app, `/console/requests/${id}`, staff));
  for (const said of ["beloofde dagen", "AVG", "Autoriteit Persoonsgegevens", "loopt de termijn door"])
    expect(page, said).toContain(said);
  expect(await text(get(place.app, "/nl/request", { cookie }))).toContain("4 april 2027");
  const refusing = { reason: "unfounded-or-excessive", explanation: "U vroeg het gisteren ook." };
  await post(place.app, `/console/requests/${id}/refuse`, refusing, staff);
  const register = await text(get(place.app, "/console/register", staff));
  expect(register).toContain("Algemene verordening gegevensbescherming");
  const csv = await text(get(place.app, "/console/register.csv", staff));
  expect(csv).toContain("eu-gdpr");
  expect(csv.split("\r\n")[0]).toContain("article,unconfirmed,laws,acknowledgedOn,extended");
}, 60_000);
