import { authorities, authority, authorityFor, timeZoneOf } from "#law";
import { builtInCategories } from "../categories.ts";
import type { Word } from "../grammar/kind.ts";
import type { categories as categoriesKind, purposes } from "../language/purposes.ts";
import type { organisation as organisationKind, persons as personsKind } from "../language/organisation.ts";
import type { Category, Organisation, PersonKind } from "../model.ts";
import type { Names } from "./names.ts";
import { present } from "./present.ts";

/** What reading a kind gives. */
export type ReadBy<K> = K extends { read: (...args: never[]) => infer T | undefined } ? Exclude<T, undefined> : never;

export type PurposesWritten = ReadBy<typeof purposes>;
type CategoriesWritten = ReadBy<typeof categoriesKind>;

export function organisationOf(read: ReadBy<typeof organisationKind>, names: Names): Organisation {
  const { contact } = read;
  return {
    ...names.declaredBy(read, read.at),
    ...present({
      name: read.name,
      legalName: read.legalName,
      country: read.country,
      address: read.address,
      registration: Object.fromEntries(
        (read.registration ?? []).flatMap((entry) =>
          entry.value === undefined ? [] : [[entry.name.text, entry.value]],
        ),
      ),
      website: read.website,
      authority: authorityOf(read, names),
    }),
    contact: {
      ...present({ email: contact.email, person: contact.person, phone: contact.phone }),
      ...names.declaredBy(contact, contact.at),
    },
  };
}

function authorityOf(read: ReadBy<typeof organisationKind>, names: Names): string {
  if (read.authority !== undefined) {
    if (authority(read.authority.text) === undefined)
      names.unknown(
        "authority",
        "an authority",
        read.authority,
        authorities.map((each) => each.id),
      );
    return read.authority.text;
  }
  const own = authorityFor(read.country);
  if (own === undefined) {
    names.report(read.at, "organisation", {
      code: "missing-word",
      message: `No supervisory authority is known for ${read.country}.`,
      remedy: 'Add "authority": the one that is competent for your customers, such as nl.ap.',
      article: "GDPR art. 13(2)(d)",
    });
  }
  return own?.id ?? "";
}

export function timeZoneFor(written: string | undefined, read: ReadBy<typeof organisationKind>, names: Names): string {
  const zone = written ?? timeZoneOf(read.country);
  if (zone !== undefined) return zone;
  names.report(read.at, "", {
    code: "missing-word",
    message: `${read.country} has several time zones or one that is not known.`,
    remedy: 'Add "timeZone": an IANA name such as Europe/Amsterdam.',
  });
  return "UTC";
}

export function personsOf(read: ReadBy<typeof personsKind>, names: Names): readonly PersonKind[] {
  const seen = new Set<string>();
  return read.flatMap((item): PersonKind[] => {
    const isEntry = "name" in item;
    const word: Word = isEntry ? item.name : item;
    if (seen.has(word.text)) {
      names.namedTwice(word, '"persons"');
      return [];
    }
    seen.add(word.text);
    const value = isEntry ? item.value : undefined;
    return [{ name: word.text, title: names.title(value?.title, word.text), ...names.declaredBy(value, word.at) }];
  });
}

/** The built-in categories, in house words where the policy has them, and the policy's own. */
export function categoriesOf(read: CategoriesWritten | undefined, names: Names): readonly Category[] {
  const declared = new Map((read ?? []).map((entry) => [entry.name.text, categoryOf(entry, names)]));
  const builtIn = builtInCategories.map((category) => {
    const own = declared.get(category.name);
    declared.delete(category.name);
    return own === undefined ? category : housed(category, own, read, names);
  });
  return [...builtIn, ...declared.values()];
}

/** House words change how a built-in category is called, never what it is. */
function housed(category: Category, own: Category, read: CategoriesWritten | undefined, names: Names): Category {
  const titled = read?.find((entry) => entry.name.text === category.name)?.value?.title;
  return {
    ...category,
    ...own,
    title: titled === undefined ? category.title : names.texts(titled),
    ...present({ dpv: own.dpv ?? category.dpv }),
    identifying: own.identifying || category.identifying,
    special: own.special || category.special,
  };
}

function categoryOf({ name, value }: CategoriesWritten[number], names: Names): Category {
  if (name.text === "none" || name.text === "other")
    names.report(name.at, name.path, {
      code: "bad-name",
      message: `"${name.text}" cannot be a category of personal data.`,
      remedy: 'List columns that say nothing about a person under "other".',
    });
  const special = value?.kind?.includes("special") ?? false;
  if (special && value?.ground === undefined)
    names.report(name.at, name.path, {
      code: "special-without-ground",
      message: `"${name.text}" is a special category without a ground to use it.`,
      remedy: 'Add "ground": the exception of GDPR art. 9(2) that applies, such as explicit-consent.',
      article: "GDPR art. 9(1), 9(2)",
    });
  return {
    ...present({
      name: name.text,
      title: names.title(value?.title, name.text),
      dpv: value?.dpv,
      identifying: value?.kind?.includes("identifying") ?? false,
      special,
      ground: value?.ground,
    }),
    declared: names.declaredBy(value, name.at),
  };
}
