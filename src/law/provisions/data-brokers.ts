import { type Cited, from, seen } from "../source.ts";
import { amount, entry, medium, type Provision, type Quantity } from "./provision.ts";

function deleteAct(what: string, nl: string, en: string, quantity: Quantity, more: Partial<Cited> = {}): Provision {
  const cited = seen("Civ. Code 1798.99.86 (SB 362)", {
    ...from("2026-08-01"),
    ...more,
    note: "Only who sells data of people with whom they have no direct relationship. People can ask since 1 January 2026.",
  });
  return entry("data-brokers", `us-ca-ccpa.delete-act-${what}`, nl, en, cited, quantity);
}

/** The Delete Act of California; it binds only who sells data of strangers. */
export const dataBrokers: readonly Provision[] = [
  deleteAct("poll", "het platform DROP raadplegen elke", "consult the DROP platform every", amount(45, "day")),
  deleteAct("process", "verzoeken daaruit verwerken binnen", "process its requests within", amount(45, "day")),
  deleteAct(
    "report",
    "melden wat ermee gebeurde binnen",
    "report what became of them within",
    amount(90, "day"),
    medium,
  ),
  deleteAct("fine", "boete per verzoek per dag", "fine for each request and day", amount(200, "USD")),
];
