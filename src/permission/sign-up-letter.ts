/** The letter that asks whether it was you. It promotes nothing: it is no consent, and may not advertise for one. */
import { dateText, type Language, type LocalDate, say } from "#base";
import type { Policy } from "#policy";

export function signUpLetter(
  policy: Policy,
  language: Language,
  { purposes, link, until }: { readonly purposes: readonly string[]; readonly link: string; readonly until: LocalDate },
): { readonly subject: string; readonly text: string } {
  const name = policy.organisation.name;
  const what = policy.purposes
    .filter((purpose) => purposes.includes(purpose.name))
    .map(({ title }) => `– ${say(title, language)}`)
    .join("\n");
  const day = dateText(until, language);
  return language === "nl"
    ? {
        subject: "Klopt uw aanmelding?",
        text: `Iemand meldde zich met dit e-mailadres aan bij ${name}, voor:\n\n${what}\n\nWas u dat? Bevestig het dan met deze link, vóór ${day}:\n\n${link}\n\nWas u het niet, of wilt u het niet meer? Dan hoeft u niets te doen. Wij vergeten de aanmelding dan vanzelf, en u krijgt hierover geen mail meer.`,
      }
    : {
        subject: "Did you sign up?",
        text: `Somebody signed up with this e-mail address at ${name}, for:\n\n${what}\n\nWas it you? Then confirm it by this link, before ${day}:\n\n${link}\n\nWas it not you, or have you changed your mind? Then you need not do anything. We forget the sign-up by ourselves, and you get no more mail about it.`,
      };
}
