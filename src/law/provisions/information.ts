import { amount, entry, type Provision } from "./provision.ts";
import { from, recalled, seen } from "../source.ts";

/** When people are told what, besides the answer to a request. */
export const information: readonly Provision[] = [
  entry(
    "information",
    "eu-gdpr.art14",
    "informatie over gegevens die van een ander komen, uiterlijk na",
    "information on data that came from somebody else, at the latest after",
    recalled("GDPR art. 14(3)", { note: "Earlier at the first message to the person, or the first disclosure." }),
    amount(1, "month"),
  ),
  entry(
    "information",
    "eu-gdpr.refusal",
    "een afwijzing met redenen, klachtrecht en de rechter, uiterlijk na",
    "a refusal with reasons, the right to complain and the court, at the latest after",
    recalled("GDPR art. 12(4)"),
    amount(1, "month"),
  ),
  entry(
    "information",
    "us-ca-ccpa.policy-refresh",
    "het beleid wordt bijgewerkt elke",
    "the policy is updated every",
    recalled("Civ. Code 1798.130(a)(5)"),
    amount(12, "month"),
  ),
  entry(
    "information",
    "us-ca-ccpa.metrics",
    "elk jaar vóór 1 juli cijfers over verzoeken publiceren, vanaf zoveel consumenten per jaar",
    "publish figures on requests by 1 July each year, from this many consumers a year",
    seen("11 CCR 7102"),
    amount(10_000_000, "persons"),
  ),
  entry(
    "information",
    "us-ca-ccpa.look-back",
    "inzage gaat terug tot 1 januari 2022; wie gegevens langer dan dit bewaart, laat mensen ook om oudere vragen",
    "the right to know goes back to 1 January 2022; whoever keeps data longer than this lets people ask for older data",
    seen("11 CCR 7024", from("2026-01-01")),
    amount(12, "month"),
  ),
  entry(
    "information",
    "us-ca-ccpa.opt-out-confirmed",
    "de persoon kan zien dat de opt-out is uitgevoerd",
    "the person can see that the opt-out was carried out",
    seen("11 CCR 7026(g), 7025(c)(6)", from("2026-01-01")),
  ),
];
