/** SQLite as a system of the policy: a file that the product has open as well. */
export { connectSqlite } from "./connect.ts";
