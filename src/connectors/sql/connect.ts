import type { LocalDate, Problem } from "#base";
import { holdTerms, type Policy } from "#policy";
import type {
  Answer,
  ConcernedPlace,
  ConnectedSystem,
  ConnectOptions,
  OnlyTable,
  Subject,
  WantedPersons,
} from "../contract.ts";
import { openAnswer } from "./answer.ts";
import { concernedPage } from "./concerned.ts";
import { correct } from "./correct.ts";
import { consentsOf } from "./consents.ts";
import type { Catalogue } from "./catalogue-types.ts";
import type { Engine, Session } from "./dialect.ts";
import { erase } from "./erase.ts";
import { identifiersOf } from "./identifiers.ts";
import { blocks, inspectSql } from "./inspect-sql.ts";
import { locate } from "./locate.ts";
import { compileOwnership } from "./ownership.ts";
import { preview } from "./preview.ts";
import { residueOf } from "./residue.ts";
import { storeKeysOf } from "./store-keys.ts";
import { presentValues } from "./values.ts";
import { sweep, sweepPreview } from "./sweep-run.ts";
import { termsOf } from "./terms.ts";
import { dropWork, prepareWork, temporaryWork } from "./work.ts";

/** Everything that a system can do, over an engine. Each task reads the catalogue, because the product goes on being built. */
export function connectSql(engine: Engine, options: ConnectOptions): ConnectedSystem {
  const { policy, system, digest } = options;
  const { dialect } = engine;
  const terms = (rule: string) => holdTerms(policy, rule);
  const contextOf = async (session: Session) => {
    const catalogue = withDocuments(await engine.catalogue(session), options);
    const compiled = compileOwnership(catalogue, system, (name) => dialect.qualified(name));
    const plan = { ...compiled, problems: [...compiled.problems, ...engine.unfit(catalogue, system)] };
    return { engine, plan, policy, terms, digest };
  };
  const inspect = async (session: Session): Promise<Problem[]> =>
    inspectSql(session, engine, policy, system, withDocuments(await engine.catalogue(session), options));
  return {
    name: system.name,
    abilities: engine.abilities,
    inspect: () => engine.use("Inspecting the database", inspect),
    locate: (emails, known = []) =>
      engine.use("Looking up an address", async (session) => {
        const { plan } = await contextOf(session);
        const reading = { dialect, plan, work: temporaryWork(dialect), registered: false };
        // Whose rows they are is asked along, and needs the working tables, empty as they are.
        await prepareWork(session, reading);
        return locate(session, reading, { emails, known, digest });
      }),
    preview: (action: "access" | "erasure", subject: Subject, today: LocalDate) =>
      engine.use("The dry run", async (session) => {
        const inspected = (await inspect(session)).filter((problem) => blocks(problem, action));
        return preview(session, await contextOf(session), { action, subject, today, inspected });
      }),
    answer: (subject, only) => answerOf(engine, contextOf, subject, only),
    identifiers: (subject) =>
      engine.use("Gathering identifiers", async (session) => identifiersOf(session, await contextOf(session), subject)),
    erase: (order) => engine.use("Erasing", async (session) => erase(session, await contextOf(session), order)),
    residue: (identifiers, scope) =>
      engine.use("Looking again", async (session) => residueOf(session, await contextOf(session), identifiers, scope)),
    ...keeping(engine, policy, contextOf),
    values: (categories) => valuesOf(engine, contextOf, system.tables, categories),
    concerned: (wanted, after) => concernedOf(engine, contextOf, wanted, after),
    consents: consentsOf(engine, contextOf),
    correct: (order) => engine.use("Correcting", async (session) => correct(session, await contextOf(session), order)),
    storeKeys: (subject, today) =>
      engine.use("Asking by what stores know the person", async (session) =>
        storeKeysOf(session, await contextOf(session), subject, today),
      ),
    forget: (plan) =>
      engine.use("Dropping working tables", async (session) => {
        const { schema } = await engine.catalogue(session);
        await dropWork(session, dialect, schema, plan);
      }),
    ...noGuard(system.name),
    close: () => engine.close(),
  };
}

function keeping(
  engine: Engine,
  policy: Policy,
  contextOf: ContextOf,
): Pick<ConnectedSystem, "terms" | "sweepPreview" | "sweep"> {
  const { dialect } = engine;
  return {
    terms: (days) =>
      engine.use("Counting rows past their term", async (session) =>
        termsOf(session, { dialect, plan: (await contextOf(session)).plan }, policy, days),
      ),
    sweepPreview: (table, today) =>
      engine.use("Looking at rows past their term", async (session) =>
        sweepPreview(session, { engine, policy, plan: (await contextOf(session)).plan }, table, today),
      ),
    sweep: (order) =>
      engine.use("Sweeping", async (session) =>
        sweep(session, { engine, policy, plan: (await contextOf(session)).plan }, order),
      ),
  };
}

export type ContextOf = (session: Session) => Promise<Parameters<typeof openAnswer>[1]>;

/** A text in which the policy names members is a document, whatever the database calls it. */
function withDocuments(catalogue: Catalogue, { system }: ConnectOptions): Catalogue {
  const relations = new Map(catalogue.relations);
  for (const { name, columns } of system.tables) {
    const relation = relations.get(name);
    if (relation === undefined) continue;
    const documents = columns.filter(({ json }) => json.length > 0).map((column) => column.name);
    const described = new Map(relation.columns);
    for (const column of documents) {
      const known = described.get(column);
      if (known?.family === "text" || known?.family === "other") described.set(column, { ...known, family: "json" });
    }
    relations.set(name, { ...relation, columns: described });
  }
  return { ...catalogue, relations };
}

/** An answer keeps its session until it is closed. */
async function answerOf(
  engine: Engine,
  contextOf: ContextOf,
  subject: Subject,
  only: readonly OnlyTable[] | undefined,
): Promise<Answer> {
  const { session, release } = await engine.take("Reading the answer");
  let released = false;
  const once = (broken: boolean): void => {
    if (!released) release(broken);
    released = true;
  };
  try {
    return await openAnswer(session, await contextOf(session), subject, once, only);
  } catch (error) {
    once(true);
    throw engine.operationalError(error, "Reading the answer");
  }
}

async function* valuesOf(
  engine: Engine,
  contextOf: ContextOf,
  tables: Parameters<typeof presentValues>[3],
  categories: readonly string[],
) {
  const { session, release } = await engine.take("Reading identifying values");
  let whole = false;
  try {
    const { plan } = await contextOf(session);
    yield* presentValues(session, engine, plan, tables, categories);
    whole = true;
  } catch (error) {
    throw engine.operationalError(error, "Reading identifying values");
  } finally {
    release(!whole);
  }
}

/** Persons of one page. */
const personsTogether = 1_000;

/** Each page in a session of its own: between two of them nothing is held. */
async function* concernedOf(
  engine: Engine,
  contextOf: ContextOf,
  wanted: readonly WantedPersons[],
  from: ConcernedPlace | undefined,
) {
  for (let after = from, last = false; !last; ) {
    const page = await engine.use("Finding whom a change concerns", async (session) =>
      concernedPage(session, await contextOf(session), wanted, { after, rows: personsTogether }),
    );
    yield page.batch;
    after = page.batch.next;
    last = page.last;
  }
}

/** These databases have no row security by which held rows could be hidden from some and not from others. */
function noGuard(system: string): Pick<ConnectedSystem, "guardPlan" | "guardInstall" | "guardCheck"> {
  return {
    guardPlan: async () => [],
    guardInstall: async () => undefined,
    guardCheck: async () => ({
      installed: false,
      visible: [],
      problems: [
        {
          code: "guard-not-able",
          severity: "error",
          message: `The database of ${system} cannot hide rows from some of its users, so held rows stay visible to staff.`,
          remedy: "Give staff views without held rows instead of the tables, or take `hiddenFrom` out of the rule.",
          path: `systems.${system}`,
        },
      ],
    }),
  };
}
