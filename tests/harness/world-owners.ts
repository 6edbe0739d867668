/** Whose rows the rows of a random world are: an independent, naive reading in memory, row by row. Used by tests only. */
import { isPath, keyTexts, type World, worldNumbers, type WorldPath, type WorldRow } from "./world.ts";

interface Row {
  readonly table: number;
  readonly row: WorldRow;
  readonly key: string;
  readonly owners: Set<string>;
  outside: boolean;
}

function address(row: Row): string | undefined {
  return row.row.email?.trim().toLowerCase();
}
/** As whom an identity of the row names somebody; a text that is not surely one number names nobody. */
function namedBy({ byPhone }: WorldPath, row: Row): string {
  return byPhone === true ? `number ${worldNumbers[row.row.phone ?? ""]}` : `address ${address(row)}`;
}

/** Keys of the person's rows by table; one that is somebody else's too ends with ` shared`. */
export function expectedRows(world: World): Record<string, string[]> {
  const { mine } = readWorld(world);
  return byTable(world, mine, (row) => `${row.key}${row.outside ? " shared" : ""}`);
}

/** Keys of the rows that a copy shows: all of them, but none that *is* another person. */
export function copiedRows(world: World): Record<string, string[]> {
  const { mine, another } = readWorld(world);
  return byTable(
    world,
    mine.filter((row) => !another(row)),
    (row) => row.key,
  );
}

function byTable(world: World, rows: readonly Row[], text: (row: Row) => string): Record<string, string[]> {
  return Object.fromEntries(
    world.tables.map((_, at) => [
      `t${at}`,
      rows
        .filter((row) => row.table === at)
        .map(text)
        .sort(),
    ]),
  );
}

/** Row by row, owner by owner: whose is it? Shares nothing with the statements under test. */
function readWorld(world: World): { readonly mine: readonly Row[]; readonly another: (row: Row) => boolean } {
  const rows = world.tables.flatMap((table, at) =>
    table.rows.map(
      (row): Row => ({ table: at, row, key: keyTexts(table, row).join("/"), owners: new Set(), outside: false }),
    ),
  );
  const targets = (row: Row, path: WorldPath, p: number): Row[] => {
    const width = path.byCode ? 1 : (world.tables[path.target]?.keyTypes.length ?? 0);
    const wanted = (row.row.refs[p] ?? []).slice(0, width);
    if (path.when !== undefined && row.row.kind !== path.when) return [];
    if (wanted.some((value) => value === null)) return [];
    return rows.filter(
      (other) =>
        other.table === path.target &&
        (path.byCode ? [other.row.code] : other.row.key).every((value, at) => value !== null && value === wanted[at]),
    );
  };
  const leads = (row: Row, path: WorldPath, p: number) =>
    path.kind === "is" ||
    (path.kind === "identity"
      ? (path.byPhone === true ? (row.row.phone ?? null) : row.row.email) !== null
      : targets(row, path, p).length > 0);
  /** The deciding path and all that add owners, each with its position. */
  const asked = (row: Row): [WorldPath, number][] => {
    const table = world.tables[row.table];
    if (table === undefined) return [];
    const person = table.person.map((path, p): [WorldPath, number] => [path, p]);
    const deciding = person.find(([path, p]) => leads(row, path, p));
    const also = table.alsoAbout
      .map((path, p): [WorldPath, number] => [path, p + table.person.length])
      .filter(([path, p]) => leads(row, path, p));
    return deciding === undefined ? also : [deciding, ...also];
  };
  const settle = (step: (row: Row) => boolean) => {
    for (let again = true; again; ) again = rows.map(step).some(Boolean);
  };
  settle((row) => {
    const size = row.owners.size;
    for (const [path, p] of asked(row)) {
      if (path.kind === "is") row.owners.add(`row t${row.table} ${row.key}`);
      else if (path.kind === "identity") row.owners.add(namedBy(path, row));
      else for (const target of targets(row, path, p)) for (const owner of target.owners) row.owners.add(owner);
    }
    return row.owners.size > size;
  });
  const chosen = new Set([
    ...world.subject.emails.map((email) => `address ${email}`),
    ...(world.subject.known ?? []).map(({ spellings }) => `number ${spellings[0]}`),
    ...world.subject.anchors.map((anchor) => `row ${anchor.table} ${anchor.key.join("/")}`),
  ]);
  const mine = (row: Row) => [...row.owners].some((owner) => chosen.has(owner));
  /** The row is a person of its own, and not the one that was chosen. */
  const another = (row: Row) =>
    asked(row).some(([path, p]) => path.kind === "is" && p < (world.tables[row.table]?.person.length ?? 0)) &&
    !chosen.has(`row t${row.table} ${row.key}`);
  const contested = new Set(
    rows.filter(another).flatMap((row) => [`address ${address(row)}`, namedBy({ ...isPath, byPhone: true }, row)]),
  );
  settle((row) => {
    const before = row.outside;
    row.outside ||=
      [...row.owners].some((owner) => !chosen.has(owner) || contested.has(owner)) ||
      asked(row).some(
        ([path, p]) => path.kind === "reference" && targets(row, path, p).some((t) => !mine(t) || t.outside),
      );
    return row.outside !== before;
  });
  return { mine: rows.filter(mine), another };
}
