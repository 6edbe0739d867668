import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type LocalDate, localDate, parsePeriod } from "#base";
import { calendarOf } from "./holidays/calendars.ts";
import {
  acknowledgeBy,
  authorityFor,
  breachDeadline,
  breachDutiesOf,
  type ConsentFor,
  consentAge,
  dueUnder,
  extendedUntil,
  holidaysIn,
  isConfirmed,
  keepUntil,
  outerBound,
  type RegimeId,
  type RequestFacts,
  type Right,
  retentionDuty,
  rightNames,
  transferGround,
  type Wait,
  type WaitKind,
} from "./index.ts";

const folder = new URL("../../cases/law/", import.meta.url);

/** A row of a table: its cells by the head of their column. */
type Row = Readonly<Record<string, string>>;

/** Every table of a file, by the heading above it. */
function tables(file: string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  let heading = "";
  let head: readonly string[] | undefined;
  for (const line of readFileSync(new URL(file, folder), "utf8").split("\n")) {
    if (line.startsWith("## ")) heading = line.slice(3);
    const cells = line.startsWith("|")
      ? line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim())
      : undefined;
    if (cells === undefined) head = undefined;
    else if (head === undefined) {
      head = cells;
      found.set(heading, []);
    } else if (!/^-+$/.test(cells[0] ?? "")) {
      expect(cells, line).toHaveLength(head.length);
      found.get(heading)?.push(Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
    }
  }
  return found;
}

function rows(file: string, heading: string): readonly Row[] {
  const found = tables(file).get(heading) ?? [];
  if (found.length === 0) throw new Error(`${file} has no table under "${heading}"`);
  return found;
}

const laws: Readonly<Record<string, RegimeId>> = {
  GDPR: "eu-gdpr",
  "UK GDPR": "uk-gdpr",
  FADP: "ch-fadp",
  CCPA: "us-ca-ccpa",
  "Shine the Light": "us-ca-shine-the-light",
  "NRS 603A": "us-nv-603a",
  PIPEDA: "ca-pipeda",
  "Law 25": "ca-qc-law25",
};

function lawsOf(text = ""): readonly RegimeId[] {
  return text.split(", ").map((name) => laws[name] ?? expect.fail(`no law is called "${name}"`));
}

function rightOf(text = ""): Right {
  const named = (Object.keys(rightNames) as Right[]).find((right) => right === text || rightNames[right].en === text);
  return named ?? expect.fail(`no right is called "${text}"`);
}

/** `identity 2026-03-03 – 2026-03-10; clarification 2026-03-12`. */
function waitsOf(text = ""): readonly Wait[] {
  if (text === "") return [];
  return text.split("; ").map((each): Wait => {
    const [kind, asked, , answered] = each.split(" ");
    const wait = { kind: kind as WaitKind, askedOn: localDate(asked ?? "") };
    return answered === undefined ? wait : { ...wait, answeredOn: localDate(answered) };
  });
}

function factsOf(row: Row): RequestFacts {
  return { right: rightOf(row["Right"]), receivedOn: localDate(row["Received"] ?? ""), waits: waitsOf(row["Waiting"]) };
}

test("every file of cases about the law is run", () => {
  expect(readdirSync(folder).toSorted()).toEqual([
    "ages.md",
    "authorities.md",
    "breach.md",
    "deadlines.md",
    "holidays.md",
    "retention.md",
    "transfers.md",
  ]);
});

describe("the last day to answer", () => {
  test.each(rows("deadlines.md", "Uiterste dag van het antwoord · Last day to answer"))(
    "$Law, $Right, received $Received: $Why",
    (row) => {
      const promise = row["Promised"] === "" ? undefined : parsePeriod(row["Promised"] ?? "");
      const due = dueUnder(factsOf(row), lawsOf(row["Law"]), promise);
      if (row["Due"] === "–") {
        expect(due).toBeUndefined();
        return;
      }
      expect(due?.on).toBe(row["Due"]);
      expect(due?.because).toBe(row["Because of"]);
      const legal = due?.reasons.find((reason) => reason.kind === "law")?.on as LocalDate;
      expect(outerBound(legal, row["Place"] ?? "")).toBe(row["Outer"]);
      if (due?.because === "law") expect(due.reasons[0].article).toContain(row["Article"]);
      else expect(row["Article"]).toBe("");
    },
  );
});

describe("the last day after an extension", () => {
  test.each(rows("deadlines.md", "Verlenging · Extension"))("$Law, $Right, received $Received: $Why", (row) => {
    const extended = extendedUntil(factsOf(row), lawsOf(row["Law"])[0] as RegimeId);
    if (row["Extended"] === "–") {
      expect(extended).toBeUndefined();
      return;
    }
    expect(extended?.on ?? "open").toBe(row["Extended"]);
    expect(extended?.tellBy).toBe(row["Tell by"]);
    expect(extended?.article).toBe(row["Article"]);
  });
});

describe("the last day to acknowledge", () => {
  test.each(rows("deadlines.md", "Ontvangstbevestiging · Acknowledgement"))(
    "$Law, $Right, received $Received: $Why",
    (row) => {
      const acknowledged = acknowledgeBy(factsOf(row), lawsOf(row["Law"])[0] as RegimeId);
      expect(acknowledged?.on ?? "–").toBe(row["Acknowledge by"]);
      if (acknowledged !== undefined) expect(acknowledged.article).toContain(row["Article"]);
    },
  );
});

describe("how long a document is kept", () => {
  test.each(rows("retention.md", "Bewaren tot en met · Keep through"))("$Duty, of $[Document of]: $Why", (row) => {
    const duty = retentionDuty(row["Duty"] ?? "") ?? expect.fail(`no duty is called ${row["Duty"]}`);
    const bookYear = row["Book year ends"] ?? "";
    const facts = { on: localDate(row["Document of"] ?? "") };
    expect(keepUntil(duty, bookYear === "" ? facts : { ...facts, bookYearEndsOn: localDate(bookYear) })).toBe(
      row["Keep through"],
    );
    expect(duty.article).toBe(row["Article"]);
  });
});

describe("from which age a person consents", () => {
  test.each(rows("ages.md", "Leeftijd · Age"))("$Place on $On, $For: $Age", (row) => {
    const found = consentAge(row["Place"] ?? "", localDate(row["On"] ?? ""), row["For"] as ConsentFor);
    if (row["Age"] === "unknown") {
      expect(found).toBeUndefined();
      return;
    }
    expect(String(found?.age ?? "–")).toBe(row["Age"]);
    expect(found?.below).toBe(row["Below it"]);
    expect(found !== undefined && isConfirmed(found) ? "yes" : "no").toBe(row["Confirmed"]);
    expect(found?.article).toBe(row["Article"]);
  });
});

describe("who is told of a breach, and by when", () => {
  test.each(rows("breach.md", "Melden · Telling"))("$Law, $To, aware at $[Aware at]: $Why", (row) => {
    const awareAt = new Date(row["Aware at"] ?? "");
    const told = row["Persons told on"] ?? "";
    const on = localDate((row["Aware at"] ?? "").slice(0, 10));
    const [duty, ...more] = breachDutiesOf(lawsOf(row["Law"])[0] as RegimeId, on).filter(
      (each) => each.to === row["To"],
    );
    expect(more).toEqual([]);
    if (duty === undefined) expect.fail("no duty of that kind holds on that day");
    const deadline = breachDeadline(duty, {
      awareAt,
      timeZone: row["Time zone"] ?? "",
      ...(told === "" ? {} : { personsToldOn: localDate(told) }),
    });
    expect(duty.article).toBe(row["Article"]);
    switch (deadline.kind) {
      case "instant":
        expect(deadline.at.toISOString().replace(":00.000Z", "Z")).toBe(row["By"]);
        break;
      case "day":
        expect(deadline.on).toBe(row["By"]);
        break;
      case "words":
        expect(deadline.urgency.en).toBe(row["By"]);
        break;
      case "not-begun":
        expect("not begun").toBe(row["By"]);
    }
  });
});

describe("by which right data leaves the EEA", () => {
  test.each(rows("transfers.md", "Grond · Ground"))("$Country on $On: $Ground", (row) => {
    const ground = transferGround(row["Country"] ?? "", localDate(row["On"] ?? ""));
    expect(ground.kind).toBe(row["Ground"]);
    expect("decision" in ground ? ground.decision.article : "").toBe(row["Article"]);
  });
});

describe("where a person complains", () => {
  test.each(rows("authorities.md", "Toezichthouder · Authority"))("$Place: $Authority", (row) => {
    const found = authorityFor(row["Place"] ?? "");
    expect(found?.name ?? "–").toBe(row["Authority"]);
    expect(found?.article ?? "").toBe(row["Article"]);
  });
});

describe("public holidays", () => {
  for (const [place, years] of tables("holidays.md"))
    test.each(years)(`of ${place} in $Year`, (row) => {
      const days = holidaysIn(place, Number(row["Year"])).map((holiday) =>
        isConfirmed(holiday) ? holiday.on.slice(5) : `(${holiday.on.slice(5)})`,
      );
      expect(days.join(" ")).toBe(row["Days"]);
      expect(calendarOf(place)?.article).toBe(row["Article"]);
    });
});
