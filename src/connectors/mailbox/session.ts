/** A signed-in connection to a mailbox, and what its failures mean. */
import { ImapFlow } from "imapflow";
import { normaliseEmail, OperationalError } from "#base";

const silenceMs = 30_000;

/** Throws OperationalError: `mailbox-url-invalid`, `mailbox-sign-in`, `mailbox-unreachable`. None repeats the address or its password. */
export async function openMailbox(store: string, address: string): Promise<ImapFlow> {
  const client = new ImapFlow(settingsOf(store, address));
  // Told by the command that meets it as well; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw failureOf(store, error);
  }
}

function settingsOf(store: string, address: string) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const tls = url?.searchParams.get("tls") ?? null;
  if (
    url === undefined ||
    !/^imaps?:$/.test(url.protocol) ||
    url.hostname === "" ||
    url.username === "" ||
    !(tls === null || /^(off|required)$/.test(tls))
  )
    throw new OperationalError(
      "mailbox-url-invalid",
      `The address of the mailbox "${store}" is not of the form imaps://user:password@host:993 or imap://…:143. Nothing was looked at.`,
    );
  const secure = url.protocol === "imaps:";
  return {
    host: decodeURIComponent(url.hostname.replace(/^\[|\]$/g, "")),
    port: url.port === "" ? (secure ? 993 : 143) : Number(url.port),
    secure,
    // A password never goes over an open line unless that was asked for (a server on the same machine).
    ...(secure ? {} : { doSTARTTLS: tls !== "off" }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    // What it would log holds addresses.
    logger: false as const,
    disableAutoIdle: true,
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: 5 * silenceMs,
    clientInfo: { name: "Gestand" },
  };
}

/** Our words and the server's code; never its text, which may quote an address. */
export function failureOf(store: string, error: unknown): OperationalError {
  if (error instanceof OperationalError) return error;
  const { authenticationFailed, serverResponseCode, code } = error as {
    authenticationFailed?: boolean;
    serverResponseCode?: string;
    code?: string;
  };
  const told = [serverResponseCode, code].filter((one) => /^[A-Z_a-z]+$/.test(one ?? "")).join(", ");
  const because = told === "" ? "" : ` (${told})`;
  if (authenticationFailed === true)
    return new OperationalError(
      "mailbox-sign-in",
      `The server of the mailbox "${store}" did not accept our sign-in${because}. Nothing was done there. Set the right user and password.`,
      { cause: withoutText(error) },
    );
  return new OperationalError(
    "mailbox-unreachable",
    `The mailbox "${store}" could not be reached, or the connection was lost${because}. It is tried again by itself.`,
    { retryable: true, cause: withoutText(error) },
  );
}

function withoutText(error: unknown): Error {
  const kept = new Error(error instanceof Error ? error.constructor.name : "unknown");
  if (error instanceof Error && error.stack !== undefined)
    kept.stack = error.stack
      .split("\n")
      .filter((line) => line.startsWith("    at "))
      .join("\n");
  return kept;
}

/** The mailbox's own address, where the user is one. Its domain says nothing: many have theirs at the same provider. */
export function addressOfUser(address: string): string | undefined {
  const user = decodeURIComponent(new URL(address).username);
  return user.includes("@") ? normaliseEmail(user) : undefined;
}
