/** Puts the request engine together and declares its jobs. */
import { assert, type Json, type Language, parseUuid, type RequestId } from "#base";
import type { Evidence } from "#evidence";
import type { Mail } from "#mail";
import type { Plans } from "#plans";
import type { Policy } from "#policy";
import type { Store } from "#store";
import { approve, extend, prepareAgain, refuseRequest, resume, uphold, withdraw } from "./acts.ts";
import { answerForOther, askerQuestion } from "./asker.ts";
import { changeWaits, forgetOldChanges, stopChange } from "./address-change.ts";
import { answerClarification, askClarification } from "./clarification.ts";
import { shred, shredOrWait, shredQueue, unshredded } from "./closing.ts";
import type { Links, Requests } from "./contract.ts";
import { decideCorrections, ownValues, propose } from "./corrections.ts";
import { download, downloadWaits, expireDeliveries } from "./delivery.ts";
import { followPlans } from "./follow-plan.ts";
import { expireHandOvers } from "./hand-over.ts";
import { handOverQueue, sendHandOver, uploadStopped } from "./hand-over-send.ts";
import { forgetOldFiles } from "./files.ts";
import { forAll, type House } from "./house.ts";
import { askIdentity, decideIdentity, identityEvidence, showIdentity } from "./identity.ts";
import { confirm, expireCodes, submit } from "./intake.ts";
import { locate, locateQueue, searchStopped } from "./locate.ts";
import { putToBody } from "./escalation.ts";
import { forgetOldNotices } from "./customer-notice.ts";
import { answerCustomer, customerQuestion } from "./customers.ts";
import { idOf, queue, queueCounts } from "./queue.ts";
import { forgetOldOnce } from "./once.ts";
import { otherWays } from "./other-ways.ts";
import { exportRegister, forgetOldEntries, register } from "./register.ts";
import { remind } from "./reminders.ts";
import { sendAgain } from "./send-again.ts";
import { followRestriction, restrictedAmong } from "./restrictions.ts";
import { stopsFor } from "./stops.ts";
import { personView, staffView } from "./views.ts";

export interface RequestsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly mail: Mail;
  readonly plans: Plans;
  readonly policy: Policy;
  /** Where the privacy centre is reached from outside, without a slash at the end; links in mails start with it. */
  readonly publicUrl: string;
  /** Paths of the centre's pages, when they are not the usual ones. */
  readonly links?: Links;
  readonly staffNames: House["staffNames"];
  readonly uploads?: NonNullable<House["uploads"]>;
  readonly onStopped?: NonNullable<House["onStopped"]>;
}

/** Pass `planFollower` to the plans: they are made first, and told of us afterwards. */
export function createRequests(options: RequestsOptions): Requests {
  const house: House = { ...options, links: options.links ?? usualLinks(options.publicUrl) };
  const tidy = tidying(house);
  return {
    ...otherWays(house),
    submit: (submission) => submit(house, submission),
    confirm: (reference, code) => confirm(house, reference, code),
    follow: (followToken) => personView(house, followToken),
    withdraw: (followToken) => withdraw(house, followToken),
    ownValues: (followToken) => ownValues(house, followToken),
    propose: (followToken, corrections) => propose(house, followToken, corrections),
    changeWaits: (token) => changeWaits(house, token),
    stopChange: (token) => stopChange(house, token),
    stops: (reader, email) => stopsFor(house, reader, email),
    restrictedAmong,
    followRestriction: (tx, plan, known) => followRestriction(house, tx, plan, known),
    showIdentity: (followToken, file) => showIdentity(house, followToken, file),
    download: (token) => download(house, token),
    downloadWaits: (token) => downloadWaits(house, token),
    queue: (reader, range) => queue(house, reader, range),
    customerQuestion: (token) => customerQuestion(house, token),
    answerCustomer: (token, answer) => answerCustomer(house, token, answer),
    askerQuestion: (token) => askerQuestion(house, token),
    answerForOther: (token, says) => answerForOther(house, token, says),
    idOf,
    queueCounts: (reader) => queueCounts(house, reader),
    staffView: (reader, id) => staffView(house, reader, id),
    identityEvidence: (id) => identityEvidence(house, id),
    askIdentity: (id, by) => askIdentity(house, id, by),
    askClarification: (id, by, question) => askClarification(house, id, by, question),
    answerClarification: (followToken, answer) => answerClarification(house, followToken, answer),
    decideIdentity: (id, by, decision) => decideIdentity(house, id, by, decision),
    approve: (id, by, plan, hash) => approve(house, id, by, plan, hash),
    uphold: (id, by, explanation) => uphold(house, id, by, explanation),
    decideCorrections: (id, by, decisions) => decideCorrections(house, id, by, decisions),
    putToBody: (id, by, body) => putToBody(house, id, by, body),
    refuse: (id, by, reason, explanation) => refuseRequest(house, id, by, reason, explanation),
    extend: (id, by, reason) => extend(house, id, by, reason),
    prepareAgain: (id) => prepareAgain(house, id),
    resume: (id, by) => resume(house, id, by),
    sendAgain: (id, by) => sendAgain(house, id, by),
    register,
    exportRegister,
    planFollower: followPlans(house),
    tidy,
    remind: () => remind(house),
    serve: () => serve(house, tidy),
  };
}

function tidying(house: House): () => Promise<void> {
  const rounds = [
    () => expireCodes(house),
    () => expireHandOvers(house),
    () => expireDeliveries(house),
    async () => forAll(await unshredded(house), (id) => shred(house, id)),
    () => forgetOldEntries(house),
    () => forgetOldChanges(house),
    () => forgetOldNotices(house),
    () => forgetOldFiles(house),
    () => forgetOldOnce(house),
  ];
  return () => forAll(rounds, (round) => round());
}

function usualLinks(publicUrl: string): Links {
  const at = (language: Language, path: string) => `${publicUrl.replace(/\/+$/u, "")}/${language}${path}`;
  return {
    code: (language, reference) => at(language, `/confirm/${reference}`),
    follow: (language, token) => at(language, `/follow/${token}`),
    download: (language, token) => at(language, `/download/${token}`),
    ask: (language, kind) => at(language, `/ask/${kind}`),
    notMine: (language, token) => at(language, `/not-mine/${token}`),
    forYou: (language, token) => at(language, `/for-you/${token}`),
    customer: (language, token) => at(language, `/customer/${token}`),
  };
}

const tidyQueue = "request.tidy";
const remindQueue = "request.remind";

function serve(house: House, tidy: () => Promise<void>): void {
  const { queue: jobs } = house.store;
  jobs.serve(locateQueue, { concurrency: 2, gaveUp: (job) => searchStopped(house, requestOf(job.data)) }, (job) =>
    locate(house, requestOf(job.data)),
  );
  jobs.serve(handOverQueue, { concurrency: 2, gaveUp: (job) => uploadStopped(house, requestOf(job.data)) }, (job) =>
    sendHandOver(house, requestOf(job.data)),
  );
  jobs.serve(shredQueue, {}, (job) => shredOrWait(house, requestOf(job.data)));
  jobs.serve(tidyQueue, {}, tidy);
  jobs.serve(remindQueue, {}, () => remind(house));
  jobs.schedule(tidyQueue, "*/5 * * * *", house.policy.timeZone);
  jobs.schedule(remindQueue, "15 6 * * *", house.policy.timeZone);
}

function requestOf(data: Json): RequestId {
  const id = (data as { request?: unknown } | null)?.request;
  const parsed = typeof id === "string" ? parseUuid<"request">(id) : undefined;
  assert(parsed !== undefined, "a request job names its request");
  return parsed;
}
