/** The letter that asks whether it was you. It promotes nothing: it is no consent, and may not advertise for one. */
import { dateText, type Language, type LocalDate, say } from "#base";
import type { Policy } from "#policy";

interface Asked {
  readonly purposes: readonly string[];
  readonly link: string;
  readonly until: LocalDate;
}
interface Letter {
  readonly subject: string;
  readonly text: string;
}

function whatFor(policy: Policy, language: Language, purposes: readonly string[]): string {
  return policy.purposes
    .filter((purpose) => purposes.includes(purpose.name))
    .map(({ title }) => `– ${say(title, language)}`)
    .join("\n");
}

export function signUpLetter(policy: Policy, language: Language, { purposes, link, until }: Asked): Letter {
  const name = policy.organisation.name;
  const what = whatFor(policy, language, purposes);
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

/** To whoever has parental responsibility. It says nothing of the child: whose address this is nobody has shown. */
export function parentLetter(policy: Policy, language: Language, { purposes, link, until }: Asked): Letter {
  const name = policy.organisation.name;
  const what = whatFor(policy, language, purposes);
  const day = dateText(until, language);
  return language === "nl"
    ? {
        subject: "Mag uw kind dit?",
        text: `Iemand wil zich aanmelden bij ${name} en is te jong om dat zonder ouder te doen. Uw e-mailadres is opgegeven als dat van een ouder. Het gaat om:\n\n${what}\n\nHebt u het gezag over dit kind en vindt u het goed? Bevestig het dan met deze link, vóór ${day}:\n\n${link}\n\nZonder uw bevestiging gebruiken wij de gegevens niet. Hebt u geen kind dat dit vroeg, of vindt u het niet goed? Dan hoeft u niets te doen. Wij vergeten de aanmelding dan vanzelf.`,
      }
    : {
        subject: "May your child do this?",
        text: `Somebody wants to sign up at ${name} and is too young to do so without a parent. Your e-mail address was given as that of a parent. It is about:\n\n${what}\n\nDo you have parental responsibility for this child, and do you agree? Then confirm it by this link, before ${day}:\n\n${link}\n\nWithout your confirmation we do not use the data. Is there no child of yours who asked for this, or do you not agree? Then you need not do anything. We forget the sign-up by ourselves.`,
      };
}
