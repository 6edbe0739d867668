/** What tests share: real databases, a clock that is set by hand, a whole-database dump to compare before and after. */
export { type TestDatabase, databaseUrl, freshDatabase, testPool } from "./database.ts";
export { freshMariadb, type MariadbDatabase } from "./mariadb.ts";
export { SetClock } from "./clock.ts";
export { testKeys } from "./keys.ts";
export { freshStore, startTestQueue, testInstant, type TestQueue, type TestStore } from "./store.ts";
export { type Change, changes, type Dump, dumpSchema } from "./oracle.ts";
export {
  anyWorld,
  anyWorldWithNumbers,
  keyTexts,
  layWorld,
  systemOf,
  type World,
  type WorldDialect,
  worldNumbers,
  worldStatements,
} from "./world.ts";
export { copiedRows, expectedRows } from "./world-owners.ts";
export { mapped, referenceTo, type ShortTable } from "./mapping.ts";
export { must, policyOf } from "./policy.ts";
export { ada, connectNotebook } from "./notebook.ts";
export { connectShelf, type ShelfOptions } from "./shelf.ts";
export { notebookDatabase } from "./systems.ts";
export { unzip } from "./unzip.ts";
export { imapServer, type ImapServer, password } from "./dovecot.ts";
export { type Spoiled, spoilAtRandom } from "./spoil.ts";
