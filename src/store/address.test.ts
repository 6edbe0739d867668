import { expect, test } from "vitest";
import { readAddress } from "./address.ts";

const parameters = (query: string) =>
  Object.fromEntries(new URL(readAddress(`postgres://u:p@h/db${query}`).connectionString).searchParams);

test("TLS is always checked in full when it is asked for, and channel binding is used when it is asked for", () => {
  for (const mode of ["prefer", "require", "verify-ca", "verify-full"])
    expect(parameters(`?sslmode=${mode}&sslrootcert=/ca.pem`)).toEqual({
      sslmode: "verify-full",
      sslrootcert: "/ca.pem",
    });
  expect(parameters("?sslmode=disable")).toEqual({ sslmode: "disable" });
  expect(parameters("?channel_binding=require")).toEqual({ channel_binding: "require", enableChannelBinding: "true" });
  expect(parameters("?channel_binding=disable")).toEqual({ channel_binding: "disable" });
});

test("what is said of an address names host and database only", () => {
  expect(readAddress("postgresql://eva:s3cret@db.example:6000/my%20db?sslmode=require").where).toBe(
    'db.example:6000, database "my db"',
  );
  expect(readAddress("postgres://eva@localhost/own?host=/run/pg").where).toBe('/run/pg, database "own"');
});
