import { describe, expect, test } from "vitest";
import { promisesOf, recipientsFor } from "../index.ts";
import { parsePolicy } from "../parse.ts";
import { changed, findingCodes, placeOf, policyIn, sample } from "../testing.ts";

const general = changed(
  "    holdsWhen: [shop.shipments]\n",
  "    holdsWhen: [shop.shipments]\n    subprocessors: general\n",
);
const behind = (lines: string, text = general) => changed("rights:\n  access", `${lines}rights:\n  access`, text);
const depot =
  "  depot: {party: Example Depot, role: processor, engagedBy: parcels, country: DE, contract: {signed: 2025-01-01, expires: 2026-06-01, terms: [security]}}\n";
const vans =
  "  vans: {party: Example Vans, role: processor, engagedBy: depot, country: NL, for: fulfil-order, receives: address}\n";

describe("a recipient behind a recipient", () => {
  test("stands after the one that engages it, and has from it what it does not say itself", () => {
    const { recipients } = policyIn(behind(`${vans}${depot}`));
    expect(
      recipients.map(({ name, engagedBy, purposes, receives, holdsWhen }) => [
        name,
        engagedBy,
        purposes,
        receives,
        holdsWhen.length,
      ]),
    ).toEqual([
      ["parcels", undefined, ["fulfil-order"], ["name", "address"], 1],
      ["depot", "parcels", ["fulfil-order"], ["name", "address"], 1],
      ["vans", "depot", ["fulfil-order"], ["address"], 1],
    ]);
  });

  test("is named beside a copy exactly when the one that engages it has data of the person", () => {
    const policy = policyIn(behind(`${depot}${vans}`));
    const named = (holds: readonly string[]) =>
      recipientsFor(policy, { categories: ["address"], holds }).map(({ recipient }) => recipient.name);
    expect(named([])).toEqual([]);
    expect(named(["parcels", "depot", "vans"])).toEqual(["parcels", "depot", "vans"]);
  });

  test("is in the notice with who engages it, and its own contract", () => {
    const promises = promisesOf(policyIn(behind(depot))).filter(({ id }) => id.startsWith("recipients.depot."));
    expect(promises.map(({ id, statement }) => [id, statement.en])).toEqual([
      [
        "recipients.depot.listed",
        "Example Parcels B.V. engages Example Depot and passes this on: name and address. When you ask for access, we tell you whether data of yours is there.",
      ],
      [
        "recipients.depot.contract",
        expect.stringMatching(/^Example Parcels B\.V\. has a contract with Example Depot\./),
      ],
    ]);
  });

  test("is held to what holds for every recipient, and to the permission and the data of the one before it", () => {
    expect(findingCodes(behind(depot))).toContain("contract-expired");
    expect(findingCodes(behind(vans.replace("engagedBy: depot", "engagedBy: parcels")))).toContain(
      "processor-without-contract",
    );
    const invoices = depot.replace("country: DE", "country: DE, for: bookkeeping, receives: invoice");
    expect(findingCodes(behind(invoices))).toContain("engaged-for-more");
    const none = changed("subprocessors: general", "subprocessors: none", general);
    expect(findingCodes(behind(depot, none))).toContain("engaged-without-permission");
    const another = changed("subprocessors: general", "subprocessors: [Another]", general);
    expect(findingCodes(behind(depot, another))).toContain("engaged-without-permission");
    const controller = changed("    role: processor\n", "    role: controller\n", general);
    expect(findingCodes(behind(depot, controller))).toContain("engaged-by-no-processor");
    const clean = findingCodes(behind(depot.replace("2026-06-01", "2028-06-01"))).filter((code) =>
      code.startsWith("engaged"),
    );
    expect(clean).toEqual([]);
    // Whoever says nothing of the parties it engages, engages those that are declared.
    expect(findingCodes(behind(depot, sample))).not.toContain("engaged-without-permission");
    expect(policyIn(behind(depot, sample)).recipients[0]?.subprocessors).toEqual(["Example Depot"]);
  });

  test.each([
    ["of nobody", depot.replace("parcels", "parcel"), "unknown-recipient", "parcel,", /"parcels"/],
    ["of itself", depot.replace("parcels", "depot"), "circular-recipient", "depot, country", /Leave engagedBy out/],
    [
      "outside the EEA without a safeguard",
      depot.replace("DE", "IN"),
      "transfer-without-safeguard",
      "depot:",
      /safeguard/,
    ],
  ])("%s is told where it stands", (_, lines, code, at, remedy) => {
    const text = behind(lines);
    expect(parsePolicy("policy.yaml", text).problems).toMatchObject([
      { code, at: placeOf(at, text), remedy: expect.stringMatching(remedy) },
    ]);
  });

  test("in a circle is told at each of them", () => {
    const codes = parsePolicy("policy.yaml", behind(`${depot.replace("parcels", "vans")}${vans}`)).problems.map(
      ({ code }) => code,
    );
    expect(codes).toEqual(["circular-recipient", "circular-recipient"]);
  });

  test("that nobody else engages must say what it is for and what it gets", () => {
    const text = behind(depot.replace("engagedBy: parcels, ", ""));
    expect(parsePolicy("policy.yaml", text).problems).toMatchObject([
      {
        code: "missing-word",
        message: '"recipients.depot" has no "for".',
        remedy: 'Add "for": the name of a purpose, or a list of them.',
      },
      { code: "missing-word", message: '"recipients.depot" has no "receives".' },
    ]);
  });
});
