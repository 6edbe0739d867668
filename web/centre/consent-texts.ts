/** Words of the page where a person consents anew. */
import type { Language } from "#base";

interface ConsentTexts {
  readonly title: string;
  readonly lead: (since: string) => string;
  readonly choice: (purpose: string) => string;
  readonly data: string;
  readonly recipients: string;
  readonly nobody: string;
  readonly changes: string;
  readonly yes: string;
  readonly no: string;
  readonly free: string;
  readonly withdraw: string;
  readonly notice: string;
  readonly send: string;
  readonly leave: string;
  readonly thanks: string;
  readonly answered: Readonly<Record<"yes" | "no", string>>;
  readonly gone: string;
  readonly goneText: string;
  readonly tooMany: string;
}

const nl: ConsentTexts = {
  title: "Geeft u opnieuw toestemming?",
  lead: (since) =>
    `Vanaf ${since} doen wij meer dan waarvoor u eerder toestemming gaf. Wat u eerder koos, telt dan niet meer. Kies hier opnieuw.`,
  choice: (purpose) => `Mogen wij dit doen: ${purpose}?`,
  data: "Welke gegevens wij gebruiken",
  recipients: "Wie ze ook krijgt",
  nobody: "niemand",
  changes: "Wat er verandert",
  yes: "Ja, dat mag",
  no: "Nee, dat mag niet",
  free: "U hoeft niets te kiezen. Kiest u niets of nee, dan doen wij het niet. Dat heeft geen nadeel voor u.",
  withdraw: "Zegt u ja, dan kunt u dat altijd weer intrekken.",
  notice: "Lees de hele privacyverklaring",
  send: "Mijn keuze opslaan",
  leave: "Sluiten",
  thanks: "Uw keuze is opgeslagen.",
  answered: { yes: "U koos: ja, dat mag.", no: "U koos: nee, dat mag niet." },
  gone: "Deze link werkt niet",
  goneText: "De link is verlopen of niet volledig. Zonder uw toestemming doen wij niets. Vragen? Mail naar",
  tooMany: "Er is te vaak geprobeerd. Wacht een uur en probeer het opnieuw.",
};

const en: ConsentTexts = {
  title: "Do you consent again?",
  lead: (since) =>
    `From ${since} on we do more than you consented to before. What you chose before then no longer counts. Choose again here.`,
  choice: (purpose) => `May we do this: ${purpose}?`,
  data: "Which data we use",
  recipients: "Who else gets them",
  nobody: "nobody",
  changes: "What changes",
  yes: "Yes, you may",
  no: "No, you may not",
  free: "You need not choose anything. If you choose nothing or no, we do not do it. That has no disadvantage for you.",
  withdraw: "If you say yes, you can always withdraw it again.",
  notice: "Read the whole privacy notice",
  send: "Save my choice",
  leave: "Close",
  thanks: "Your choice was saved.",
  answered: { yes: "You chose: yes, you may.", no: "You chose: no, you may not." },
  gone: "This link does not work",
  goneText: "The link has expired or is not complete. Without your consent we do nothing. Questions? Mail",
  tooMany: "This was tried too often. Wait an hour and try again.",
};

export const consentTexts: Readonly<Record<Language, ConsentTexts>> = { nl, en };
