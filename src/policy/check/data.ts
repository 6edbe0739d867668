import type { Problem } from "#base";
import { holdings } from "../chapters/holdings.ts";
import { retentionDuty } from "#law";
import { isCategory } from "../categories.ts";
import { sweepOf } from "../decisions/keeping.ts";
import type { Column, Policy, System, Table } from "../model.ts";

/** Where data and purposes do not fit together (GDPR art. 5(1)(b), (c), (e)). */
export function dataFindings(policy: Policy): readonly Problem[] {
  return [
    ...specialFindings(policy),
    ...purposeFindings(policy),
    ...dutyFindings(policy),
    ...policy.systems.flatMap((system) => system.tables.flatMap((table) => tableFindings(policy, system, table))),
    ...unusedFindings(policy),
  ];
}

function specialFindings(policy: Policy): readonly Problem[] {
  return policy.categories
    .filter((category) => category.special && category.ground === undefined)
    .flatMap((category): Problem[] => {
      const used = policy.purposes.find((purpose) => purpose.uses.some((name) => related(name, category.name)));
      if (used === undefined) return [];
      return [
        {
          code: "special-without-ground",
          severity: "error",
          message: `"${used.name}" uses "${category.name}", a special category, and no exception of GDPR art. 9(2) is named.`,
          remedy: `Declare it: categories: {${category.name}: {ground: explicit-consent}} (the exception that applies).`,
          at: used.at,
          path: `purposes.${used.name}.uses`,
          article: "GDPR art. 9(1), 9(2)",
        },
      ];
    });
}

/** Categories that purposes use and no system holds, once systems are declared. */
function purposeFindings(policy: Policy): readonly Problem[] {
  if (policy.systems.length === 0) return [];
  const held = holdings(policy).flatMap(({ categories }) => categories);
  return policy.purposes.flatMap((purpose): Problem[] => {
    const missing = purpose.uses.filter((used) => !held.some((category) => related(category, used)));
    if (missing.length === 0) return [];
    return [
      {
        code: "purpose-without-data",
        severity: "warning",
        message: `"${purpose.name}" uses ${missing.join(", ")}, which no declared system, log, store or cookie holds.`,
        remedy: "Map the columns that hold it, declare the system it is in, or leave it out of the purpose.",
        at: purpose.at,
        path: `purposes.${purpose.name}.uses`,
        article: "GDPR art. 5(1)(c)",
      },
    ];
  });
}

/** A duty of another country, and a figure that we are not sure of, are for a person to look at. */
function dutyFindings(policy: Policy): readonly Problem[] {
  return policy.keep.flatMap((rule): Problem[] => {
    const duty = rule.until.kind === "law" ? retentionDuty(rule.until.duty) : undefined;
    if (duty === undefined) return [];
    const base = { at: rule.at, path: `keep.${rule.name}.until`, article: duty.article } as const;
    const foreign: Problem = {
      ...base,
      code: "duty-of-other-country",
      severity: "warning",
      message: `The duty "${duty.id}" is law of ${duty.country}; the organisation is in ${policy.organisation.country}.`,
      remedy: "Name the duty of the country whose law applies to you.",
    };
    const unsure: Problem = {
      ...base,
      code: "law-not-certain",
      severity: "note",
      message: `We are not certain of the figure behind "${duty.id}" (confidence ${duty.confidence}).`,
      remedy: `Have somebody look at ${duty.article}.`,
    };
    return [
      ...(duty.country !== "EU" && duty.country !== policy.organisation.country ? [foreign] : []),
      ...(duty.confidence === "high" ? [] : [unsure]),
    ];
  });
}

function tableFindings(policy: Policy, system: System, table: Table): readonly Problem[] {
  const where = { at: table.at, path: `systems.${system.name}.tables.${table.name}` } as const;
  const rule = policy.keep.find((each) => each.name === table.keep?.rule);
  const findings: Problem[] = [];
  if (table.columns.length > 0 && table.keep === undefined)
    findings.push({
      ...where,
      code: "no-term",
      severity: "warning",
      message: `No rule says how long rows of "${table.name}" are kept.`,
      remedy: 'Add "keep" with the name of a rule.',
      article: "GDPR art. 5(1)(e)",
    });
  if (table.erase === "keep" && table.columns.length > 0 && rule?.hold === undefined)
    findings.push({
      ...where,
      code: "kept-without-ground",
      severity: "warning",
      message: `Erasure leaves the rows of "${table.name}" with personal data in them, and no law is named that obliges it.`,
      remedy: "Write erase: delete or anonymise, or keep it by a rule with a hold.",
      article: "GDPR art. 17(1), 17(3)",
    });
  for (const column of table.columns) {
    const category = policy.categories.find((each) => each.name === column.category);
    const { erased, afterTerm = erased } = column;
    const atEnd = sweepOf(policy, table).does === "anonymise" && afterTerm.kind === "keep";
    const byErasure = table.erase === "anonymise" && erased.kind === "keep";
    if (category?.identifying !== true || !(atEnd || byErasure)) continue;
    findings.push({
      ...where,
      at: column.at,
      code: "identifier-kept",
      severity: "warning",
      ...(atEnd
        ? {
            message: `When its term is over, rows of "${table.name}" keep "${column.name}", a value that points at one person.`,
            remedy: "Leave out keep, or write afterTerm: null, a text, or a part of the value.",
            article: "GDPR art. 4(1), 5(1)(e)",
          }
        : {
            message: `Erasure keeps "${column.name}" of "${table.name}", a value that points at one person.`,
            remedy: "Leave out erased: keep, or write a text that replaces the value.",
            article: "GDPR art. 4(1), 17(1)",
          }),
    });
  }
  return [...findings, ...aimlessFindings(policy, table, where)];
}

function aimlessFindings(policy: Policy, table: Table, where: Pick<Problem, "at" | "path">): readonly Problem[] {
  // What is held for customers has their purposes.
  const used = [...policy.purposes.flatMap(({ uses }) => uses), ...(policy.onBehalf ?? []).flatMap(({ data }) => data)];
  const aimless = table.columns.flatMap(categoriesIn).filter((name) => !used.some((each) => related(name, each)));
  if (aimless.length === 0) return [];
  return [
    {
      ...where,
      code: "data-without-purpose",
      severity: "warning",
      message: `"${table.name}" holds ${[...new Set(aimless)].join(", ")}, which no purpose uses.`,
      remedy: "Name the purpose that uses it, or stop keeping it.",
      article: "GDPR art. 5(1)(b), 5(1)(c)",
    },
  ];
}

function unusedFindings(policy: Policy): readonly Problem[] {
  if (policy.systems.length === 0) return [];
  const tables = policy.systems.flatMap((system) => system.tables);
  const rules = policy.keep
    .filter((rule) => !tables.some((table) => table.keep?.rule === rule.name))
    .filter((rule) => ![...(policy.logs ?? []), ...(policy.stores ?? [])].some(({ keep }) => keep === rule.name))
    .map(
      (rule): Problem => ({
        code: "rule-unused",
        severity: "warning",
        message: `The rule "${rule.name}" keeps no table, log or store, so nothing carries it out.`,
        remedy: "Name it at the tables, logs or stores it is about, or leave it out.",
        at: rule.at,
        path: `keep.${rule.name}`,
      }),
    );
  const relation = policy.keep.find((rule) => rule.until.kind === "relationship-ends");
  if (relation === undefined || policy.rights.leavingErases) return rules;
  return [
    ...rules,
    {
      code: "leaving-does-nothing",
      severity: "warning",
      message: `"${relation.name}" is kept until the relationship ends, and nothing happens when a person ends it.`,
      remedy: "Write leaving: erases under rights.",
      at: policy.rights.leaving?.at ?? policy.rights.at,
      path: "rights.leaving",
      article: "GDPR art. 5(1)(e)",
    },
  ];
}

function categoriesIn(column: Column): readonly string[] {
  return [column.category, ...column.json.map((member) => member.category)];
}

/** One is the other, or a part of it. */
function related(a: string, b: string): boolean {
  return isCategory(a, b) || isCategory(b, a);
}
