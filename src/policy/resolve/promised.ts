import type { Localized } from "#base";
import type { keep as keepKind } from "../language/keep.ts";
import type { promiseNotes, statements, waivers } from "../language/promised.ts";
import type { KeepRule, PromiseNote, Statement, Until, Waiver } from "../model.ts";
import type { ReadBy } from "./declarations.ts";
import type { Names } from "./names.ts";
import { present } from "./present.ts";
import { dutyOf } from "./purposes.ts";

export function keepOf(read: ReadBy<typeof keepKind> | undefined, names: Names): readonly KeepRule[] {
  return (read ?? []).flatMap(({ name, value }): KeepRule[] => {
    if (value === undefined) return [];
    const { hold } = value;
    if (hold !== undefined && value.until.kind !== "law")
      names.report(hold.at, hold.path, {
        code: "hold-without-law",
        message: `The rule "${name.text}" holds data against erasure without a law that obliges it.`,
        remedy: "Write until: {law: nl.tax.records} (the duty that applies), or leave the hold out.",
        article: "GDPR art. 17(3)(b)",
      });
    const until = untilOf(value.until, names);
    if (until === undefined) return [];
    return [
      {
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          title: value.title && names.texts(value.title),
          until,
          hold: hold && {
            hiddenFrom: [...new Set((hold.hiddenFrom ?? []).map((role) => role.text))],
            readableBy: [...new Set((hold.readableBy ?? []).map((role) => role.text))],
            ...names.declaredBy(hold, hold.at),
          },
          // oxlint-disable-next-line unicorn/no-thenable -- a word of the language; never awaited
          then: value.then,
        }),
      },
    ];
  });
}

function untilOf(
  written: Exclude<ReadBy<typeof keepKind>[number]["value"], undefined>["until"],
  names: Names,
): Until | undefined {
  switch (written.kind) {
    case "relationship-ends":
      return written;
    case "after":
      return present({ ...written, called: written.called && names.texts(written.called) });
    case "law": {
      const duty = dutyOf(written.duty, names);
      return duty === undefined ? undefined : { kind: "law", duty };
    }
    case "longest":
      return {
        kind: "longest",
        of: written.of.map((end) => untilOf(end, names)).filter((end) => end !== undefined && end.kind !== "longest"),
      };
  }
}

export function statementsOf(read: ReadBy<typeof statements> | undefined, names: Names): readonly Statement[] {
  return (read ?? []).flatMap(({ name, value }): Statement[] => {
    if (value === undefined) return [];
    const says: Localized = names.texts(value.says);
    return [{ name: name.text, under: value.under, ...names.declaredBy(value, name.at), says }];
  });
}

export function waiversOf(read: ReadBy<typeof waivers> | undefined): readonly Waiver[] {
  return (read ?? []).map(({ promise, finding, by, reason, until, at }) => ({
    ...present({
      promise: promise?.text,
      finding: finding && present({ code: finding.code, in: finding.in }),
    }),
    by,
    reason,
    untilOn: until,
    at: promise?.at ?? finding?.at ?? at,
  }));
}

export function notesOf(read: ReadBy<typeof promiseNotes> | undefined, names: Names): readonly PromiseNote[] {
  return (read ?? []).flatMap(({ name, value }): PromiseNote[] =>
    value === undefined ? [] : [{ promise: name.text, ...names.declaredBy(value, name.at) }],
  );
}
