/**
 * What a customer for whom data is used sees behind its link, and has done: a request of its own, about the rows of this one
 * customer alone, that staff approve like any other.
 */
import { Personal, type Result, refuse, succeed } from "#base";
import type { CustomerAnswer, CustomerQuestion } from "./customer-contract.ts";
import { openNotice, unseal } from "./customer-notice.ts";
import type { House } from "./house.ts";
import { receiveInstructed } from "./instructed.ts";
import { type CustomerNoticeRow, tables } from "./tables.ts";

/** A wrong token, and one that was answered or ended, look the same. */
export async function customerQuestion(house: House, token: string): Promise<CustomerQuestion | undefined> {
  const { reader } = house.store;
  const notice = await openNotice(house, reader, token);
  const sealed = notice && (await unseal(house, reader, notice));
  if (notice === undefined || sealed === undefined) return undefined;
  const { about, kind, on_behalf: of, made_at: madeAt } = notice;
  const { person, message, anchors } = sealed;
  return {
    about,
    kind,
    of,
    madeAt,
    person: new Personal({ email: person, message }),
    records: anchors.length,
    answers: answersTo(kind),
  };
}

/** What we can do for a customer by itself; anything else it does itself, with our help when it asks for it. */
function answersTo(kind: CustomerNoticeRow["kind"]): readonly CustomerAnswer[] {
  return kind === "erasure" || kind === "leaving" ? ["erasure", "access", "itself"] : ["access", "erasure", "itself"];
}

export async function answerCustomer(
  house: House,
  token: string,
  answer: CustomerAnswer,
): Promise<Result<{ reference?: string }, { readonly reason: "unknown"; readonly message: string }>> {
  return house.store.transact(async (tx) => {
    const notice = await openNotice(house, tx, token, true);
    const sealed = notice && (await unseal(house, tx, notice));
    if (notice === undefined || sealed === undefined)
      return refuse("unknown", "This link was answered already, or ended. Nothing was changed.");
    await tables(tx)
      .updateTable("customer_notice")
      .set({ answer, answered_at: house.store.clock.now(), sealed: null })
      .where("id", "=", notice.id)
      .execute();
    await house.store.vault.shred(tx, notice.key_id);
    // What a customer tells us to do with data is on the record (GDPR art. 28(3)(a)).
    const { about, on_behalf: of } = notice;
    if (answer === "itself") {
      await house.evidence.append(tx, { kind: "customer.instructed", about, body: { of, answer } });
      return succeed({});
    }
    const { customer, anchors } = sealed;
    const { reference } = await receiveInstructed(house, tx, { kind: answer, email: customer.email, anchors });
    await house.evidence.append(tx, { kind: "customer.instructed", about, body: { of, answer, reference } });
    return succeed({ reference });
  });
}
