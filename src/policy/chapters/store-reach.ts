/** How a store is reached and by what it knows a person: the words of it, and how a pattern is read. */
import type { Location } from "#base";
import { changed, list, mapping, may, named, need } from "../grammar/collections.ts";
import { type Kind, report, wrongType } from "../grammar/kind.ts";
import { clip, oneOf, text, textKind } from "../grammar/values.ts";
import { urlFromEnvironment } from "../language/words.ts";
import type { KeyPart, KeyPattern, Reach, StoreKey } from "./stores.ts";

const kinds = ["s3", "redis", "files", "mailbox", "http"] as const;
const formats = ["whole", "ndjson", "csv", "combined"] as const;

const words = mapping({
  name: "Reach",
  doc: "How Gestand reaches a store, so that answers hold what is there and erasure erases it. Addresses and passwords stand in variables of the environment; the policy only names them.",
  example:
    "stores:\n  photos:\n    kind: objects\n    holds: image.portrait\n    of: user\n    keys: app.profiles.photo_key\n    reach: {kind: s3, url: env:PHOTOS_URL, bucket: photos}",
  members: {
    kind: need(
      oneOf(kinds, "a way to reach a store"),
      "`s3` for an object store that speaks S3, `redis`, `files` in a folder, `mailbox` over IMAP, `http` for a service with a declaration.",
    ),
    url: need(urlFromEnvironment, "The variable with the address, or with the folder."),
    bucket: may(text, "Of `s3`: the bucket."),
    format: may(
      oneOf(formats, "a format"),
      "Of `files`: `whole` when a file is one thing with a key (when left out); `ndjson`, `csv` or `combined` (a web server's log) when lines are a person's.",
    ),
    names: may(list(text), "Of `files`: which files, with `*`; all when left out."),
    erase: may(
      oneOf(["line", "fields"], "what erasure does to a line"),
      "Of `files` with lines: the whole `line` goes (when left out), or only its `fields` under `matches` are emptied.",
    ),
    folders: may(list(text), "Of `mailbox`: which folders; INBOX when left out."),
    service: may(text, "Of `http`: a declaration that comes with Gestand, such as `stripe`, or the path of your own."),
  },
});

const belongs: Readonly<Record<string, Reach["kind"]>> = {
  bucket: "s3",
  format: "files",
  names: "files",
  erase: "files",
  folders: "mailbox",
  service: "http",
};

export const reach: Kind<Reach> = changed(words, (written, node, place): Reach | undefined => {
  const { kind, url: urlFrom, bucket, format = "whole", names = ["*"], erase = "line", folders = ["INBOX"] } = written;
  const { service } = written;
  const strange = Object.entries(belongs).find(
    ([word, of]) => of !== kind && written[word as keyof typeof written] !== undefined,
  );
  if (strange !== undefined)
    return report(node, place, {
      code: "unknown-word",
      message: `"${strange[0]}" says nothing about a store that is reached by ${kind}; it belongs to ${strange[1]}.`,
      remedy: "Take it out, or write the other kind.",
    });
  if (kind === "files" && format === "whole" && written.erase === "fields")
    return report(node, place, {
      code: "wrong-value",
      message: "A whole file has no fields that could be emptied.",
      remedy: "Write the format of its lines, or leave erase out.",
    });
  const lacks =
    kind === "s3" && bucket === undefined ? "bucket" : kind === "http" && service === undefined ? "service" : "";
  if (lacks !== "")
    return report(node, place, {
      code: "missing-word",
      message: `A store that is reached by ${kind} needs "${lacks}".`,
      remedy: lacks === "bucket" ? "Name the bucket: bucket: photos." : "Name the declaration: service: stripe.",
    });
  switch (kind) {
    case "s3":
      return { kind, urlFrom, bucket: bucket ?? "" };
    case "redis":
      return { kind, urlFrom };
    case "files":
      return { kind, urlFrom, format, names, erase };
    case "mailbox":
      return { kind, urlFrom, folders };
    case "http":
      return { kind, urlFrom, service: service ?? "" };
  }
});

/** What a store calls the things of one person: `avatars/{app.profiles.id}/*`, `session:{email}:*`. */
export const keyPattern: Kind<KeyPattern> = textKind<KeyPattern>({
  expects: "a name with places for columns or identities, such as avatars/{app.profiles.id}/*",
  label: "name with `{system.table.column}` or `{email}`; `*` at its end",
  parse: (written, node, place) => {
    const at = place.reader.at(node);
    const prefix = written.endsWith("*");
    const parts = partsOf(prefix ? written.slice(0, -1) : written, at);
    if (parts === undefined)
      return {
        wrong: `"${clip(written)}" is not a name that could be filled in.`,
        remedy:
          "Close every brace, name a column as {system.table.column} or an identity as {email}, and write * only at the end.",
      };
    if (parts.every((part) => "text" in part))
      return {
        code: "names-everybody",
        wrong: `"${clip(written)}" names the same thing for everybody, so one person's erasure would take everybody's.`,
        remedy: "Put in what is the person's: avatars/{app.profiles.id}/*.",
      };
    return { parts, prefix, at };
  },
});

const placeholder = /\{([^{}]*)\}/;

function partsOf(written: string, at: Location): readonly KeyPart[] | undefined {
  const pieces = written.split(placeholder);
  const parts = pieces.map((piece, index): KeyPart | undefined => {
    if (index % 2 === 1) return partNamed(piece.trim(), at);
    return /[{}*]/.test(piece) ? undefined : { text: piece };
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return known.filter((part) => !("text" in part) || part.text !== "");
}

/** A column as system.table.column, or the name of an identity. */
function partNamed(name: string, at: Location): KeyPart | undefined {
  if (!/^[\p{L}\p{N}_$-]+(\.[\p{L}\p{N}_$-]+)*$/u.test(name)) return undefined;
  const dots = name.split(".").length - 1;
  if (dots === 0) return { identity: name };
  return dots === 1 ? undefined : { column: columnNamed(name, at) };
}

/** Names of systems and tables that a policy can declare here have no dots; what follows them is the column. */
export function columnNamed(name: string, at: Location): StoreKey {
  const [system = "", table = "", ...column] = name.split(".");
  return { system, table, column: column.join("."), at };
}

const keyPart: Kind<KeyPart> = textKind<KeyPart>({
  expects: "a column as system.table.column, or an identity such as email",
  label: "`system.table.column` or identity",
  parse: (written, node, place) =>
    partNamed(written, place.reader.at(node)) ?? {
      wrong: `"${clip(written)}" is no column and no identity.`,
      remedy: "Write a column as system.table.column, or an identity such as email.",
    },
});

/** By field or parameter of the store. */
export const matches: Kind<Readonly<Record<string, KeyPart>>> = changed(
  named({ what: "a field", kind: keyPart }),
  (entries, node, place) => {
    const known = entries.flatMap(({ name, value }) => (value === undefined ? [] : [[name.text, value] as const]));
    if (known.length === 0) return wrongType(node, place, "a mapping from fields to columns or identities");
    return Object.fromEntries(known);
  },
);
