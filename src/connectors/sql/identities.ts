/** By which columns somebody is known, and the spellings in which a database may keep what it should have made small. */
import type { PersonPath, Table } from "#policy";

type IsPath = Extract<PersonPath, { kind: "is" }>;

/** More letters than this are spelt in small letters and in capitals alone: every further one doubles the spellings. */
const lettersSpelt = 6;

/** Letters of LATIN1 or WIN1252 whose capital is of neither: a database in that encoding refuses a text that has it. */
const capitalElsewhere = new Set("ÿµƒ");

/**
 * An address or identity in small letters, and as a database writes it whose `lower` knows the letters of ASCII only (locale
 * C): each other letter may have stayed a capital. Only the text itself when it is of ASCII. The text comes first.
 */
export function capitalForms(text: string): string[] {
  const letters = Array.from(text);
  const capitalsOf = letters.map((one) => {
    const capital = one.toUpperCase();
    return one > "\u007f" && capital !== one && capital.length === one.length && !capitalElsewhere.has(one)
      ? capital
      : undefined;
  });
  const places = capitalsOf.flatMap((capital, at) => (capital === undefined ? [] : [at]));
  const spelt = (isCapital: (place: number) => boolean) =>
    letters.map((one, at) => (isCapital(places.indexOf(at)) ? (capitalsOf[at] ?? one) : one)).join("");
  if (places.length > lettersSpelt) return [text, spelt(() => true), spelt((place) => place === 0)];
  return Array.from({ length: 2 ** places.length }, (_, chosen) =>
    spelt((place) => place >= 0 && ((chosen >> place) & 1) === 1),
  );
}

/** Identities beside e-mail by which rows of the table are found. */
export function otherIdentities({
  mapping,
}: {
  readonly mapping: Table;
}): readonly { identity: string; column: string }[] {
  return [...mapping.person, ...mapping.alsoAbout].flatMap((path) => {
    if (path.kind === "is") return path.known ?? [];
    return path.kind === "identity" && path.identity !== "email"
      ? [{ identity: path.identity, column: path.column }]
      : [];
  });
}

/** Columns of an anchor by which persons are found, e-mail first. */
export function knownColumns({ email, known = [] }: IsPath): readonly { identity: string; column: string }[] {
  return [...(email === undefined ? [] : [{ identity: "email", column: email }]), ...known];
}
