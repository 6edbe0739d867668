/** Problems as a person reads them: place first, what is wrong, what to write instead. */
import { relative } from "node:path";
import type { Problem } from "#base";

export function problemLines(problems: readonly Problem[]): string {
  return problems.map(line).join("");
}

function line(problem: Problem): string {
  const at =
    problem.at === undefined ? "" : `${relative(".", problem.at.file)}:${problem.at.line}:${problem.at.column}: `;
  const article = problem.article === undefined ? "" : ` (${problem.article})`;
  return `${at}${problem.severity}: ${problem.message}${article}\n    ${problem.remedy}\n`;
}

/** "2 errors, 1 warning, 0 notes" */
export function tally(problems: readonly Problem[]): string {
  const count = (severity: Problem["severity"], word: string) => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return `${number} ${word}${number === 1 ? "" : "s"}`;
  };
  return [count("error", "error"), count("warning", "warning"), count("note", "note")].join(", ");
}
