/** Whom an address finds, held against the function by which the rest of the house compares addresses. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseEmail } from "#base";
import type { System } from "#policy";
import { connect } from "../connect.ts";
import { freshDatabase } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { parsed, type SqlDatabase } from "./testing.ts";

const policyText = (connector: System["connector"]) => `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: [guest]
purposes: {trade: {title: Trade, of: guest, basis: contract, uses: [contact]}}
keep: {profile: {until: relationship ends, then: erase}}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: ${connector}
    url: env:SHOP
    tables:
      mails: {person: {email: email, of: guest}, columns: {email: contact.email}, keep: profile}
`;

const places: readonly (readonly [string, System["connector"], () => Promise<SqlDatabase>, string])[] = [
  ["SQLite", "sqlite", freshFile, "email text"],
  ["MariaDB without an index", "mariadb", freshDatabase, "email varchar(200) collate utf8mb4_bin"],
  ["MariaDB in Swedish latin1", "mariadb", freshDatabase, "email varchar(200) collate latin1_swedish_ci, key (email)"],
  ["MariaDB with an index", "mariadb", freshDatabase, "email varchar(200) collate utf8mb4_general_ci, key (email)"],
  [
    "MariaDB with a Unicode index",
    "mariadb",
    freshDatabase,
    "email varchar(200) collate utf8mb4_unicode_ci, key (email)",
  ],
  [
    "MariaDB with the newest index",
    "mariadb",
    freshDatabase,
    "email varchar(200) collate uca1400_nopad_ai_ci, key (email)",
  ],
];

const blank = fc.constantFrom("", "", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\ufeff", "\u2003 ");
const local = fc.string({
  unit: fc.constantFrom(..."aAbBiIkKéÉßssñÑ%_|'\"\\.+-0İıK".split("")),
  minLength: 1,
  maxLength: 4,
});
const spelling = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.normalize("NFD"),
);
const stored = fc
  .tuple(blank, local, spelling, blank)
  .map(([before, name, spell, after]) => `${before}${spell(`${name}@x.nl`)}${after}`);

const inLatin1 = (text: string) => Array.from(text).every((sign) => (sign.codePointAt(0) ?? 0) < 256);

for (const [name, connector, make, column] of places)
  test(`in ${name} an address finds the rows whose address is the same, and no other`, async () => {
    await using database = await make();
    await database.run(`create table mails (id int primary key, ${column})`);
    const samples = fc.sample(stored, { numRuns: 400, seed: 7 });
    const all = column.includes("latin1") ? samples.filter(inLatin1) : samples;
    const rows = all.map((text, at) => `(${at}, '${escaped(connector, text)}')`);
    await database.run(`insert into mails values ${rows.join(", ")}`);
    const policy = parsed(policyText(connector));
    const [system] = policy.systems;
    if (system === undefined) throw new Error("the policy has a system");
    const connected = await connect({ policy, system, url: database.url });
    try {
      for (const email of [...new Set(all.map(normaliseEmail))].slice(0, 120)) {
        const same = all.filter((text) => normaliseEmail(text) === email).length;
        const found = await connected.locate([email]);
        expect([email, found.byAddress[0]?.rows ?? 0]).toEqual([email, same]);
      }
    } finally {
      await connected.close();
    }
  });

function escaped(connector: System["connector"], text: string): string {
  const quoted = text.replaceAll("'", "''");
  return connector === "mariadb" ? quoted.replaceAll("\\", "\\\\") : quoted;
}
