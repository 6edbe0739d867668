import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const chats = `ephemeral:
  chats:
    data: communication.message
    for: fulfil-order
    within: connection
    unrecoverable: {cites: [001-087]}
    cites: [001-086]
`;

describe("data that passes through", () => {
  test("is promised to be gone, and beyond recall", () => {
    const promises = promisesOf(policyIn(sample + chats)).filter(({ id }) => id.startsWith("ephemeral."));
    expect(promises.map(({ id, section, cites }) => [id, section, ...cites])).toEqual([
      ["ephemeral.chats", "not-kept", "001-086"],
      ["ephemeral.chats.unrecoverable", "not-kept", "001-087"],
    ]);
    expect(promises[0]?.statement.en).toBe(
      "We do not store this, it exists only as long as the connection lasts: content of messages. What for: deliver your order.",
    );
  });

  test("may exist for a length of time", () => {
    const brief = policyIn(sample + changed("within: connection", "within: 1 day", chats));
    expect(promisesOf(brief).find(({ id }) => id === "ephemeral.chats")?.statement.nl).toContain("hoogstens 1 dag");
  });

  test("stands in no column and no log", () => {
    expect(findingCodes(sample + chats)).not.toContain("stored-although-ephemeral");
    expect(
      findingCodes(changed("columns: {label: address}", "columns: {label: communication.message}") + chats),
    ).toContain("stored-although-ephemeral");
    const log = "logs: {relay: {of: guest, fields: {body: communication.message}, for: fulfil-order}}\n";
    expect(findingCodes(sample + chats + log)).toContain("stored-although-ephemeral");
  });
});
