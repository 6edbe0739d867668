/** What goes to others, and where data is. */
import { count, list } from "./en-numbers.ts";
import type { PassingOn } from "./messages.ts";

export const passingOn: PassingOn = {
  "contracts.hold": ({ contracts }) => `${count(contracts, "contract")} on file, signed and not expired.`,
  "contracts.unseen": ({ which }) => `Whether there is a contract on file cannot be seen here: ${list(which)}.`,
  "contracts.without": ({ which }) => `No contract that holds today: ${list(which)}.`,
  "demands.bare": ({ demands }) =>
    `Of ${count(demands, "demand", "demands")} nothing says whose it was, or which law is behind it.`,
  "demands.gone": ({ demands }) =>
    `${count(demands, "demand", "demands")} of the log ${demands === 1 ? "is" : "are"} not in the list of disclosures any more.`,
  "demands.none": () => "No demand was recorded yet.",
  "demands.not-looked-at": () => "The list of demands was not looked at.",
  "demands.recorded": ({ demands }) =>
    `${count(demands, "demand", "demands")} recorded, each with whose it was and the law or order behind it.`,
  "given.forbidden": ({ disclosures, which }) =>
    `${count(disclosures, "disclosure")} of data that should never go there: ${list(which)}.`,
  "given.none": () =>
    "Nothing was said of what was given. Let your programs send it to /api/v1/disclosures; docs/operating.md says how.",
  "given.not-looked-at": () => "The list of disclosures was not looked at.",
  "given.on-other-ground": ({ disclosures, which }) =>
    `${count(disclosures, "disclosure")} on a ground that was not promised: ${list(which)}.`,
  "given.only": ({ disclosures }) =>
    `${count(disclosures, "disclosure")} in the past year, each of data and for a purpose that the policy names for whoever got it, under a contract and a ground that held that day.`,
  "given.too-much": ({ disclosures, which }) =>
    `${count(disclosures, "disclosure")} of what the policy did not allow that day: ${list(which)}.`,
  "hand-over.done": ({ done }) =>
    `${count(done, "copy", "copies")} sent to another party, with proof of what was sent.`,
  "hand-over.left": ({ which }) => `A copy was released for another party and was not sent: ${list(which)}.`,
  "hand-over.none": () => "No copy was sent to another party yet.",
  "processors.asked": ({ met }) =>
    `${count(met, "time", "times")} a party that works for you had data of whoever asked, and each time it was asked for its copy too.`,
  "processors.none-met": () => "Nobody asked yet of whom a party that works for you has data.",
  "processors.not-asked": ({ which }) =>
    `Has data of whoever asked, and no store of the policy says how to get its copy: ${list(which)}. Add one with "by".`,
  "review.each": ({ answered }) =>
    `${count(answered, "request")} that a human look at a decision, each answered by somebody of the staff.`,
  "review.nobody": ({ which }) => `Answered, and the log does not say by whom: ${list(which)}.`,
  "review.none": () => "Nobody asked yet that a human look at a decision.",
  "stored.declared": ({ declared, countries }) =>
    `${count(declared, "system or store", "systems and stores")} of the policy, all declared to be in: ${list(countries)}.`,
  "stored.elsewhere": ({ which }) => `Declared to be in another country: ${list(which)}.`,
  "stored.unknown": ({ which }) => `Say under "country" where this is: ${list(which)}.`,
};
