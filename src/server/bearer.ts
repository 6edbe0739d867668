import { timingSafeEqual } from "node:crypto";

/** Whether the header carries exactly this token; how long it takes says nothing about the token. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
