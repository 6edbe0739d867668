/** The values that are searched for, in a table of the session: each in every form in which it is compared. */
import type { Queryable } from "./catalogue.ts";
import { capitalForms, normalised } from "./identity-sql.ts";

/** Name of the table: value, original, category, token, word, also_others. */
export const values = "pg_temp.gestand_values";

/** Shorter values are only compared whole, and only with columns of their own category. */
export const wordCharacters = 5;
/** With more values than this, looking one up costs less in an index than in a list. */
const manyValues = 100;

export interface SearchedValue {
  /** Without outer blanks and in lower case, as the database makes it. */
  readonly value: string;
  readonly category: string;
  /** The longest run of letters and digits in it. A text that holds the value as a word holds this between separators. */
  readonly token: string;
  /** Long enough to mean somebody wherever it stands as a word. */
  readonly isWord: boolean;
}

export async function putValues(
  client: Queryable,
  list: readonly { readonly category: string; readonly value: string; readonly alsoOthers?: boolean }[],
): Promise<readonly SearchedValue[]> {
  await client.query(`drop table if exists ${values}`);
  await client.query(
    `create table ${values} (value text not null, original text not null, category text not null, token text not null, word text, also_others boolean not null) on commit drop`,
  );
  // Of the further spellings those stay that `lower` of this database leaves as they are: mostly none.
  const spelt = list.flatMap((one) =>
    [...new Set([one.value, ...capitalForms(one.value.toLowerCase().trim())])].map((spelling) => ({ one, spelling })),
  );
  const put = await client.query<SearchedValue>(
    `insert into ${values} (value, original, category, token, word, also_others)
     select f.form, x.original, x.category,
       coalesce((select w from regexp_split_to_table(f.form, '[^[:alnum:]]+') w order by length(w) desc, w limit 1), ''),
       case when length(f.form) >= ${wordCharacters} then ${wordPattern("f.form")} end, bool_or(x.also)
     from unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) as x(spelling, original, category, also)
     cross join lateral (select ${normalised("x.spelling")} as value) v
     cross join lateral (select v.value union ${composed("v.value", "NFC")} union ${composed("v.value", "NFD")}) f(form)
     where f.form <> '' and (x.spelling = x.original or x.spelling = v.value) group by f.form, x.original, x.category
     returning value, category, token, word is not null as "isWord"`,
    [
      spelt.map(({ spelling }) => spelling),
      spelt.map(({ one }) => one.value),
      spelt.map(({ one }) => one.category),
      spelt.map(({ one }) => one.alsoOthers === true),
    ],
  );
  if (put.rows.length > manyValues)
    await client.query(`create index on ${values} (value); create index on ${values} (token)`);
  await client.query(`analyze ${values}`);
  return put.rows;
}

/** The value as a word of its own: `an@x.nl` is not found in `jan@x.nl`. What is no letter or digit is escaped. */
function wordPattern(value: string): string {
  const escaped = `regexp_replace(${value}, '([^[:alnum:]])', '\\\\\\1', 'g')`;
  return `'(?<![[:alnum:]_%+.-])' || ${escaped} || '(?![[:alnum:]_%+-]|[.][[:alnum:]])'`;
}

/** An accent may be stored as a sign of its own. Other encodings than UTF-8 do not know the difference. */
function composed(value: string, form: "NFC" | "NFD"): string {
  return `select case when current_setting('server_encoding') = 'UTF8' then normalize(${value}, ${form}) else ${value} end`;
}
