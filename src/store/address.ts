/** `DATABASE_URL` as people write it, turned into what the driver understands, and what may be said of it in a message. */
import { OperationalError } from "#base";

export interface Address {
  /** For the driver. Holds the password: never in a message. */
  readonly connectionString: string;
  /** Host and database, for messages. */
  readonly where: string;
}

/**
 * Throws OperationalError `database-url-invalid` for what is no address, names no database, or seems to have a password in
 * it that is not percent-encoded: part of that password would be taken for a host or a database, and be shown.
 */
export function readAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const name = url === undefined ? undefined : decoded(url.pathname.slice(1));
  if (url === undefined || name === undefined || !/^postgres(ql)?:$/.test(url.protocol))
    throw invalid("is not an address of the form postgres://user:password@host:5432/database");
  const parameters = [...url.searchParams.keys()];
  if (url.hash !== "" || [url.pathname, ...parameters].some((part) => part.includes("@")) || !isEncoded(url))
    throw invalid(
      "has a character in the user name or password that must be percent-encoded (@ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25)",
    );
  if (name === "") throw invalid('names no database: put its name at the end, such as "/gestand"');
  return {
    connectionString: forDriver(url).href,
    where: `${url.searchParams.get("host") ?? url.host}, database "${name}"`,
  };
}

/**
 * The driver treats three modes of libpq as `verify-full` and warns at every start; say what is meant. And it has a name
 * of its own for channel binding.
 */
function forDriver(url: URL): URL {
  const made = new URL(url);
  const { searchParams } = made;
  if (["prefer", "require", "verify-ca"].includes(searchParams.get("sslmode") ?? ""))
    searchParams.set("sslmode", "verify-full");
  if (["prefer", "require"].includes(searchParams.get("channel_binding") ?? ""))
    searchParams.set("enableChannelBinding", "true");
  return made;
}

function isEncoded(url: URL): boolean {
  return decoded(url.username) !== undefined && decoded(url.password) !== undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function invalid(what: string): OperationalError {
  return new OperationalError("database-url-invalid", `DATABASE_URL ${what}. Nothing was started.`);
}
