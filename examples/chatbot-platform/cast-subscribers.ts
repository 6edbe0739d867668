/** The subscribers of the cast: people whom customers of the platform know, and the platform for those customers only. */
import { at, type Day } from "../kit/days.ts";
import type { Add } from "../kit/rows.ts";
import { type CastMember, cast } from "./cast.ts";

interface Subscribed {
  readonly id: number;
  readonly person: CastMember;
  readonly workspace: 1 | 2;
  /** What it says where it differs from most. */
  readonly differs?: Readonly<Record<string, string | number | null>>;
}

export function addSubscribers(add: Add, day: Day): void {
  const phone = "+31 6 00000900";
  const all: readonly Subscribed[] = [
    { id: 1, person: cast.doubleSubscriber, workspace: 1, differs: { channel_ref: phone, city: "Voorbeeldstad" } },
    { id: 2, person: cast.doubleSubscriber, workspace: 2, differs: { channel_ref: phone, city: null } },
    { id: 3, person: cast.child, workspace: 1, differs: { birth_date: yearsBefore(day(1), 15) } },
    { id: 4, person: cast.imported, workspace: 2, differs: { source: "import", import_batch_id: 1 } },
    { id: 5, person: cast.sensitive, workspace: 1 },
    { id: 6, person: cast.optedOut, workspace: 2, differs: { opted_out_at: at(day(45)) } },
  ];
  for (const each of all) addSubscriber(add, day, each);
  addConversations(add, day);
}

function addSubscriber(add: Add, day: Day, { id, person, workspace, differs }: Subscribed): void {
  add("subscribers", {
    id,
    workspace_id: workspace,
    bot_id: workspace,
    channel: "messenger",
    channel_ref: `+31 6 0000090${id}`,
    name: person.name,
    email: person.email,
    birth_date: `19${70 + id}-04-02`,
    gender: id % 2 === 0 ? "v" : null,
    city: "Fictiedam",
    source: "chat",
    import_batch_id: null,
    opted_out_at: null,
    created_at: at(day(260)),
    ...differs,
  });
  add("subscriber_custom_fields", { subscriber_id: id, key: "bijnaam", value: person.name.split(" ")[0] ?? "" });
  add("subscriber_events", { id, subscriber_id: id, kind: "button", path: "/menu", happened_at: at(day(32)) });
  if (person === cast.imported) return;
  add("integration_payloads", {
    id,
    subscriber_id: id,
    integration: "example-agenda",
    body: { contact: { email: person.email, name: person.name }, day: "maandag" },
    sent_at: at(day(31)),
  });
}

function addConversations(add: Add, day: Day): void {
  const lines: readonly (readonly [number, number | null, string, string])[] = [
    [1, null, "in", "Hebben jullie speltbrood?"],
    [1, cast.colleague.userId, "out", `Dag ${cast.doubleSubscriber.name}, ja, elke vrijdag.`],
    [2, null, "in", "Mijn fiets piept, kan ik langskomen?"],
    [3, null, "in", "Kan ik een taart bestellen?"],
    [5, null, "in", "[apart gezet]"],
    [6, null, "in", "STOP"],
    [6, null, "out", "U krijgt geen berichten meer van ons."],
  ];
  for (const [index, [subscriber, answeredBy, direction, body]] of lines.entries())
    add("chat_messages", {
      id: index + 1,
      subscriber_id: subscriber,
      bot_id: subscriber === 2 || subscriber === 6 ? 2 : 1,
      answered_by: answeredBy,
      direction,
      body,
      sent_at: at(day(50 - index)),
    });
  // The number is nobody's: it fails the test that real ones pass.
  add("set_aside", {
    id: 1,
    subscriber_id: cast.sensitive.subscriberIds[0],
    user_id: null,
    email: null,
    body: "Mijn burgerservicenummer is 123456789 en ik heb een notenallergie.",
    recognised: "national-number, health",
    consented_at: null,
    noticed_at: at(day(12)),
  });
}

/** So many years before a calendar day. */
const yearsBefore = (day: string, years: number): string => `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
