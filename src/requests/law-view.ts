/** Which law holds for a request and how its clock stands, as the pages of the person and of staff show it. */
import { type Cited, isConfirmed } from "#law";
import { acknowledgementDue, type Pause, pauseWhile, rightsThere } from "#policy";
import type { Reader } from "#store";
import { extensionOf, lawsOf, standingClock, waitsOf } from "./clock.ts";
import type { LawOfRequest } from "./clock-contract.ts";
import type { PersonView } from "./contract.ts";
import type { House } from "./house.ts";
import { isClosed } from "./lifecycle.ts";
import type { OpenSecrets } from "./secrets.ts";
import { dueOf, type RequestRow } from "./tables.ts";

type Clock = Pick<PersonView, "due" | "clockStands" | "clarification">;

/** While the clock stands the due date is that of today: as if what was asked came now. */
export async function clockView(
  house: House,
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets | undefined,
): Promise<Clock> {
  if (isClosed(row.state)) return { due: dueOf(row) };
  const clock = standingClock(house, row, await waitsOf(reader, row));
  const open = (await secrets?.read(reader, "clarifications"))?.find(({ answer }) => answer === undefined);
  return {
    due: { ...dueOf(row), ...(clock === undefined ? {} : { on: clock.dueOn }) },
    ...(clock === undefined ? {} : { clockStands: { since: clock.since, waitsFor: clock.waitsFor } }),
    ...(open === undefined ? {} : { clarification: { question: open.question } }),
  };
}

export async function lawView(
  house: House,
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets | undefined,
): Promise<LawOfRequest> {
  const { policy } = house;
  const { laws } = lawsOf(row);
  const said = await secrets?.read(reader, "residence");
  const residence = said === "" ? undefined : said;
  const acknowledgement = acknowledgementDue(policy, row.kind, row.received_on, laws);
  const waits = await waitsOf(reader, row);
  const extension = row.extended_at === null ? extensionOf(house, row, waits) : undefined;
  const granted = rightsThere(policy, residence, row.received_on).find(({ kind }) => kind === row.kind);
  const pause = (kind: "identity" | "clarification") =>
    pauseView(pauseWhile(policy, row.kind, kind, row.received_on, laws));
  return {
    regimes: row.laws,
    ...(residence === undefined ? {} : { residence }),
    ...(row.acknowledge_by === null || acknowledgement === undefined
      ? {}
      : {
          acknowledge: {
            by: row.acknowledge_by,
            article: acknowledgement.article,
            unconfirmed: !isConfirmed(acknowledgement),
          },
        }),
    ...(row.acknowledged_on === null ? {} : { acknowledgedOn: row.acknowledged_on }),
    ...(extension === undefined
      ? {}
      : {
          extension: {
            on: extension.on,
            tellBy: extension.tellBy,
            article: extension.article,
            unconfirmed: extension.unconfirmed,
          },
        }),
    pauses: { identity: pause("identity"), clarification: pause("clarification") },
    waits: waits.map(({ kind, asked_on, answered_on, clock_stands }) => ({
      waitsFor: kind,
      askedOn: asked_on,
      ...(answered_on === null ? {} : { answeredOn: answered_on }),
      stood: clock_stands,
    })),
    granted: { byPolicy: granted?.byPolicy ?? false, byLaw: (granted?.byLaw ?? []).map(({ article }) => article) },
  };
}

function pauseView({ stops, because }: Pause): LawOfRequest["pauses"]["identity"] {
  return { stops, articles: because.map((one: Cited) => ({ article: one.article, unconfirmed: !isConfirmed(one) })) };
}
