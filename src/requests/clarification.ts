/** What exactly is asked: a question of staff that the person answers on the page of the request. Both are sealed. */
import { limits, type RequestId, refuse, type StaffId, succeed } from "#base";
import { type Act, notNow, unknown } from "./acts.ts";
import { beginWait, endWaits } from "./clock.ts";
import type { House } from "./house.ts";
import { waitsForStaff } from "./kinds/index.ts";
import { writeToRequester } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { hold } from "./tables.ts";
import { tokenHash } from "./tokens.ts";

export interface Clarification {
  readonly question: string;
  /** Absent until the person answered. */
  readonly answer?: string;
}

const tooLong = `The text is empty or longer than ${limits.messageCharacters} characters. Nothing was sent.`;

/** One question at a time. Where the law lets the clock stand for it, it stands from today. */
export async function askClarification(house: House, id: RequestId, by: StaffId, question: string): Promise<Act> {
  const words = question.trim();
  if (words === "" || words.length > limits.messageCharacters) return refuse("reason-missing", tooLong);
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const secrets = waitsForStaff(row) ? await openSecrets(house, tx, row) : undefined;
    const before = (await secrets?.read(tx, "clarifications")) ?? [];
    if (secrets === undefined || before.some(({ answer }) => answer === undefined)) return notNow(row);
    await secrets.write(tx, "clarifications", [...before, { question: words }]);
    const link = house.links.follow(row.language, (await secrets.read(tx, "follow-token")) ?? "");
    const stands = await beginWait(house, tx, row, "clarification");
    await writeToRequester(house, tx, row, (letters, frame) =>
      letters.askClarification(frame, { question: words, link, stands }),
    );
    await house.evidence.append(tx, {
      kind: "request.clarification-asked",
      about: row.reference,
      body: { kind: row.kind, staff: by },
    });
    return succeed(undefined);
  });
}

export async function answerClarification(house: House, followToken: string, answer: string): Promise<Act> {
  const words = answer.trim();
  if (words === "" || words.length > limits.messageCharacters) return refuse("reason-missing", tooLong);
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { follow: tokenHash(followToken) });
    if (row === undefined) return unknown;
    const secrets = waitsForStaff(row) ? await openSecrets(house, tx, row) : undefined;
    const asked = (await secrets?.read(tx, "clarifications")) ?? [];
    if (secrets === undefined || asked.at(-1)?.answer !== undefined || asked.length === 0) return notNow(row);
    await secrets.write(
      tx,
      "clarifications",
      asked.map((one) => ({ ...one, answer: one.answer ?? words })),
    );
    await house.evidence.append(tx, {
      kind: "request.clarification-answered",
      about: row.reference,
      body: { kind: row.kind },
    });
    await endWaits(house, tx, row, ["clarification"]);
    return succeed(undefined);
  });
}
