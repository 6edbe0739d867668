/** What a record says now, against what it should say. */
import type { Correction } from "../facts-contract.ts";
import type { Call, Correcting } from "./declaration.ts";
import { same } from "./find.ts";
import { merged, textAt, withValue } from "./json-path.ts";
import type { Template } from "./template.ts";

/** The body of the call that corrects; `undefined` when nothing in the record is wrong. Fields that are right are left alone. */
export function correctionBody(
  { fields, body, inside }: Correcting,
  record: unknown,
  corrections: readonly Correction[],
): Call["body"] | undefined {
  const changes = fields.flatMap(({ category, path }) => {
    const now = textAt(path, record);
    // A correction of one table's rows says nothing of a record that is in no table.
    const wanted = corrections.find(
      (correction) =>
        correction.category === category &&
        correction.only === undefined &&
        (correction.from === null ? now === undefined : now !== undefined && same(now, correction.from)),
    );
    return wanted === undefined || now === wanted.to ? [] : [{ path, to: literally(wanted.to) }];
  });
  if (changes.length === 0) return undefined;
  if (body === "form") return { kind: "form", fields: changes.map(({ path, to }) => ({ name: path.text, value: to })) };
  const tree = changes.reduce<unknown>((all, { path, to }) => merged(all, withValue(path, to)), {});
  return { kind: "json", tree: (inside === undefined ? tree : withValue(inside, tree)) as never };
}

/** A value of a person is no template, whatever it looks like. */
function literally(text: string): Template {
  return { text, parts: [text] };
}
