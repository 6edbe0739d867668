import type { Ability, Call, RecordDeclaration } from "./declaration.ts";

/** Whether there is a call for it. A record that stays by declaration counts as dealt with. */
export function offers(record: RecordDeclaration, ability: Ability): boolean {
  const found = record.find.every(({ list }) => list !== undefined);
  if (ability === "find") return found;
  if (ability === "read") return record.read !== undefined || found;
  if (ability === "erase") return record.erase !== undefined || record.stays !== undefined;
  return record.correct !== undefined;
}

/** Every call of a declaration that changes something or is only made after a record was found. */
export function callsOf(record: RecordDeclaration): readonly Call[] {
  const changes = [record.erase, record.correct?.change].filter((change) => change !== undefined);
  return [
    ...(record.read === undefined ? [] : [record.read]),
    ...changes.flatMap(({ call, unless, completes }) => [
      call,
      ...[unless, completes?.ask, completes?.proceed?.call].filter((one) => one !== undefined),
    ]),
  ];
}
