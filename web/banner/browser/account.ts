/**
 * Whoever is signed in with the company takes their no to sale along to other browsers. Who it is says a token that the company's
 * server signed for minutes and put into the page; we keep nothing of it.
 */
import type { Surroundings } from "./surface.ts";

/** Tells what holds here, and does here what was said elsewhere. `data-gestand-account` anywhere in the page holds the token. */
export function tellAccount({ form, acts }: Surroundings, visitor: string, isOut: () => boolean): void {
  const { accountUrl } = form;
  if (accountUrl === undefined) return;
  const tell = async (token: string) => {
    const body = JSON.stringify({ token, visitor, optedOut: isOut() });
    const answer = await fetch(accountUrl, {
      method: "POST",
      body,
      credentials: "omit",
      headers: { "content-type": "text/plain" },
    });
    if (answer.ok && ((await answer.json()) as { optedOut?: boolean }).optedOut === true && !isOut())
      acts.optOut("account");
  };
  const said = document.querySelector("[data-gestand-account]")?.getAttribute("data-gestand-account");
  if (said) tell(said).catch(() => {});
}
