/**
 * A person's request from receipt to answer: lifecycle table, code, identity, due date, delivery, register. It asks
 * `policy` for every rule and `plans` for every effect. It never touches a system itself.
 */
export * from "./contract.ts";
