import type { KeptBecause, PlanStepView, PlanView, ProblemView, StaffRequest, TableFinding } from "#api";
import { partyName } from "#policy";
import { callout, formatCount, formatDate, type Html, html, progress, statusBadge, table, type Tone } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { texts } from "./texts.ts";

/** The dry run before approval, progress while it runs, the outcome after it. The script refreshes this part while it moves. */
export function planSection(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  const { plan } = request;
  const moving = plan !== undefined && ["preparing", "approved", "running"].includes(plan.state);
  return html`<section id="plan"${moving ? html` data-refresh="1000"` : null} aria-live="polite"><h2>${t.plan}</h2>
    ${plan === undefined ? html`<p>${t.planNone}</p>` : planContent(frame, plan)}</section>`;
}

function planContent(frame: ConsoleFrame, plan: PlanView): Html {
  const t = texts[frame.language].request;
  if (plan.state === "preparing") return html`<p>${t.planPreparing}</p>`;
  const problems = [...plan.problems, ...plan.previews.flatMap((preview) => preview.problems)];
  const recipients = [...new Set(plan.previews.flatMap((preview) => preview.recipients))];
  return html`${plan.state === "blocked" ? callout("bad", html`<p><strong>${t.planBlocked}</strong></p>`) : null}
    ${problems.length === 0 ? null : problemList(problems, t.planNotes)}
    ${started(plan) ? steps(frame, plan) : null}
    ${plan.previews.map((preview) => findings(frame, preview.system, plan.action, preview.tables))}
    ${recipients.length === 0 ? null : html`<h3>${t.recipients}</h3><p>${partiesOf(frame, recipients).join(", ")}</p>`}
    <p class="hint">${t.planHash}: <span class="mono">${plan.hash}</span></p>`;
}

function started(plan: PlanView): boolean {
  return ["approved", "running", "done", "failed"].includes(plan.state);
}

/** What blocks, and what somebody must do by hand: not to be found only by opening a list of notes. */
function standsOpen({ severity, code }: ProblemView): boolean {
  return severity === "error" || code === "by-hand";
}

function problemList(problems: readonly ProblemView[], notes: string): Html {
  const order = { error: 0, warning: 1, note: 2 };
  const tone = { error: "bad", warning: "warning", note: "info" } as const;
  const sorted = [...problems].sort((a, b) => order[a.severity] - order[b.severity]);
  const serious = sorted.filter(standsOpen);
  const others = sorted.filter((problem) => !standsOpen(problem));
  const item = (problem: ProblemView) =>
    html`<li>${statusBadge(problem.severity, tone[problem.severity])} ${problem.message}<br><span class="hint">${problem.remedy}</span></li>`;
  return html`${serious.length === 0 ? null : html`<ul>${serious.map(item)}</ul>`}
    ${others.length === 0 ? null : html`<details><summary>${others.length} ${notes}</summary><ul>${others.map(item)}</ul></details>`}`;
}

function findings(
  frame: ConsoleFrame,
  system: string,
  action: PlanView["action"],
  tables: readonly TableFinding[],
): Html | null {
  const t = texts[frame.language].request;
  // Most cells are zero; what is not should catch the eye.
  const number = (count: number) =>
    count === 0 ? html`<span class="hint">–</span>` : formatCount(count, frame.language);
  const met = tables.filter((finding) => finding.rows > 0);
  const title = frame.policy.systems.find((declared) => declared.name === system)?.title[frame.language] ?? system;
  if (met.length === 0) return html`<p>${title}: 0 ${t.rows.toLowerCase()}</p>`;
  const erases = action === "erasure";
  const reads = action === "access" || action === "portability";
  const head = erases
    ? [t.table, t.rows, t.deleted, t.anonymised, t.shared, t.kept]
    : [t.table, t.rows, ...(reads ? [t.read] : []), t.shared, t.categories];
  const rows = met.map((finding) =>
    !erases
      ? [
          html`<code>${finding.table}</code>`,
          number(finding.rows),
          ...(reads ? [number(finding.read)] : []),
          number(finding.shared),
          finding.categories.join(", "),
        ]
      : [
          html`<code>${finding.table}</code>`,
          number(finding.rows),
          number(finding.deleted),
          number(finding.anonymised),
          number(finding.shared),
          kept(frame, finding),
        ],
  );
  return table({ caption: title, head, rows, numeric: erases ? [1, 2, 3, 4] : reads ? [1, 2, 3] : [1, 2] });
}

function kept(frame: ConsoleFrame, finding: TableFinding): Html {
  return html`${finding.kept.map((line) => html`${formatCount(line.rows, frame.language)}: ${reason(frame, line.because)}<br>`)}`;
}

function reason(frame: ConsoleFrame, because: KeptBecause): string {
  const t = texts[frame.language].request.keptBecause;
  return because.kind === "hold"
    ? `${t.hold} ${because.rule} ${t.until} ${formatDate(because.untilOn, frame.language)}`
    : t[because.kind];
}

const tones: Record<PlanStepView["state"], Tone> = {
  waiting: "neutral",
  running: "info",
  pending: "warning",
  done: "good",
  failed: "bad",
};

function steps(frame: ConsoleFrame, plan: PlanView): Html {
  const t = texts[frame.language].request;
  return html`<h3>${t.steps}</h3><ol class="timeline">${plan.steps.map(
    (
      step,
    ) => html`<li>${t.step[step.kind]}${step.system === undefined ? null : html` <code>${step.system}</code>`} ${statusBadge(t.stepState[step.state], tones[step.state])}
      ${step.attempt > 1 ? html` <span class="hint">${t.attempt} ${step.attempt}</span>` : null}
      ${step.progress === undefined || step.state !== "running" ? null : progress(t.step[step.kind], step.progress.done, step.progress.total)}
      ${step.error === undefined ? null : html`<br><span class="error">${step.error.message}</span>`}
      ${step.residue.length === 0 ? null : html`<br><span class="hint">${t.residue}: ${step.residue.map((found) => html`<code>${found.table}.${found.column}</code> ${found.rows}${found.because === undefined ? html` <strong class="overdue">!</strong>` : html` (${reason(frame, found.because)})`}; `)}</span>`}
      ${step.differences.length === 0 ? null : html`<br><span class="hint">${t.differences}: ${step.differences.map((difference) => html`<code>${difference.system}.${difference.table}</code> ${t.counted[difference.what] ?? difference.what}: ${difference.approved} → ${difference.found}; `)}</span>`}
      ${step.evidenceIndex === undefined ? null : html`<span class="when"><a href="/console/evidence?from=${step.evidenceIndex}">${t.logLine} ${step.evidenceIndex}</a></span>`}</li>`,
  )}</ol>`;
}

/** One party may be several recipients of the policy; people know it by its name. */
function partiesOf(frame: ConsoleFrame, recipients: readonly string[]): string[] {
  const party = (name: string) => {
    const recipient = frame.policy.recipients.find((each) => each.name === name);
    return recipient === undefined ? name : partyName(recipient, frame.language);
  };
  return [...new Set(recipients.map(party))];
}
