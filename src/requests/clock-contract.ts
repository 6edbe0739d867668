/** Which law holds for a request and how its clock stands, as other rooms see it. */
import type { LocalDate } from "#base";
import type { RegimeId } from "#law";
import type { ExtendedDue, Residence } from "#policy";

/** Since when the clock stands, and for what. */
export interface ClockStands {
  readonly since: LocalDate;
  readonly waitsFor: "identity" | "clarification";
}

/** Which law holds for one request, and what it gives. */
export interface LawOfRequest {
  /** As they held at receipt. */
  readonly regimes: readonly RegimeId[];
  /** Where the person said that they live; absent when they did not, and once the key is gone. */
  readonly residence?: Residence;
  readonly acknowledge?: {
    readonly by: LocalDate;
    readonly article: string;
    readonly unconfirmed: boolean;
  };
  readonly acknowledgedOn?: LocalDate;
  /** Absent where a law that holds allows none, and once it was extended. */
  readonly extension?: Pick<ExtendedDue, "on" | "tellBy" | "article" | "unconfirmed">;
  /** Whether the clock stands while the person is waited for, with what says so. */
  readonly pauses: Readonly<
    Record<
      ClockStands["waitsFor"],
      {
        readonly stops: boolean;
        readonly articles: readonly { readonly article: string; readonly unconfirmed: boolean }[];
      }
    >
  >;
  /** Stretches of waiting for the person, and whether the clock stood for them. */
  readonly waits: readonly {
    readonly waitsFor: ClockStands["waitsFor"];
    readonly askedOn: LocalDate;
    readonly answeredOn?: LocalDate;
    readonly stood: boolean;
  }[];
  /** Whether the policy grants the right to people there, and which provisions give it. */
  readonly granted: { readonly byPolicy: boolean; readonly byLaw: readonly string[] };
}
