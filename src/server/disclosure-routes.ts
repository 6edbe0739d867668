/** The ledger of disclosures in the console: the report of a year, its files, and what authorities demanded. */
import { type Context, Hono } from "hono";
import { csvLine, isLocalDate, localDate, localDateOf, Personal } from "#base";
import { type DemandFilled, disclosuresPage, type DisclosureSaid, disclosureTexts } from "#console";
import { categoriesOf, type DisclosureReport, publicReport } from "#recipients";
import { consoleFrame } from "./console-frames.ts";
import { yearIn } from "./disclosure-endpoints.ts";
import { formOf, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

/** In a report for everybody; fewer could be recognised. */
const atLeastPersons = 10;

export function disclosureRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { store, policy } = parts;
  const { disclosures } = parts.recipients;
  const thisYear = () => Number(localDateOf(parts.clock.now(), policy.timeZone).slice(0, 4));
  const show = async (c: Context<Env>, said?: DisclosureSaid, filled: DemandFilled = {}) => {
    const report = await disclosures.report(yearIn(c.req.query("year")) ?? thisYear());
    const demands = await disclosures.demands(store.reader);
    const shown = { report, demands, categories: categoriesOf(policy), said, filled };
    return page(c, disclosuresPage(consoleFrame(parts, c), shown), filled.email === undefined ? 200 : 422);
  };
  routes.get("/", (c) => show(c, saidIn(c, disclosureTexts.en.said)));
  routes.get("/:file{[12][0-9]{3}(\\.public)?\\.(csv|json)}", async (c) => {
    const file = c.req.param("file");
    const report = await disclosures.report(Number(file.slice(0, 4)));
    const headers = { "content-disposition": `attachment; filename="disclosures-${file}"` };
    if (file.endsWith(".csv"))
      return c.body(csvOf(report), 200, { ...headers, "content-type": "text/csv; charset=utf-8" });
    const made = file.includes(".public.") ? publicReport(report, atLeastPersons) : report;
    return c.body(`${JSON.stringify(made, null, 2)}\n`, 200, { ...headers, "content-type": "application/json" });
  });
  routes.post("/", async (c) => {
    const form = await formOf(c);
    const [email, party, authority, legalBasis, on, mayTell] = (
      ["email", "party", "authority", "legalBasis", "on", "mayTell"] as const
    ).map((name) => textOf(form, name)) as [string, string, string, string, string, string];
    const categories = categoriesOf(policy).filter((name) => textOf(form, `category-${name}`) === "yes");
    const filled = { email, party, authority, legalBasis, on, mayTell, categories };
    if (!isLocalDate(on)) return show(c, "day", filled);
    // Whoever says nothing says no: telling cannot be taken back.
    const said = { email: new Personal(email), party, authority, legalBasis, categories, on: localDate(on) };
    const done = await disclosures.recordDemand({ ...said, mayTell: mayTell === "yes" }, c.get("member").id);
    return done.ok ? c.redirect("/console/disclosures?said=recorded", 303) : show(c, done.reason, filled);
  });
  routes.post("/tell", async (c) => {
    const id = Number(textOf(await formOf(c), "demand"));
    const told = Number.isSafeInteger(id) && (await disclosures.allowTelling(id, c.get("member").id));
    return c.redirect(`/console/disclosures?said=${told ? "telling" : "unknown"}`, 303);
  });
  return routes;
}

/** As the table on the page, with the words of the interface. */
export function csvOf({ lines, demands }: DisclosureReport): string {
  const head = ["recipient", "purpose", "ground", "disclosures", "persons", "erased since", "not allowed", "not told"];
  const given = lines.map((line) => [
    line.recipient,
    line.purpose ?? "",
    line.ground,
    ...[line.disclosures, line.persons, line.erasedSince, line.notAllowed].map(String),
    "",
  ]);
  const demanded = demands.map(({ party, answered, notTold }) => {
    const counts = [String(answered), "", "", "", String(notTold)];
    return [party, "", "legal-demand", ...counts];
  });
  return [head, ...given, ...demanded].map(csvLine).join("");
}
