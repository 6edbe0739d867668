/** What is wrong with forms: fields nobody uses, fields that must be filled in and need not. */
import type { Problem } from "#base";
import { isCategory } from "../categories.ts";
import type { Policy, Purpose } from "../model.ts";
import type { Form } from "./forms.ts";

export function formProblems(form: Form, policy: Policy): readonly Problem[] {
  const purposes = policy.purposes.filter((purpose) => form.purposes.includes(purpose.name));
  return [...unusedProblems(form, purposes), ...requiredProblems(form, purposes), ...interestProblems(form, purposes)];
}

function warning(form: Form, made: Pick<Problem, "code" | "message" | "remedy" | "article">): Problem {
  return { ...made, severity: "warning", at: form.at, path: `forms.${form.name}` };
}

function using(category: string, purposes: readonly Purpose[]): readonly Purpose[] {
  return purposes.filter(({ uses }) => uses.some((used) => isCategory(category, used) || isCategory(used, category)));
}

function unusedProblems(form: Form, purposes: readonly Purpose[]): readonly Problem[] {
  return form.asks
    .filter(({ category }) => using(category, purposes).length === 0)
    .map(({ category }) =>
      warning(form, {
        code: "asked-without-purpose",
        message: `"${form.name}" asks ${category}, which none of its purposes uses.`,
        remedy: "Do not ask it, or name the purpose that uses it.",
        article: "GDPR art. 5(1)(b), 5(1)(c)",
      }),
    );
}

/** Who must give something hears what happens otherwise. Consent to use it would not be free, unless that one thing needs it. */
function requiredProblems(form: Form, purposes: readonly Purpose[]): readonly Problem[] {
  const silent = form.asks
    .filter((each) => each.required)
    .map(({ category }) => ({ category, used: using(category, purposes) }))
    .filter(({ used }) => used.length > 0 && used.every(({ required }) => required === undefined));
  const consenting = silent.filter(({ used }) => used.every(({ basis }) => basis.kind === "consent"));
  const others = silent.filter((each) => !consenting.includes(each)).map(({ category }) => category);
  return [
    ...consenting.map(({ category }) =>
      warning(form, {
        code: "consent-required",
        message: `"${form.name}" requires ${category}, which is used with consent only.`,
        remedy: "Make it optional, or say in the purpose what cannot be done without it.",
        article: "GDPR art. 7(4), 13(2)(e)",
      }),
    ),
    ...(others.length === 0
      ? []
      : [
          warning(form, {
            code: "required-without-consequence",
            message: `"${form.name}" requires ${others.join(", ")}, and no purpose says what happens without it.`,
            remedy: "Add required: {consequence: …} to the purpose.",
            article: "GDPR art. 13(2)(e)",
          }),
        ]),
  ];
}

function interestProblems(form: Form, purposes: readonly Purpose[]): readonly Problem[] {
  const tellsInterest = form.tells?.is.includes("interest") === true;
  if (!tellsInterest || purposes.some(({ basis }) => basis.kind === "legitimate-interest")) return [];
  return [
    warning(form, {
      code: "no-interest-to-tell",
      message: `"${form.name}" tells which interest there is, and none of its purposes rests on one.`,
      remedy: 'Leave "interest" out.',
      article: "GDPR art. 13(1)(d)",
    }),
  ];
}
