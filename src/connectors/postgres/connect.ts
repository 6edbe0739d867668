import type { PoolClient } from "pg";
import { type LocalDate, type PlanId, type Problem, refuse } from "#base";
import { holdTerms, knownAs } from "#policy";
import type {
  Abilities,
  Answer,
  ConcernedPlace,
  ConnectedSystem,
  ConnectOptions,
  OnlyTable,
  Subject,
  WantedPersons,
} from "../contract.ts";
import { openAnswer } from "./answer.ts";
import type { ConsentRows } from "../consent-contract.ts";
import { countConsents, endConsent, renewConsent, suspendConsents } from "./consent.ts";
import type { Know } from "../sql/concerned-persons.ts";
import { concernedPage } from "./concerned.ts";
import { catalogueFingerprint, inspectionFingerprint } from "./catalogue-fingerprint.ts";
import { readCatalogue } from "./catalogue.ts";
import { openSessions, type Sessions } from "./connect-pool.ts";
import { correct } from "./correct.ts";
import { operationalError } from "./database-error.ts";
import { erase } from "./erase.ts";
import { canRestrict, guardCheck, guardInstall, guardPlan } from "./guard.ts";
import { identifiersOf } from "./identifiers.ts";
import { blocks, inspect } from "./inspect.ts";
import { locate } from "./locate.ts";
import { prepareWork } from "./ownership-prepare.ts";
import { compileOwnership, type OwnershipPlan } from "./ownership.ts";
import { preview } from "./preview.ts";
import { lift, restrict, restrictedRows } from "./restrict.ts";
import { residueOf } from "./residue.ts";
import { storeKeysOf } from "./store-keys.ts";
import { sweep, sweepPreview } from "./sweep.ts";
import { termsOf } from "./terms.ts";
import { presentValues } from "./values.ts";
import { dropWork, temporaryWork } from "./work.ts";

const abilities: Abilities = {
  kind: "postgres",
  read: true,
  erase: true,
  rehearsal: true,
  guard: true,
  searchEverywhere: true,
  correct: true,
};

/**
 * Connects to a PostgreSQL database (15 or newer) with the mapping of one system. Throws OperationalError:
 * `database-address`, `database-unreachable`, `database-too-old`, `permission-denied`, `tls-refused`. The address is
 * kept in the pool and said nowhere. Every task first asks whether the catalogue changed, because the shop goes on being
 * built; if so, it is read anew.
 */
export async function connectPostgres(options: ConnectOptions): Promise<ConnectedSystem> {
  const sessions = await openSessions(options.url, options.system.schema);
  const inspected = inspections(options);
  return {
    name: options.system.name,
    abilities: {
      ...abilities,
      get restrict() {
        return inspected.canRestrict();
      },
    },
    ...tasks(options, sessions, inspected),
    ...restricting(options, sessions, inspected),
    ...guard(options, sessions),
  };
}

interface Inspections {
  of(client: PoolClient): Promise<readonly Problem[]>;
  /** What can be done depends on what is installed in the database, which may change while we are connected. */
  canRestrict(): boolean;
}

/** Inspecting reads all of the catalogue, and every plan asks for it several times: done again when anything in it changed. */
function inspections({ policy, system }: ConnectOptions): Inspections {
  let last:
    | { readonly fingerprint: string; readonly problems: readonly Problem[]; readonly restrict: boolean }
    | undefined;
  return {
    of: async (client) => {
      const fingerprint = await inspectionFingerprint(client, system.schema);
      if (last?.fingerprint !== fingerprint)
        last = {
          fingerprint,
          problems: await inspect(client, policy, system),
          restrict: await canRestrict(client, policy, system),
        };
      return last.problems;
    },
    canRestrict: () => last?.restrict ?? false,
  };
}

/** What every task on a person needs: the mapping compiled against the database as it is now. */
function contextsOf({ policy, system, digest }: ConnectOptions) {
  const terms = (rule: string) => holdTerms(policy, rule);
  let last: { readonly fingerprint: string; readonly plan: OwnershipPlan } | undefined;
  return async (client: PoolClient, mode: "working" | "reading" = "working") => {
    // Asked before it is read: a change in between is met by the next task.
    const fingerprint = await catalogueFingerprint(client, system.schema);
    if (last?.fingerprint !== fingerprint)
      last = { fingerprint, plan: compileOwnership(await readCatalogue(client, system.schema), system) };
    // Before any transaction, so that the session keeps its working tables.
    if (mode === "working") await prepareWork(client, last.plan, temporaryWork());
    return { plan: last.plan, policy, terms, ...(digest === undefined ? {} : { digest }) };
  };
}

type ContextOf = ReturnType<typeof contextsOf>;

type Guard = "guardPlan" | "guardInstall" | "guardCheck";

type Restricting = "inspect" | "restrict" | "lift" | "restricted";

/** Whether there is a guard is asked with the mapping, before anybody counts on it, and again before a row is put on its list. */
function restricting(
  options: ConnectOptions,
  sessions: Sessions,
  inspected: Inspections,
): Pick<Required<ConnectedSystem>, Restricting> {
  const { policy, system } = options;
  const contextOf = contextsOf(options);
  return {
    inspect: () => sessions.use("Inspecting the database", async (client) => [...(await inspected.of(client))]),
    restrict: (order) =>
      sessions.use("Restricting", async (client) =>
        (await canRestrict(client, policy, system))
          ? restrict(client, await contextOf(client), order)
          : refuse(
              "blocked",
              `The guard of restricted rows is not whole in ${system.name}. Nothing was changed. Run \`gestand guard ${system.name}\`, then go on.`,
            ),
      ),
    lift: (order) =>
      sessions.use("Lifting a restriction", async (client) => lift(client, await contextOf(client), order)),
    restricted: (subject) =>
      sessions.use("Asking what is restricted", async (client) =>
        restrictedRows(client, await contextOf(client), subject),
      ),
  };
}

function tasks(
  options: ConnectOptions,
  sessions: Sessions,
  inspected: Inspections,
): Omit<ConnectedSystem, "name" | "abilities" | Guard | Restricting> {
  const contextOf = contextsOf(options);
  const inspectedFor = async (client: PoolClient, action: "access" | "erasure"): Promise<Problem[]> =>
    (await inspected.of(client)).filter((problem) => blocks(problem, action));
  return {
    locate: (emails, known = []) =>
      sessions.transaction("Looking up an address", "read only", async (client) => {
        const { plan } = await contextOf(client, "reading");
        const { policy, digest } = options;
        return locate(client, plan, { emails, known, onBehalf: policy.onBehalf ?? [], ...(digest && { digest }) });
      }),
    preview: (action: "access" | "erasure", subject: Subject, today: LocalDate) =>
      sessions.use("The dry run", async (client) => {
        const inspected = await inspectedFor(client, action);
        return preview(client, await contextOf(client), { action, subject, today, inspected });
      }),
    answer: (subject, only) => answerOf(contextOf, sessions, subject, only),
    identifiers: (subject) =>
      sessions.use("Gathering identifiers", async (client) => identifiersOf(client, await contextOf(client), subject)),
    storeKeys: (subject, today) =>
      sessions.use("Asking by what stores know the person", async (client) =>
        storeKeysOf(client, await contextOf(client), subject, today),
      ),
    erase: (order) => sessions.use("Erasing", async (client) => erase(client, await contextOf(client), order)),
    correct: (order) => sessions.use("Correcting", async (client) => correct(client, await contextOf(client), order)),
    residue: (identifiers, scope) =>
      sessions.use("Looking again", async (client) => residueOf(client, await contextOf(client), identifiers, scope)),
    terms: (days) =>
      sessions.transaction("Counting rows past their term", "read only", async (client) =>
        termsOf(client, (await contextOf(client, "reading")).plan, options.policy, days),
      ),
    sweepPreview: (table, today) =>
      sessions.transaction("Looking at rows past their term", "read only", async (client) =>
        sweepPreview(client, await contextOf(client, "reading"), table, today),
      ),
    sweep: (order) =>
      sessions.use("Sweeping", async (client) => sweep(client, await contextOf(client, "reading"), order)),
    values: (categories) => valuesOf(options, sessions, categories),
    concerned: (wanted, after) => concernedOf(options, contextOf, sessions, wanted, after),
    consents: consentsOf(options, contextOf, sessions),
    forget: (plan: PlanId) => sessions.use("Dropping working tables", (client) => dropWork(client, plan)),
    close: () => sessions.close(),
  };
}

function consentsOf({ system }: ConnectOptions, contextOf: ContextOf, sessions: Sessions): ConsentRows {
  const catalogueOf = (client: PoolClient) => readCatalogue(client, system.schema);
  return {
    count: (record, boundary) =>
      sessions.transaction("Counting consents", "read only", async (client) =>
        countConsents(client, await catalogueOf(client), record, boundary),
      ),
    suspend: (order) =>
      sessions.use("Putting consents out of force", async (client) =>
        suspendConsents(client, await catalogueOf(client), order),
      ),
    renew: (fresh) =>
      sessions.use("Recording a consent", async (client) => renewConsent(client, await contextOf(client), fresh)),
    end: (ended) =>
      sessions.use("Ending a consent", async (client) => endConsent(client, await contextOf(client), ended)),
  };
}

/** Keeps a session while it is read; whoever stops early gives it back by leaving the loop. */
async function* valuesOf(options: ConnectOptions, sessions: Sessions, categories: readonly string[]) {
  const client = await sessions.take("Reading identifying values");
  let whole = false;
  try {
    const catalogue = await readCatalogue(client, options.system.schema);
    yield* presentValues(client, catalogue, options.system.tables, categories);
    whole = true;
  } catch (error) {
    throw operationalError(error, "Reading identifying values");
  } finally {
    client.release(!whole);
  }
}

/** Persons of one page. */
const personsTogether = 1_000;

/** Each page in a transaction of its own: between two of them nothing is held. */
async function* concernedOf(
  { policy }: ConnectOptions,
  contextOf: ContextOf,
  sessions: Sessions,
  wanted: readonly WantedPersons[],
  from: ConcernedPlace | undefined,
) {
  const know: Know = (identity, stored) => knownAs(policy, identity, stored);
  for (let after = from, last = false; !last; ) {
    const page = await sessions.transaction("Finding whom a change concerns", "read only", async (client) => {
      const { plan } = await contextOf(client, "reading");
      return concernedPage(client, plan, wanted, { know, after, rows: personsTogether });
    });
    yield page.batch;
    after = page.batch.next;
    last = page.last;
  }
}

/** An answer keeps its session until it is closed. */
async function answerOf(
  contextOf: ContextOf,
  sessions: Sessions,
  subject: Subject,
  only: readonly OnlyTable[] | undefined,
): Promise<Answer> {
  const attempted = "Reading the answer";
  const client = await sessions.take(attempted);
  let released = false;
  const release = (broken: boolean): void => {
    if (released) return;
    released = true;
    client.release(broken);
  };
  try {
    return await openAnswer(client, await contextOf(client, "reading"), subject, release, only);
  } catch (error) {
    release(true);
    throw operationalError(error, attempted);
  }
}

function guard({ policy, system }: ConnectOptions, sessions: Sessions): Pick<ConnectedSystem, Guard> {
  return {
    guardPlan: () => sessions.use("Planning the guard", (client) => guardPlan(client, policy, system)),
    guardInstall: () =>
      sessions.transaction("Installing the guard", "read write", (client) => guardInstall(client, policy, system)),
    guardCheck: () =>
      sessions.transaction("Checking the guard", "always roll back", (client) => guardCheck(client, policy, system)),
  };
}
