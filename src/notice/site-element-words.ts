/** Words beside the fields of a form. */
import type { Language } from "#base";

interface FormWords {
  readonly purpose: (purposes: string) => string;
  readonly optional: (data: string) => string;
  readonly needed: (data: string) => string;
  readonly interest: (interests: string) => string;
  readonly recipients: (parties: string) => string;
  readonly nobody: string;
  readonly rights: string;
  /** Beside one field. */
  readonly must: string;
  readonly may: string;
}

export const formWords: Readonly<Record<Language, FormWords>> = {
  nl: {
    purpose: (purposes) => `Hiervoor gebruiken wij uw gegevens: ${purposes}.`,
    optional: (data) => `Dit hoeft u niet in te vullen: ${data}.`,
    needed: (data) => `Dit hebben wij nodig: ${data}.`,
    interest: (interests) => `Ons belang daarbij: ${interests}.`,
    recipients: (parties) => `Wie uw gegevens krijgt: ${parties}.`,
    nobody: "niemand buiten ons",
    rights: "U kunt uw gegevens inzien, verbeteren en laten wissen, en bezwaar maken.",
    must: "Dit hebben wij nodig.",
    may: "Dit hoeft u niet in te vullen.",
  },
  en: {
    purpose: (purposes) => `We use your data for this: ${purposes}.`,
    optional: (data) => `You need not fill this in: ${data}.`,
    needed: (data) => `We need this: ${data}.`,
    interest: (interests) => `Our interest in it: ${interests}.`,
    recipients: (parties) => `Who gets your data: ${parties}.`,
    nobody: "nobody outside our company",
    rights: "You can see your data, correct it and have it erased, and object.",
    must: "We need this.",
    may: "You need not fill this in.",
  },
};
