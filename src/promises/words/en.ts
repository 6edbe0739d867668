import { dateText } from "#base";
import { count, list, numbers } from "./en-numbers.ts";
import { passingOn } from "./en-passing-on.ts";
import { consentsEn } from "./on-consents.ts";
import { mechanismText } from "./mechanisms.ts";
import { onPages } from "./on-pages.ts";
import { retentionEn } from "./on-retention.ts";
import type { CopyPart, Sentences, WrongDate } from "./messages.ts";

const day = (on: string) => dateText(on, "en");

const parts: Record<CopyPart, string> = {
  categories: "categories",
  recipients: "recipients",
  dataFiles: "machine-readable files",
};
const wrongDates: Record<WrongDate, string> = {
  "receipt-not-logged": "the evidence log does not know that it was received",
  "receipt-on-another-day": "its day of receipt is not the one that the evidence log recorded",
  "receipt-logged-on-another-day": "the evidence log recorded it on another day than the day of receipt",
  "extension-not-logged": "its due date was extended and the evidence log does not know of it",
  "extension-too-long": "it was extended beyond what the law allows",
  "due-on-another-day": "its due date is not the one that the policy counts",
  "closing-not-logged": "it is closed and the evidence log does not know of it",
  "changed-after-closing": "its dates were changed after it was closed",
};

export const en: Sentences = {
  "answer.in-time": ({ answered, open }) =>
    `${count(answered, "request")} answered, all in time; ${numbers.format(open)} open, none past its due date.`,
  "answer.late": ({ which }) => `Answered after the due date: ${list(which)}.`,
  "answer.none": ({ open }) =>
    `No request was answered yet; ${count(open, "request is", "requests are")} open and in time.`,
  "answer.not-acknowledged": ({ which }) => `Receipt not acknowledged within the term of the law: ${list(which)}.`,
  "answer.overdue": ({ which }) => `Past the due date and not answered: ${list(which)}.`,
  "as-written": ({ text }) => text,
  "authority.named": ({ authority, pages }) =>
    `The privacy centre names ${authority} and where to complain, in ${count(pages, "language")}.`,
  "authority.not-named": ({ which }) =>
    `The privacy centre does not name the authority with its address: ${list(which)}.`,
  "authority.unknown": ({ authority }) => `The authority ${authority} is not in our table.`,
  "carried-out.missing": ({ by }) => `Nothing carries this out yet. What is missing: ${mechanismText(by, "en")}.`,
  "law.applied": ({ choices, requests: under }) =>
    choices === 0
      ? `It is not asked where people live: one law holds for everybody. ${count(under, "request")} under it, none due later than it allows.`
      : `On the form people can choose where they live (${numbers.format(choices)}). ${count(under, "request")} under that law, none due later than it allows.`,
  "law.later": ({ which }) => `Due later than the law of these people allows: ${list(which)}.`,
  "law.not-asked": ({ which }) => `Who lives there cannot choose it on these pages: ${list(which)}.`,
  "law.not-known": () => "The law of that place is not known here, so nothing can be looked at.",
  "store.by-person": ({ tasks }) => `Done by a person each time: ${count(tasks, "task")}.`,
  "store.left": ({ which }) => `Something was left there after the erasure for ${list(which)}.`,
  "store.no-connector": () => "This program has no connector that goes there yet; somebody gets a task instead.",
  "store.none-yet": () => "No request has asked for anything there yet.",
  "store.reached": ({ plans, items }) =>
    plans === 0
      ? "The store answers, and is as declared."
      : `The store answers. For ${count(plans, "request")}, ${count(items, "thing")} there ${items === 1 ? "was" : "were"} handed out or erased.`,
  "store.task-late": ({ which }) => `The task there is past its day and not done, for ${list(which)}.`,
  "store.unknown": () => "The policy has no such store.",
  "store.wrong": ({ problems, which }) => `The store is not as declared: ${count(problems, "problem")}. ${list(which)}`,
  "objection.at-once": ({ objections }) =>
    `${count(objections, "objection", "objections")}: what it was about stopped in the moment the objection counted.`,
  "objection.late": ({ which }) => `What the objection was about did not stop at once: ${list(which)}.`,
  "objection.none": () => "Nobody has objected yet.",
  "objection.none-upheld": () => "No objection was upheld yet.",
  "objection.not-stopped": ({ which }) => `The objection was upheld, but it did not stop: ${list(which)}.`,
  "objection.stay-stopped": ({ upheld }) =>
    `${count(upheld, "objection was", "objections were")} upheld, and what it was about has not begun again.`,
  "complaints.in-time": ({ complaints }) =>
    `${count(complaints, "complaint", "complaints")}, each answered in time or still in time.`,
  "complaints.late": ({ which }) => `The complaint was not answered in time: ${list(which)}.`,
  "complaints.none": () => "There is no complaint yet.",
  "complaints.none-unsolved": () => "There is no complaint yet that was not solved and was put to a body.",
  "complaints.not-referred": ({ which }) =>
    `The complaint was not solved and after 14 days was not put to a body: ${list(which)}.`,
  "complaints.referred": ({ referred }) => `${count(referred, "complaint", "complaints")} put to an independent body.`,
  "customers.by-staff": ({ which }) =>
    `Staff must tell the customer; whether they did cannot be seen here: ${list(which)}.`,
  "customers.none": () => "There is no request yet about data that we use for a customer.",
  "customers.told": ({ requests }) =>
    `${count(requests, "request", "requests")}, and each time the customer was told at once.`,
  ...passingOn,
  "objection.copied": ({ upheld }) =>
    `${count(upheld, "objection was", "objections were")} upheld, and the copy was ready before the use stopped for good.`,
  "objection.no-copy": ({ which }) => `The objection was upheld, but without a copy first: ${list(which)}.`,
  "told.each": ({ done }) => `Done ${count(done, "time", "times")}, and told each time.`,
  "told.none": () => "This has not been done yet.",
  "told.not": ({ which }) => `It was done, but not told: ${list(which)}.`,
  "transfers.declared-only": ({ which }) =>
    `The policy declares safeguards for these recipients; whether they are there cannot be seen here: ${list(which)}.`,
  "transfers.safe": ({ recipients }) =>
    `${count(recipients, "recipient is", "recipients are")} in a country with good protection.`,
  "transfers.unsafe": ({ which }) =>
    `Data goes to a country without good protection and without a safeguard: ${list(which)}.`,
  "ways.not-seen": ({ which }) => `Whether this works cannot be seen here, because it is your own: ${list(which)}.`,
  "ways.not-told": ({ which }) => `The address for requests by e-mail is not on: ${list(which)}.`,
  "ways.open": ({ ways }) =>
    `All ${ways} ways are open: the pages offer the form and name the address, and staff enter what comes otherwise.`,
  "site.asks": ({ purposes, lastOn }) =>
    `The website asks consent first for ${purposes === 1 ? "1 purpose" : `${purposes} purposes`}. The last choice came on ${day(lastOn)}.`,
  "site.nobody-asked": () =>
    "No choice came from your website yet. Put the tag on every page; `gestand site` shows it.",
  "site.no-hosts": ({ which }) =>
    `What nobody marks is held back only when the policy says where it comes from. Fill in hosts for: ${list(which)}.`,
  "site.not-on-consent": ({ which }) => `The website asks no consent for this: ${list(which)}.`,
  "site.only-declared": () =>
    "In the last 30 days browsers of visitors had nothing of your website that the policy does not name, as far as a page can see.",
  "site.undeclared": ({ which }) => `Seen with visitors and not in the policy: ${list(which)}.`,
  "site.quiet": ({ lastOn }) =>
    `Since ${day(lastOn)} no choice came from your website. Is the tag still on every page?`,
  ...consentsEn,
  ...onPages.en({ list, day }),
  "consent.none-yet": () => "No version needed fresh consent yet.",
  "consent.not-looked-at": () => "It cannot be seen here which consents count.",
  "consent.older": ({ rows, which }) =>
    `${rows === 1 ? "1 consent is" : `${rows} consents are`} in force that had to be given again: ${list(which)}.`,
  "consent.renewed": ({ purposes }) =>
    `Of ${purposes === 1 ? "1 purpose" : `${purposes} purposes`} that needed fresh consent, no older consent is in force.`,
  "changes.late": ({ which }) => `Not everybody was told of a change in time: version ${list(which)}.`,
  "changes.none-yet": () => "No new version concerned data of persons yet.",
  "changes.not-looked-at": () => "It cannot be seen here who was told.",
  "changes.told": ({ versions, letters }) =>
    `Of ${count(versions, "new version")} everybody whose data it concerns was told in time, with ${count(letters, "letter")}.`,
  "changes.told-otherwise": ({ versions, letters, persons }) =>
    `Of ${count(versions, "new version")} everybody whose data it concerns was told in time, with ${count(letters, "letter")} and ${count(persons, "person", "persons")} in another way.`,
  "changes.under-way": ({ which, dueOn }) =>
    `Not everybody was told yet: version ${list(which)}. That must be done by ${day(dueOn)}.`,
  "changes.unreadable": ({ which }) =>
    `Whom these versions concern cannot be seen here, because this program cannot read them: ${list(which)}.`,
  "changes.unreached": ({ persons }) =>
    `${count(persons, "person was", "persons were")} not reached by mail; whether they were told in another way is not known.`,
  "check.failed": ({ why }) => `Could not be checked. ${why}`,
  "check.never": () => "Not checked yet.",
  "check.none": () => "Nothing says how this could be checked.",
  "check.stale": ({ checkedAt }) => `Not looked at since ${checkedAt}; is a worker running? Then:`,
  "contract.document-missing": ({ document }) => `The contract's document is not on file: ${document}.`,
  "contract.expired": ({ expiresOn }) => `The contract expired on ${day(expiresOn)}.`,
  "contract.folder-unknown": () => "The folder with contracts could not be looked at.",
  "contract.no-document": ({ signedOn }) =>
    `A contract of ${day(signedOn)} is declared; the policy names no document that could be looked at.`,
  "contract.none": () => "No contract with this recipient is declared.",
  "contract.on-file": ({ signedOn }) => `The contract of ${day(signedOn)} is on file and has not expired.`,
  "contract.to-come": ({ signedOn }) => `The contract is dated ${day(signedOn)}, which is still to come.`,
  "copy.complete": ({ answers, rows }) =>
    `${count(answers, "copy", "copies")} held every row that was found: ${numbers.format(rows)} in all.`,
  "copy.has": ({ part, recorded }) => `${count(recorded, "copy", "copies")} looked at; each has its ${parts[part]}.`,
  "copy.lacks": ({ part, which }) => `A copy lacks ${parts[part]}: ${list(which)}.`,
  "copy.lacks-rows": ({ which, places }) => `A copy lacks rows (${list(which)}): ${list(places)}.`,
  "copy.none": () => "No copy with data of a person was made yet.",
  "copy.none-due": ({ part }) => `No copy was made yet that should have ${parts[part]}.`,
  "copy.not-recorded": ({ part }) => `What the copies say about ${parts[part]} was not recorded.`,
  "delivery.elsewhere": ({ which }) =>
    `A copy went to an address that was not on file, without an accepted identity check: ${list(which)}.`,
  "delivery.none": () => "No copy was handed over yet.",
  "delivery.right": ({ deliveries }) =>
    `${count(deliveries, "copy", "copies")} handed over, each to an address on file or after an accepted identity check.`,
  "due.none": () => "No request was received yet.",
  "due.right": ({ requests }) =>
    `${count(requests, "request")} looked at: dated as the log says, due as the policy counts.`,
  "due.wrong": ({ reference, why, others }) =>
    `${reference}: ${wrongDates[why]}.${others.shown.length === 0 ? "" : ` The same or similar: ${list(others)}.`}`,
  "erasure.came-back": ({ places }) =>
    `What pointed at an erased person is there again, in ${list(places)}. Find out how it came back; if the person is a customer again, end the watch.`,
  "erasure.groundless": ({ which }) => `An erasure ended with data left and no ground for it: ${list(which)}.`,
  "erasure.none": () => "Nobody was erased yet.",
  "erasure.none-watched": () => "No erased person is under watch, so nothing could be searched again.",
  "erasure.nothing-left": ({ watched, valuesLookedAt, systems }) =>
    `${count(watched, "erased person", "erased persons")} searched again among ${count(valuesLookedAt, "value")} of ${count(systems, "system")}: nothing without a ground.`,
  "erasure.system-not-looked-at": ({ system, why }) => `${system} was not looked at. ${why}`,
  "erasure.system-not-searched": ({ system, why }) => `Parts of ${system} could not be searched. ${why}`,
  "hold.guard-missing": () => "The guard that hides held rows is not whole. Run `gestand guard`.",
  "hold.guard-wrong": ({ which }) => list(which),
  "hold.hidden": ({ roles, heldRows }) =>
    `Read as ${count(roles, "role")}: staff see none of ${count(heldRows, "held row")}, audit sees them.`,
  "hold.none-kept": () => "Nothing is held by this rule for an erased person yet.",
  "hold.none-met": () => "No erasure met rows that this rule holds.",
  "hold.not-read": ({ which }) => `Nobody could read as ${which.shown.length === 0 ? "staff" : list(which)}.`,
  "hold.over": ({ which }) =>
    `Rows are held although their term is over, and nothing recorded that they went: ${list(which)}.`,
  "hold.respected": ({ concerned, rows }) =>
    `${count(concerned, "erasure")} left ${count(rows, "held row")} where they are.`,
  "hold.rows-lost": ({ which }) => list(which),
  "hold.rows-removed": ({ which }) => `An erasure removed rows that are held: ${list(which)}.`,
  "hold.seen": ({ which }) => `Staff can read held rows: ${list(which)}.`,
  "hold.undeclared": () => "The policy has no such hold in this system.",
  "hold.within-term": ({ rows, lastUntilOn }) =>
    `${count(rows, "row")} held for erased persons, all within the term; the last ends on ${day(lastUntilOn)}.`,
  "restriction.by-hand": ({ which }) =>
    `In ${list(which)} Gestand does not restrict by itself: each restriction there is a task for a person.`,
  "restriction.changes": ({ which }) => list(which),
  "restriction.gone": ({ which }) =>
    `In ${list(which)} no row is restricted any more, though somebody is. Was a backup restored? Restrict them again.`,
  "restriction.kept": ({ systems, roles, restrictedRows }) =>
    `Read as ${count(roles, "role")} in ${count(systems, "system")}: none of ${count(restrictedRows, "restricted row")} is seen, and changing one is refused.`,
  "restriction.no-guard": ({ which }) =>
    `The guard of restricted rows is not whole in ${list(which)}. Run \`gestand guard\`; until then each restriction there is a task for a person.`,
  "restriction.none": () => "No system has data of persons that could be restricted.",
  "restriction.seen": ({ which }) => `Restricted rows can be read: ${list(which)}.`,
  "identity.deleted": ({ decided }) =>
    `${count(decided, "identity check")} decided; nothing that was shown for them is stored.`,
  "minors.none": () => "Nobody has reported a child yet.",
  "minors.late": ({ which }) =>
    `Data of somebody who was said to be a child did not stop being used at once: ${list(which)}.`,
  "minors.at-once": ({ reports, erased }) =>
    `${count(reports, "report")} of a child: the data was only stored from that moment. Erased after staff looked: ${erased}.`,
  "entitlements.none-declared": () =>
    "No table says under `entitles` which columns hold a price, a plan, a discount or an access level, so nothing can be compared.",
  "entitlements.none-compared": () => "No request was carried out yet by which this could be compared.",
  "entitlements.changed": ({ which }) =>
    `What somebody is entitled to was otherwise after their request than before it: ${list(which)}. Look at what was changed, and put it right.`,
  "entitlements.unread": ({ which }) =>
    `A system could not be read after the request, so nothing could be compared: ${list(which)}.`,
  "entitlements.unchanged": ({ compared, rows }) =>
    `${count(rows, "row")} of ${count(compared, "request")} compared, before and after: nobody's entitlements were changed.`,
  "identity.none": () => "No identity check was decided yet.",
  "identity.stored": ({ which }) => `What was shown as proof of identity is still stored: ${list(which)}.`,
  "intake.no-form": () =>
    "The privacy centre has no form for this right; whoever writes to the contact address is not seen here.",
  "intake.not-offered": ({ which }) => `The privacy centre does not offer the form: ${list(which)}.`,
  "intake.offered": ({ pages, received }) =>
    `The privacy centre offers the form in ${count(pages, "language")}; ${count(received, "request")} came in.`,
  "leaving.no-erasure": ({ which }) => `Somebody left and no erasure followed: ${list(which)}.`,
  "leaving.none": () => "Nobody said yet that they leave.",
  "leaving.planned": ({ planned }) =>
    `${count(planned, "person", "persons")} said they leave; each time an erasure was planned.`,
  "log.broken": ({ why }) => why,
  "log.empty": () => "The log has no entries yet, so it proves nothing.",
  "log.intact": ({ entries }) =>
    entries === 1
      ? "The one entry fits the log's tree and its checkpoints."
      : `All ${numbers.format(entries)} entries fit the log's tree and its checkpoints.`,
  "map.complete": ({ system, tables }) =>
    `The catalogue of ${system} was compared with the policy: ${count(tables, "table")}, nothing undeclared.`,
  "map.wrong": ({ which }) => list(which),
  "notice.complete": ({ promises, pages }) =>
    `The published notice shows all ${numbers.format(promises)} promises in ${count(pages, "language")}.`,
  "notice.lacks": ({ missing, which }) => `The published notice lacks ${count(missing, "promise")}: ${list(which)}.`,
  "notice.no-such-promise": ({ anchor }) => `The policy has no promise "${anchor}" that the notice could show.`,
  "notice.not-shown": ({ which }) =>
    `The published notice does not show this promise in its own words: ${list(which)}.`,
  "notice.shown": ({ pages }) => `The published notice shows it in ${count(pages, "language")}.`,
  "purposes.not-looked-at": () =>
    `Nothing looks yet whether every use of data names its purpose. What is missing: ${mechanismText("purpose-gate", "en")}.`,
  "recipient.named": ({ recorded }) => `Named in ${count(recorded, "answer")}: to everybody whose data it had.`,
  "recipient.none-concerned": () => "No answer was given yet to somebody whose data this recipient has.",
  "recipient.not-named": ({ which }) =>
    `An answer does not name this recipient although it had data of the person: ${list(which)}.`,
  "recipient.unknown": () => "The policy has no such recipient.",
  "recipients.late": ({ which }) => `A recipient was not told in time, or is silent after reminders: ${list(which)}.`,
  "recipients.nobody-tells": () => "Nothing tells recipients here.",
  "recipients.none-yet": () => "Nothing was done yet that a recipient must hear of.",
  "recipients.told": ({ told, waiting }) =>
    `Recipients heard of it ${count(told, "time")}; ${waiting === 0 ? "all have answered" : `${waiting} may still answer in time`}.`,
  "recipients.unable": ({ which }) => `A recipient says that it cannot do it: ${list(which)}.`,
  "refusal.none": () => "No request was refused yet.",
  "refusal.with-reason": ({ refused }) => `${count(refused, "refusal")}, each with its reason.`,
  "refusal.without-reason": ({ which }) => `Refused without a recorded reason: ${list(which)}.`,
  "register.anonymous": ({ lookedAt }) =>
    `${count(lookedAt, "finished erasure")}: nothing in the entries points at anybody.`,
  "register.complete": ({ lines }) =>
    `The register holds all ${count(lines, "handled request")} that the evidence log knows.`,
  "register.lacks": ({ which }) =>
    `The register lacks requests that the evidence log knows as handled: ${list(which)}.`,
  "register.mail-under-way": () =>
    "The last mails of the finished erasures are still going out; no entry was looked at.",
  "register.no-erasure": () => "No erasure is finished yet.",
  "register.none": () => "No request was handled yet.",
  "register.not-logged": ({ which }) =>
    `The register has requests that the evidence log does not know: ${list(which)}.`,
  "register.points-at-person": ({ which }) =>
    `The entry of a finished erasure still points at a person: ${list(which)}.`,
  ...retentionEn,
  "system.unknown": () => "The policy has no such system.",
  "framework.no-date": () => "The policy gives no day until which this arrangement is valid.",
  "framework.over": ({ untilOn }) => `The arrangement ended on ${untilOn}.`,
  "framework.valid": ({ untilOn }) => `The arrangement is valid through ${untilOn}.`,
  "measure.document-missing": ({ proof }) => `The proof is not on file: ${proof}.`,
  "measure.folder-unknown": () => "The folder with proofs could not be looked at.",
  "measure.no-document": ({ reviewedOn }) =>
    `Reviewed on ${day(reviewedOn)}; the policy names no document yet that shows it.`,
  "measure.none": () => "The policy has no such measure.",
  "measure.not-reviewed": () => "The policy names no day yet on which somebody looked whether this measure holds.",
  "measure.on-file": ({ reviewedOn, dueOn }) =>
    `Reviewed on ${day(reviewedOn)}, to be looked at again by ${day(dueOn)}; the proof is on file.`,
  "measure.overdue": ({ reviewedOn, dueOn }) =>
    `The review was due on ${day(dueOn)}; the last one was on ${day(reviewedOn)}.`,
  "measure.to-come": ({ reviewedOn }) => `The review is dated ${day(reviewedOn)}, which is still to come.`,
  "transfer.adequacy": ({ country }) =>
    `${country} has an adequacy decision of the European Commission (GDPR art. 45).`,
  "transfer.declared-only": ({ country, safeguard }) =>
    `The transfer to ${country} rests on a declared safeguard (${safeguard}); nothing shows it but the declaration.`,
  "transfer.inside-eea": ({ country }) => `The data stays in the EEA (${country}).`,
  "transfer.unsafe": ({ country }) => `Data goes to ${country} without a safeguard that fits (GDPR arts. 45-49).`,
  "version.archive": ({ versions }) => `${count(versions, "version")} can be read, as they were published.`,
  "version.changed": ({ which }) => `The texts kept here are not those that were published: version ${list(which)}.`,
  "version.none": () => "No version of the policy was published yet.",
  "version.not-carried-out": ({ version, policyHash }) =>
    `Version ${version} is in force, and another text runs here (SHA-256 ${policyHash.slice(0, 12)}…).`,
  "version.other": ({ inForceOn, which }) =>
    `What is published is not the version in force since ${day(inForceOn)}: ${list(which)}.`,
  "version.other-text": ({ policyHash, which }) =>
    `What is published was not made of the policy that runs here (SHA-256 ${policyHash.slice(0, 12)}…): ${list(which)}.`,
  "version.out-of-order": ({ which }) =>
    `Numbers, days and log entries of the versions do not fit each other: version ${list(which)}.`,
  "version.published": ({ inForceOn, pages }) =>
    `The version in force since ${day(inForceOn)} is the one that is published, in ${count(pages, "language")}.`,
  "version.to-come": ({ inForceOn }) =>
    `The published version comes into force on ${day(inForceOn)}; no version is in force before it.`,
  "version.unreadable": ({ which }) => `A published version cannot be read: ${list(which)}.`,
  waived: ({ untilOn, reason, without }) => `Waived until ${day(untilOn)}: ${reason} The check says ${without}:`,
  "words-only": () => "Promised in words; no system can show it.",
};
