/** MariaDB as a system of the policy. */
export { connectMariadb } from "./connect.ts";
