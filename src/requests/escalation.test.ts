/** A complaint: answered within what is said of complaints, and on to an independent body where the policy promises that. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { escalationFor } from "#policy";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const policy = policyOf(
  {},
  (text) => `${text}
complaints:
  answerWithin: {period: 10 days}
  referred: {}
  arbitration: {}
  bodies:
    disputes: {party: Example Disputes, site: "https://disputes.example", when: [unanswered, dissatisfied]}
    late: {party: Example Clock, when: unanswered}
    far: {party: Example Far, for: california}
`,
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy });
});
afterAll(() => room[Symbol.asyncDispose]());

test("a body takes a complaint at its moment and from its people, and arbitration comes last", () => {
  const named = (moment: "unanswered" | "dissatisfied", residence?: string) =>
    escalationFor(policy, moment, residence).bodies?.map(({ party }) => party);
  expect(named("dissatisfied")).toEqual(["Example Disputes"]);
  expect(named("unanswered")).toEqual(["Example Disputes", "Example Clock"]);
  expect(named("dissatisfied", "US-CA")).toEqual(["Example Disputes", "Example Far"]);
  expect(escalationFor(policy, "dissatisfied")).toMatchObject({ referred: true, arbitration: true });
  expect(escalationFor(policyOf({}), "dissatisfied")).toEqual({});
});

test("a complaint is due when complaints are, says where to go when it is not solved, and is put to a body once", async () => {
  const email = "klager@else.example";
  const { reference, followToken } = await room.verified(email, { kind: "complaint", message: "Dit is niet goed" });
  const view = await room.staffView(reference);
  expect(view.due.on).toBe(view.due.promisedOn);
  expect(view.due.because).toBe("promised-days");
  expect((await room.requests.follow(followToken))?.authority.bodies).toBeUndefined();
  expect(await room.requests.putToBody(view.id, staff, "disputes")).toMatchObject({ reason: "not-now" });
  await room.jobs.advance(11 * 86_400_000);
  const late = await room.requests.follow(followToken);
  expect(late?.authority.bodies?.map(({ party }) => party)).toEqual(["Example Disputes", "Example Clock"]);
  expect(
    await room.requests.refuse(view.id, staff, "complaint-unfounded", "Wij deden wat wij beloofden"),
  ).toMatchObject({
    ok: true,
  });
  await room.jobs.settled();
  const letter = room.letter(email).text;
  for (const words of ["Example Disputes (https://disputes.example)", "leggen een klacht", "arbiters"])
    expect(letter).toContain(words);
  expect(letter).not.toContain("Example Clock");
  expect(await room.requests.putToBody(view.id, staff, "nobody")).toMatchObject({ reason: "not-now" });
  expect(await room.requests.putToBody(view.id, staff, "disputes")).toMatchObject({ ok: true });
  expect(await room.requests.putToBody(view.id, staff, "disputes")).toMatchObject({ reason: "not-now" });
  expect((await room.staffView(reference)).putTo).toBe("disputes");
  expect(await room.evidenceAbout(reference)).toContain("complaint.referred");
});
