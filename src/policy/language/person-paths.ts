/** Whose row it is, as written: references, steps over several tables, and what people are known by. */
import { isSeq } from "yaml";
import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { type Kind, type Placed, report, type Word } from "../grammar/kind.ts";
import { clip, oneOf, textKind } from "../grammar/values.ts";
import type { Reference } from "../model.ts";
import { parseReference } from "./path-text.ts";
import { databaseName, nameOf } from "./words.ts";

/** A path from a row to a person, as written; names of persons are resolved later. */
export type PathWritten = Placed &
  (
    | {
        readonly kind: "is";
        readonly person: KindWritten;
        readonly email: Word | undefined;
        readonly emailSince: Word | undefined;
        readonly known: readonly { readonly identity: Word; readonly column: Word }[];
      }
    | {
        readonly kind: "identity";
        readonly person: KindWritten;
        /** An e-mail address when left out. */
        readonly identity: Word | undefined;
        readonly column: Word;
        readonly digest: boolean;
      }
    | { readonly kind: "reference"; readonly reference: Reference }
    | { readonly kind: "via"; readonly steps: readonly (Reference & Placed)[] }
  );

export interface KindWritten {
  readonly column: Word | undefined;
  /** The value in that column, and which kind of person it means. */
  readonly persons: readonly { readonly equals: string; readonly person: Word }[];
}

/** A kind of person; or which kind it is by the value in a column of the row. */
const kindOfPerson: Kind<KindWritten> = either(
  changed(
    nameOf("a kind of person"),
    (person): KindWritten => ({ column: undefined, persons: [{ equals: "", person }] }),
  ),
  changed(
    mapping({
      name: "Kind by column",
      doc: "Which kind of person a row is about, when a column says so. A value that is not listed may mean any of them.",
      example: "person: {is: {column: type, values: {C: customer, S: supplier}}, email: email}",
      members: {
        column: need(databaseName("a column"), "The column that says it."),
        values: need(
          named({ what: "a value", kind: nameOf("a kind of person") }),
          "Which kind of person each value means.",
        ),
      },
    }),
    ({ column, values }, node, place): KindWritten | undefined => {
      const persons = values.flatMap(({ name, value }) =>
        value === undefined ? [] : [{ equals: name.text, person: value }],
      );
      if (values.length > 0) return persons.length === 0 ? undefined : { column, persons };
      return report(node, place, {
        code: "wrong-value",
        message: "No value says which kind of person it means.",
        remedy: "Write values: {<value>: <kind of person>}.",
      });
    },
  ),
);

const referencePath: Kind<PathWritten> = textKind<PathWritten>({
  expects: "a reference such as customer_id -> customers",
  label: "`column -> table`",
  schema: { pattern: "->" },
  parse: (value, node, place) => {
    const parsed = parseReference(value);
    if (parsed.ok) return { kind: "reference", reference: parsed.value, at: place.reader.at(node), path: place.path };
    return {
      code: "bad-reference",
      wrong: `"${clip(value)}" is not a reference: ${parsed.wrong}.`,
      remedy: "Write column -> table, (a, b) -> table(a, b), or add: when column = value.",
    };
  },
});

const step: Kind<Reference & Placed> = textKind<Reference & Placed>({
  expects: "a step such as order_id -> orders",
  label: "`column -> table`",
  schema: { pattern: "->" },
  parse: (value, node, place) => {
    const parsed = parseReference(value);
    if (parsed.ok) return { ...parsed.value, at: place.reader.at(node), path: place.path };
    return {
      code: "bad-reference",
      wrong: `"${clip(value)}" is not a step: ${parsed.wrong}.`,
      remedy: "Write column -> table, (a, b) -> table(a, b), or add: when column = value.",
    };
  },
});

const steps = changed(list(step), (read, node, place) => {
  // A step that could not be read was told already.
  const written = isSeq(node) ? node.items.length : 1;
  if (written > 1) return read.length === written ? read : undefined;
  return report(node, place, {
    code: "bad-reference",
    message: "A path of one step needs no via.",
    remedy: "Write the step itself: column -> table.",
  });
});

const viaPath: Kind<PathWritten> = changed(
  mapping({
    name: "Via",
    marked: "via",
    doc: "The row belongs to whoever is reached by several steps, each from the table where the one before ended. The last step ends at a table with a path to a person; whose rows the tables between are does not matter. Every column of a key must be equal.",
    example: 'person: {via: [team_id -> teams, "id -> memberships(team_id)", user_id -> users]}',
    members: { via: need(steps, "The steps, in order.") },
  }),
  ({ via, at, path }): PathWritten => ({ kind: "via", steps: via, at, path }),
);

const isPath = changed(
  mapping({
    name: "Is person",
    marked: "is",
    doc: "Each row of the table is a person.",
    example: "person: {is: customer, email: email, emailSince: email_changed_at}",
    members: {
      is: need(kindOfPerson, "Which kind; or by which column of the row."),
      email: may(databaseName("a column"), "The column with the e-mail address by which the person is found."),
      emailSince: may(databaseName("a column"), "The column that says since when the address is on file."),
      phone: may(
        databaseName("a column"),
        "The column with the telephone number by which the person is found; needs `identities: {phone: {}}`.",
      ),
      identities: may(
        named({ what: "an identity", kind: databaseName("a column") }),
        "Columns by which the person is found, by the names under `identities`.",
      ),
    },
  }),
  ({ is, email, emailSince, phone, identities, at, path }): PathWritten => ({
    kind: "is",
    person: is,
    email,
    emailSince,
    known: [
      ...(phone === undefined ? [] : [{ identity: phoneAt(phone), column: phone }]),
      ...(identities ?? []).flatMap(({ name, value }) =>
        value === undefined ? [] : [{ identity: name, column: value }],
      ),
    ],
    at,
    path,
  }),
);

/** The word `phone` is the name of the identity. */
function phoneAt({ at, path }: Placed): Word {
  return { text: "phone", at, path };
}

const emailPath = changed(
  mapping({
    name: "Identity",
    marked: "email",
    doc: "The row belongs to whoever has this e-mail address.",
    example: "person: {email: email_copy, of: guest}",
    members: {
      email: need(databaseName("a column"), "The column with the address."),
      of: need(kindOfPerson, "Which kind of person it then is; or by which column of the row."),
      digest: may(
        oneOf(["keyed"], "a form of digest"),
        "`keyed`: the column holds a keyed digest instead of the address.",
      ),
    },
  }),
  ({ email, of, digest, at, path }): PathWritten => ({
    kind: "identity",
    person: of,
    identity: undefined,
    column: email,
    digest: digest !== undefined,
    at,
    path,
  }),
);

const phonePath = changed(
  mapping({
    name: "Phone",
    marked: "phone",
    doc: "The row belongs to whoever has this telephone number, however it is written; needs `identities: {phone: {}}`.",
    example: "person: {phone: caller_number, of: guest}",
    members: {
      phone: need(databaseName("a column"), "The column with the number."),
      of: need(kindOfPerson, "Which kind of person it then is; or by which column of the row."),
    },
  }),
  ({ phone, of, at, path }): PathWritten => ({
    kind: "identity",
    person: of,
    identity: phoneAt(phone),
    column: phone,
    digest: false,
    at,
    path,
  }),
);

const ownIdentityPath = changed(
  mapping({
    name: "Own identity",
    marked: "identity",
    doc: "The row belongs to whoever is known by this, such as a customer number.",
    example: "person: {identity: customer-number, column: customer_no, of: customer}",
    members: {
      identity: need(nameOf("an identity"), "Which one, by its name under `identities`."),
      column: need(databaseName("a column"), "The column that holds it."),
      of: need(kindOfPerson, "Which kind of person it then is; or by which column of the row."),
    },
  }),
  ({ identity, column, of, at, path }): PathWritten => ({
    kind: "identity",
    person: of,
    identity,
    column,
    digest: false,
    at,
    path,
  }),
);

const identityPath = either(phonePath, either(ownIdentityPath, emailPath));

export const personPaths = list(either(referencePath, either(viaPath, either(isPath, identityPath))));
