/** What staff recorded of telling people in another way than by mail. */
import type { LocalDate } from "#base";
import { type Reader, sql } from "#store";
import type { ToldOtherwise, WayToTell } from "./contract.ts";

/** Every line, oldest first. */
export async function linesOf(reader: Reader, version: number): Promise<readonly ToldOtherwise[]> {
  const { rows } = await sql<LineRow>`
    select l.line, l.how, l.persons, to_char(l.told_on, 'YYYY-MM-DD') as told_on, l.recorded_at, u.line is not null as undone
    from announcement_told_otherwise l
    left join announcement_told_otherwise u on u.version = l.version and u.undoes = l.line
    where l.version = ${version} and l.undoes is null order by l.line`.execute(reader.db);
  return rows.map(({ line, how, persons, told_on, recorded_at, undone }) => ({
    line,
    how,
    persons,
    on: told_on,
    recordedAt: recorded_at,
    undone,
  }));
}

interface LineRow {
  readonly line: number;
  readonly how: WayToTell;
  readonly persons: number;
  readonly told_on: LocalDate;
  readonly recorded_at: Date;
  readonly undone: boolean;
}

/** What counts of them: persons of the lines that nobody undid. */
export function personsIn(lines: readonly ToldOtherwise[]): number {
  return lines.reduce((sum, { persons, undone }) => sum + (undone ? 0 : persons), 0);
}
