/** A complaint that was not solved goes on to an independent body, where the policy promises that. Staff put it there, and record it. */
import { type RequestId, refuse, type StaffId, succeed } from "#base";
import type { Reader } from "#store";
import { type Act, unknown } from "./acts.ts";
import type { House } from "./house.ts";
import { hold } from "./tables.ts";

const kind = "complaint.referred";

export async function putToBody(house: House, id: RequestId, by: StaffId, name: string): Promise<Act> {
  const { complaints } = house.policy;
  const body = complaints?.bodies.find((one) => one.name === name);
  return house.store.transact(async (tx) => {
    const row = await hold(tx, { id });
    if (row === undefined) return unknown;
    const promised = complaints?.referred !== undefined && body !== undefined;
    if (!promised || row.kind !== "complaint" || row.state !== "refused")
      return refuse(
        "not-now",
        "Only a complaint that was not solved goes on to a body of the policy. Nothing was recorded.",
      );
    if ((await bodyOf(house, tx, row.reference)) !== undefined)
      return refuse("not-now", "That this complaint went on is recorded already. Nothing was recorded.");
    await house.evidence.append(tx, { kind, about: row.reference, body: { body: name, by: "staff", staff: by } });
    return succeed(undefined);
  });
}

/** The name of the body of the policy that the complaint was put to. */
export async function bodyOf({ evidence }: House, reader: Reader, reference: string): Promise<string | undefined> {
  const entries = await evidence.entries(reader, { from: 0, limit: 1_000, about: reference });
  const found = entries.find((entry) => entry.kind === kind)?.body["body"];
  return typeof found === "string" ? found : undefined;
}
