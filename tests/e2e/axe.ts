import axe from "axe-core";
import type { Page } from "../harness/browser.ts";

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** WCAG 2.2 A and AA and best practices; every finding counts. */
export async function axeViolations(
  page: Page,
): Promise<readonly { id: string; help: string; at: readonly string[] }[]> {
  // Through the debugger rather than a script element, which the page's own policy forbids.
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)",
  );
  return (found as Violation[]).map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
  }));
}
