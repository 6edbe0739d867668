import { say } from "#base";
import { type CentreFrame, centreTexts } from "#centre";
import { readConsentReceipt, verifyConsentReceipt } from "#consent";
import { verifyReceipt } from "#evidence";
import { formatInstant } from "#ui";
import type { ServerParts } from "./parts.ts";

/** Of a request, or of a choice about cookies, which then is told again. */
export function checkReceipt(
  { evidence }: Pick<ServerParts, "evidence">,
  { language, policy }: CentreFrame,
  text: string,
) {
  const choice = readConsentReceipt(text);
  if (choice === undefined) {
    const checked = verifyReceipt(text, evidence.verifierKey);
    return { ok: checked.ok, message: checked.ok ? "" : checked.message };
  }
  const checked = verifyConsentReceipt(choice, evidence.verifierKey);
  if (!checked.ok) return { ok: false, message: checked.message };
  const { receivedAt, choices } = checked.value.record;
  const titled = Object.entries(choices).map(([name, yes]) => ({
    title: say(policy.purposes.find((purpose) => purpose.name === name)?.title, language) || name,
    yes,
  }));
  return {
    ok: true,
    message: centreTexts[language].proof.choice(formatInstant(receivedAt, language, policy.timeZone), titled),
  };
}
