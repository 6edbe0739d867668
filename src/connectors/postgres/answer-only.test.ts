import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { freshDatabase } from "#harness";
import { connected, policyWith } from "./testing.ts";

const profile = "{is: preferences, json: {contact.phone: contact.phone}}";
const tables = (type: string) => `
customers:
  person: {is: customer, email: email}
  columns: {email: contact.email, born: birth-date, profile: ${type === "json" ? profile : `{is: name, json: {phone: contact.phone}}`}}
  keep: profile
  erase: delete
`;

async function part(type: "json" | "text", categories: readonly string[]) {
  const database = await freshDatabase();
  await database.query(`create table customers (id int primary key, email text, born date, profile ${type});
    insert into customers values (1, 'ann@x.nl', '1990-01-02', '{"contact": {"phone": "+31 6", "old": null}, "theme": "dark"}')`);
  const system = await connected(policyWith(tables(type)), database);
  try {
    const me = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["1"] }] };
    const answer = await system.answer(me, [{ table: "customers", categories }]);
    const files: Record<string, unknown> = {};
    for (const file of answer.files) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.open()) chunks.push(chunk);
      files[file.category] = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    }
    const shown: unknown[] = [];
    for await (const { columns, rows } of answer.readable())
      shown.push(
        columns.map(({ name }) => name),
        ...rows,
      );
    await answer.close();
    return { files, shown, met: answer.tables.map((table) => table.categories) };
  } finally {
    await system.close();
    await database.drop();
  }
}

const id = { name: "id", type: "integer", key: true };
const told = (more: object, value: unknown) => [
  { table: "customers", columns: [id, { name: "profile", type: "json", ...more }], rows: [[1, value]] },
];

test("of a document only the members that are asked for are told, and none of it is shown to read", async () => {
  expect(await part("json", ["contact.phone"])).toEqual({
    files: { contact: told({ members: { "contact.phone": "contact.phone" } }, { "contact.phone": "+31 6" }) },
    shown: [],
    met: [["contact.phone"]],
  });
});

test("what of a document has no name of its own comes without the members that were left out", async () => {
  const rest = { "": { contact: { old: null }, theme: "dark" } };
  expect(await part("json", ["preferences", "birth-date"])).toMatchObject({
    files: { preferences: told({ is: "preferences", members: {} }, rest), "birth-date": expect.anything() },
    shown: [["born"], ["1990-01-02"]],
    met: [["birth-date", "preferences"]],
  });
});

test("a text that holds members is told whole or not at all", async () => {
  expect(await part("text", ["name"])).toEqual({ files: {}, shown: [], met: [["name"]] });
});

test("a table of which nothing is asked for is not spoken of", async () => {
  expect(await part("json", [])).toEqual({ files: {}, shown: [], met: [] });
});
