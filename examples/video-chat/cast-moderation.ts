/** Complaints, frames, bans and who looked at what. The longest and the shortest of what a ban leaves behind is all here. */
import { at, type Day } from "../kit/days.ts";
import type { Add } from "../kit/rows.ts";
import { cast } from "./cast.ts";

export function addModeration(add: Add, day: Day): void {
  add("moderators", { id: cast.moderator.moderatorId, name: cast.moderator.name, email: cast.moderator.email });
  addCounters(add, day);
  addComplaints(add, day);
  addBans(add, day);
  addEvidence(add, day);
}

const anonymous = "anon-5c1e";

function addCounters(add: Add, day: Day): void {
  const { bannedByMachine, peerOne, peerTwo } = cast;
  for (const [id, profile, key, rate, seconds, flagged] of [
    [1, bannedByMachine.profileId, null, 0.94, 6, 12],
    [2, peerOne.profileId, null, 0.2, 640, 0],
    [3, peerTwo.profileId, null, 0.1, 710, 0],
    [4, null, anonymous, 0.71, 14, 3],
  ] as const)
    add("behaviour_counters", {
      id,
      profile_id: profile,
      anon_key: key,
      disconnect_rate: rate,
      average_seconds: seconds,
      flagged_patterns: flagged,
      last_at: at(day(1)),
    });
}

function addComplaints(add: Add, day: Day): void {
  const { reporter, bannedByComplaint, banOver } = cast;
  for (const [id, by, byKey, about, aboutKey, reason, outcome, ago] of [
    [1, reporter.profileId, null, bannedByComplaint.profileId, null, "scheldt en dreigt", "geblokkeerd", 5],
    [2, reporter.profileId, null, null, anonymous, "laat iets anders zien dan zichzelf", "geblokkeerd", 4],
    [3, null, "anon-90b2", banOver.profileId, null, "scheldt", "geblokkeerd", 32],
  ] as const)
    add("complaints", {
      id,
      reporter_profile_id: by,
      reporter_key: byKey,
      reported_profile_id: about,
      reported_key: aboutKey,
      reason,
      outcome,
      complained_at: at(day(ago)),
      closed_at: at(day(ago - 1)),
    });
}

/** Negative days are still to come. */
function addBans(add: Add, day: Day): void {
  const { bannedByComplaint, bannedByMachine, banOver, moderator } = cast;
  for (const [id, profile, key, reason, automatic, starts, ends] of [
    [1, bannedByComplaint.profileId, null, "bedreiging", false, 4, -86],
    [2, bannedByMachine.profileId, null, "steeds hetzelfde bericht", true, 1, -6],
    [3, banOver.profileId, null, "schelden", false, 31, 1],
    [4, null, anonymous, "ongepast beeld", true, 3, -4],
    // Of somebody who had everything erased: no person, no reason, an end.
    [5, null, null, null, false, 20, -70],
  ] as const) {
    add("bans", {
      id,
      profile_id: profile,
      anon_key: key,
      reason,
      automatic,
      reviewed_by: id === 5 ? null : moderator.moderatorId,
      reviewed_at: id === 5 ? null : at(day(starts - 1)),
      starts_on: day(starts),
      ends_on: day(ends),
    });
    add("block_keys", { id, ban_id: id, key_hash: `sha256-cast-device-${id}-4be1`, gone_on: day(ends) });
  }
}

function addEvidence(add: Add, day: Day): void {
  const { bannedByComplaint, bannedByMachine, banOver, moderator } = cast;
  for (const [id, body, ban, ends] of [
    [1, "Ik weet je te vinden.", 1, -86],
    [2, "Wacht maar.", 1, -86],
    [3, "Kijk op deze site!", 2, -6],
  ] as const)
    add("cited_messages", { id, ban_id: ban, body, gone_on: day(ends) });
  for (const [id, profile, key, complaint, ban, ends] of [
    [1, bannedByComplaint.profileId, null, 1, 1, -86],
    [2, bannedByMachine.profileId, null, null, 2, -6],
    [3, banOver.profileId, null, 3, 3, 1],
    [4, null, anonymous, 2, 4, -4],
  ] as const)
    add("frames", {
      id,
      profile_id: profile,
      anon_key: key,
      complaint_id: complaint,
      ban_id: ban,
      object_key: `frames/cast-${id}.jpg`,
      thumbnail_key: `frames/cast-${id}.small.jpg`,
      captured_at: at(day(5)),
      gone_on: day(ends),
    });
  for (const id of [1, 2, 3])
    add("frame_looks", {
      id,
      moderator_id: moderator.moderatorId,
      frame_id: id,
      why: "klacht beoordelen",
      looked_at: at(day(1)),
    });
}
