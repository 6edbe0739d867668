import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import type { Subject } from "../contract.ts";
import { connected, policyWith, today } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.query("drop schema public cascade; create schema public; drop schema if exists gestand cascade");
});

const stores = ["photos: [shop.people.photo]", "films: [shop.recordings.file, shop.recordings.thumbnail]"];
const store = (line: string) => {
  const [name = "", keys = ""] = line.split(": ");
  return `  ${name}: {kind: objects, title: the ${name}, holds: name, of: customer, keys: ${keys}, keep: profile}\n`;
};
const policy = policyWith(
  `people:
  person: {is: customer, email: email}
  columns: {email: contact.email, photo: name}
recordings:
  person: host -> people
  alsoAbout: guest -> people
  columns: {file: name, thumbnail: name}
  shared: {access: withhold, erase: keep}
receipts:
  person: buyer -> people
  columns: {file: name}
  erase: keep
`,
  { top: `stores:\n${[...stores, "papers: [shop.receipts.file]"].map(store).join("")}` },
);

async function lay(): Promise<void> {
  await database.query(`create table people (id int primary key, email text, photo text);
    create table recordings (id int primary key, host int, guest int, file text, thumbnail text);
    create table receipts (id int primary key, buyer int, file text);
    insert into people values (1, 'ann@x.nl', 'p1'), (2, 'bob@x.nl', null);
    insert into recordings values (1, 1, null, 'f1', 't1'), (2, 1, null, 'f2', null), (3, 1, null, 'f2', ''), (4, 1, 2, 'f4', 't4'), (5, 2, null, 'f5', 't5');
    insert into receipts values (1, 1, 'r1');`);
}

const subject = (id: number, email: string): Subject => ({
  emails: [email],
  anchors: [{ system: "shop", table: "people", key: [String(id)] }],
});

async function previewed(action: "access" | "erasure", who: Subject) {
  const system = await connected(policy, database);
  try {
    const { elsewhere, problems } = await system.preview(action, who, today);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    return { elsewhere, told: problems.filter(({ code }) => code === "by-hand") };
  } finally {
    await system.close();
  }
}

describe("files that only have a key in the database", () => {
  test("are counted for an answer: each once, and none of a row that it withholds", async () => {
    await lay();
    const { elsewhere, told } = await previewed("access", subject(1, "ann@x.nl"));
    expect(elsewhere).toEqual([
      { store: "photos", files: 1 },
      { store: "films", files: 3 },
      { store: "papers", files: 1 },
    ]);
    expect(told.map(({ severity, message }) => [severity, message])).toEqual([
      [
        "warning",
        'One file of this person is in the store "photos" (the photos), and Gestand does not go there by itself.',
      ],
      [
        "warning",
        '3 files of this person are in the store "films" (the films), and Gestand does not go there by itself.',
      ],
      [
        "warning",
        'One file of this person is in the store "papers" (the papers), and Gestand does not go there by itself.',
      ],
    ]);
    expect(told[1]?.remedy).toBe(
      "When you approve, somebody gets the task to send what is there; its page names the keys.",
    );
  });

  test("are counted for an erasure where rows go, and not where rows stay", async () => {
    await lay();
    const { elsewhere, told } = await previewed("erasure", subject(1, "ann@x.nl"));
    expect(elsewhere).toEqual([
      { store: "photos", files: 1 },
      { store: "films", files: 3 },
    ]);
    expect(told[0]?.remedy).toBe(
      "When you approve, somebody gets the task to delete what is there; its page names the keys.",
    );
  });

  test("are of this person alone, and nothing is said of who has none", async () => {
    await lay();
    expect((await previewed("erasure", subject(2, "bob@x.nl"))).elsewhere).toEqual([{ store: "films", files: 2 }]);
    await database.query("delete from recordings; delete from receipts");
    expect(await previewed("access", subject(2, "bob@x.nl"))).toEqual({ elsewhere: undefined, told: [] });
  });
});
