/** The meetings of the cast: who was there, who was recorded, who refused. */
import { at, type Day } from "../kit/days.ts";
import type { Add } from "../kit/rows.ts";
import { type CastMember, cast } from "./cast.ts";

/** Nadia's telephone; nobody else's row may hold it. */
export const numberOfCaller = "+7 999 000 0001";

export function addMeetings(add: Add, day: Day): void {
  add("guests", {
    id: cast.caller.guestId,
    phone: numberOfCaller,
    email: null,
    name: null,
    first_seen_at: at(day(12)),
    last_call_at: at(day(12)),
  });
  add("guests", {
    id: cast.guest.guestId,
    phone: null,
    email: " Tomas.Ferreira@Post.example",
    name: cast.guest.name,
    first_seen_at: at(day(300)),
    last_call_at: at(day(12)),
  });
  const meetings = [
    [1, cast.paying, "Kwartaalcijfers", 12, "eu"],
    [2, cast.free, "Catching up", 30, "in"],
    [3, cast.admin, "Team meeting", 5, "gb"],
    [4, cast.parent, "Homework", 3, "eu"],
  ] as const;
  for (const [id, host, title, ago, region] of meetings)
    add("meetings", {
      id,
      host_account_id: host.accountId,
      title,
      starts_at: at(day(ago), "09:00:00"),
      region,
      dial_in_code: `00${id}`,
      contract_end: null,
    });
  addParticipants(add, day);
  addCalls(add, day);
  addRecording(add, day);
  addInvitations(add, day);
}

interface Taking {
  readonly id: number;
  readonly meeting: number;
  readonly who: CastMember;
  readonly ago: number;
  readonly consents: boolean;
}

const taking: readonly Taking[] = [
  { id: 1, meeting: 1, who: cast.paying, ago: 12, consents: true },
  { id: 2, meeting: 1, who: cast.caller, ago: 12, consents: true },
  { id: 3, meeting: 1, who: cast.guest, ago: 12, consents: true },
  { id: 4, meeting: 1, who: cast.refusing, ago: 12, consents: false },
  { id: 5, meeting: 2, who: cast.free, ago: 30, consents: false },
  { id: 6, meeting: 2, who: cast.guest, ago: 30, consents: false },
  { id: 7, meeting: 3, who: cast.admin, ago: 5, consents: false },
  { id: 8, meeting: 3, who: cast.employee, ago: 5, consents: false },
  { id: 9, meeting: 4, who: cast.parent, ago: 3, consents: false },
];

function addParticipants(add: Add, day: Day): void {
  for (const { id, meeting, who, ago, consents } of taking)
    add("participants", {
      id,
      meeting_id: meeting,
      account_id: who.accountId ?? null,
      guest_id: who.guestId ?? null,
      display_name: who === cast.caller ? null : who.name,
      joined_at: at(day(ago), "09:01:00"),
      left_at: at(day(ago), "09:50:00"),
      recording_consent_at: consents ? at(day(ago), "09:02:00") : null,
    });
  add("call_ratings", { id: 1, participant_id: 1, stars: 4, remark: "Clear sound.", rated_at: at(day(12)) });
  add("call_ratings", { id: 2, participant_id: 3, stars: 5, remark: null, rated_at: at(day(12)) });
}

function addCalls(add: Add, day: Day): void {
  const call = (
    id: number,
    meeting: number,
    participant: number,
    caller: string,
    provider: string,
    ago: number,
  ): void => {
    add("cdrs", {
      id,
      meeting_id: meeting,
      participant_id: participant,
      caller,
      called_number: "+31 20 000 0000",
      provider,
      started_at: at(day(ago), "09:01:00"),
      seconds: 2940,
      rate_cents: 12,
    });
  };
  call(1, 1, 2, numberOfCaller, "example-dialin", 12);
  call(2, 1, 1, "+1 555 0101", "example-tollfree", 12);
  call(3, 3, 8, "+1 555 0104", "example-dialin", 5);
}

/** The guest dialled in and the guest by link agreed; Emil did not, so no track and no word of his is there. */
function addRecording(add: Add, day: Day): void {
  add("recordings", {
    id: 1,
    meeting_id: 1,
    object_key: "recordings/1/tracks.json",
    started_at: at(day(12), "09:03:00"),
  });
  add("whiteboards", { id: 1, meeting_id: 1, title: "Planning", object_key: "whiteboards/1.svg" });
  const words = ["The figures are better than last year.", "I agree with that.", "I will send the details."];
  for (const [index, { id, who }] of taking.filter(({ consents }) => consents).entries()) {
    const key = `recordings/1/track-${who.guestId ?? who.accountId}.webm`;
    add("recording_tracks", { id, recording_id: 1, meeting_id: 1, participant_id: id, object_key: key });
    const text = words[index] ?? "";
    add("transcripts", { id, meeting_id: 1, speaker_id: id, said_at: at(day(12), `09:1${index}:00`), text });
    add("search_index", { transcript_id: id, meeting_id: 1, words: text.toLowerCase().replaceAll(/[^a-z ]/g, "") });
  }
  add("call_summaries", { id: 1, meeting_id: 1, text: "The figures were discussed.", made_at: at(day(12)) });
}

/** The address of whoever invites is what the others see; both stand in one row. */
function addInvitations(add: Add, day: Day): void {
  const sent = [
    [1, 1, cast.paying.email, cast.guest.email],
    [2, 1, cast.paying.email, cast.refusing.email],
    [3, 2, cast.free.email, "TOMAS.FERREIRA@post.example"],
    [4, 3, cast.admin.email, cast.employee.email],
  ] as const;
  for (const [id, meeting, from, to] of sent)
    add("invitation_mails", { id, meeting_id: meeting, from_address: from, to_address: to, sent_at: at(day(35)) });
}
