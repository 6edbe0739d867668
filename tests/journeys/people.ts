/** What persons and staff do in these stories, by calling the rooms: ask, confirm, decide, approve, and wait for the end. */
import { Personal, type RequestId, type StaffId } from "#base";
import type { Anchor, Candidate } from "#connectors";
import type { RequestKind, StaffView } from "#requests";
import type { TestHouse } from "../harness/house.ts";

export const staff = "5aff0000-0000-4000-8000-000000000001" as StaffId;
/** Generous, because the machine that runs the tests may be busy with others. */
const patienceMs = 50_000;

export interface Asked {
  readonly id: RequestId;
  readonly reference: string;
  readonly followToken: string;
}

export interface AskOptions {
  readonly knownEmail?: string;
  readonly message?: string;
}

/** Answers what `look` answers as soon as it answers something. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`It did not come about in time: ${what}`);
    await new Promise((wake) => setTimeout(wake, 40));
  }
}

/** Asks, and enters the code that came by mail. */
export async function ask(
  house: TestHouse,
  kind: RequestKind,
  email: string,
  options: AskOptions = {},
): Promise<Asked> {
  const { requests } = house.house;
  const { reference } = await requests.submit({
    kind,
    email: new Personal(email),
    ...(options.knownEmail === undefined ? {} : { knownEmail: new Personal(options.knownEmail) }),
    ...(options.message === undefined ? {} : { message: new Personal(options.message) }),
    language: "nl",
    channel: "web",
  });
  const confirmed = await requests.confirm(reference, await codeOf(house, reference));
  if (!confirmed.ok) throw new Error(`${confirmed.reason}: ${confirmed.message}`);
  return { id: await idOf(house, reference), reference, followToken: confirmed.value.followToken };
}

/** The code in the mail about this request. */
export async function codeOf(house: TestHouse, reference: string): Promise<string> {
  const code = /^ {4}(\d{4} ?\d{4})$/m;
  return eventually(`a code for ${reference}`, async () => {
    const mail = house.inbox.messages().find(({ text }) => text.includes(reference) && code.test(text));
    return mail === undefined ? undefined : code.exec(mail.text)?.[1];
  });
}

export async function idOf(house: TestHouse, reference: string): Promise<RequestId> {
  const [row] = await house.own.query<{ id: RequestId }>("select id from gestand.request where reference = $1", [
    reference,
  ]);
  if (row === undefined) throw new Error(`There is no request ${reference}`);
  return row.id;
}

export async function viewOf(house: TestHouse, id: RequestId): Promise<StaffView> {
  const view = await house.house.requests.staffView(house.house.store.reader, id);
  if (view === undefined) throw new Error("There is no such request");
  return view;
}

/** Waits until staff have something to decide: about identity, or about a plan whose dry run is done. */
export async function decidable(house: TestHouse, id: RequestId): Promise<StaffView> {
  return eventually("something to decide", async () => {
    const view = await viewOf(house, id);
    if (view.search === "nobody" || view.search === "stopped") return view;
    if (view.search === "found" && view.identityDoubt !== undefined && view.identityAccepted === undefined) return view;
    return view.plan?.state === "ready" || view.plan?.state === "blocked" ? view : undefined;
  });
}

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Where there is doubt: staff ask, the person shows something, staff choose who this is. */
export async function settleIdentity(
  house: TestHouse,
  asked: Asked,
  choose: (candidate: Candidate) => boolean,
): Promise<readonly Anchor[]> {
  const { requests } = house.house;
  const view = await decidable(house, asked.id);
  if (view.identityDoubt === undefined) return view.candidates.map(({ anchor }) => anchor);
  must(await requests.askIdentity(asked.id, staff));
  must(await requests.showIdentity(asked.followToken, { name: "pas.png", mediaType: "image/png", bytes: png }));
  const anchors = view.candidates.filter(choose).map(({ anchor }) => anchor);
  must(await requests.decideIdentity(asked.id, staff, { accepted: true, anchors }));
  return anchors;
}

/** Waits for the dry run and approves what it says. */
export async function approve(house: TestHouse, id: RequestId): Promise<StaffView> {
  const view = await decidable(house, id);
  if (view.plan?.state !== "ready")
    throw new Error(`There is no plan to approve: ${JSON.stringify(view.plan?.problems)}`);
  must(await house.house.requests.approve(id, staff, view.plan.id, view.plan.hash));
  return view;
}

/** Waits until the request is closed and the key under which everything about it was sealed is destroyed. */
export async function closed(house: TestHouse, id: RequestId): Promise<StaffView> {
  const view = await eventually("the end of the request", async () => {
    const now = await viewOf(house, id);
    if (now.state === "failed")
      throw new Error(
        `The plan failed: ${JSON.stringify(now.plan?.steps.map(({ kind, error, residue }) => ({ kind, error, residue })))}`,
      );
    return ["done", "refused", "withdrawn"].includes(now.state) ? now : undefined;
  });
  await eventually("the destruction of its key", async () => {
    await house.house.requests.tidy();
    return house.own
      .query("select 1 from gestand.request where id = $1 and shredded_at is not null", [id])
      .then(([row]) => row);
  });
  return view;
}

/** The mail with the link to the copy; answers the copy itself. */
export async function fetchCopy(house: TestHouse, reference: string): Promise<Buffer> {
  const link = /\/download\/([\w-]{43})/u;
  const token = await eventually(`a link for ${reference}`, async () => {
    const mail = house.inbox.messages().find(({ text }) => text.includes(reference) && link.test(text));
    return mail === undefined ? undefined : link.exec(mail.text)?.[1];
  });
  const file = await house.house.requests.download(token);
  if (file === undefined) throw new Error("The link does not work");
  const parts: Uint8Array[] = [];
  for await (const part of file.stream) parts.push(part);
  return Buffer.concat(parts);
}

export function must(result: { readonly ok: boolean; readonly message?: string }): void {
  if (!result.ok) throw new Error(result.message ?? "It was refused");
}
