import { createClient, ErrorReply, RESP_TYPES } from "@redis/client";
import { isOperationalError, OperationalError } from "#base";

export type Reply = null | number | string | Buffer | readonly Reply[];
export type Argument = string | Buffer;

export interface Session {
  /** Bulk strings come as bytes. Errors come out as OperationalError and name `attempted`, never a key or a secret. */
  ask(attempted: string, ...command: Argument[]): Promise<Reply>;
  /** All at once over one connection; answers in the order of the commands. */
  askAll(attempted: string, commands: readonly (readonly Argument[])[]): Promise<readonly Reply[]>;
  close(): Promise<void>;
}

/** A server that says nothing for so long is given up; a ping keeps a connection that is only idle. */
const waits = { connectMs: 10_000, silenceMs: 60_000, pingMs: 20_000 } as const;

type Client = Awaited<ReturnType<typeof connected>>;

/** Connects with the first command. */
export function openSession(store: string, address: string): Session {
  let opening: Promise<Client> | undefined;
  const use = async <T>(attempted: string, run: (client: Client) => Promise<T>): Promise<T> => {
    try {
      opening ??= connected(store, address);
      return await run(await opening);
    } catch (error) {
      const failed = failure(error, store, attempted);
      // A broken connection is not used again: the next command opens a new one.
      if (failed.code === "store-unreachable") opening = undefined;
      throw failed;
    }
  };
  return {
    ask: (attempted, ...command) => use(attempted, (client) => client.sendCommand<Reply>(command)),
    askAll: (attempted, commands) =>
      use(attempted, (client) => Promise.all(commands.map((command) => client.sendCommand<Reply>(command)))),
    close: async () => {
      const client = await opening?.catch(() => undefined);
      opening = undefined;
      client?.destroy();
    },
  };
}

async function connected(store: string, address: string) {
  const client = createClient({
    ...place(store, address),
    RESP: 2,
    name: "gestand",
    disableOfflineQueue: true,
    pingInterval: waits.pingMs,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
  });
  // An error event without a listener would end the process; whoever asks is told by the command.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** `redis://`, `rediss://` for TLS, or `unix:///path/of/socket?db=0`. */
function place(store: string, address: string) {
  const socket = { connectTimeout: waits.connectMs, socketTimeout: waits.silenceMs, reconnectStrategy: false } as const;
  try {
    const url = new URL(address);
    const account = {
      ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
      ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
    };
    const number = Number(
      url.searchParams.get("db") ?? (url.protocol === "unix:" ? "0" : url.pathname.slice(1) || "0"),
    );
    if (!Number.isInteger(number) || number < 0) throw new RangeError("no number");
    if (url.protocol === "unix:")
      return { ...account, database: number, socket: { ...socket, path: decodeURIComponent(url.pathname) } };
    if (url.protocol !== "redis:" && url.protocol !== "rediss:") throw new RangeError("no protocol");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (host === "") throw new RangeError("no host");
    const port = Number(url.port || "6379");
    const secure = url.protocol === "rediss:" ? ({ tls: true, servername: host } as const) : {};
    return { ...account, database: number, socket: { ...socket, ...secure, host, port } };
  } catch {
    throw new OperationalError(
      "store-address",
      `The address of the store "${store}" cannot be read. Nothing was done there. Write it as redis://user:password@host:6379/0, rediss:// for TLS, or unix:///path/of/socket.`,
    );
  }
}

const refusals: Readonly<Record<string, { readonly says: string; readonly retryable: boolean }>> = {
  NOPERM: {
    says: "the account may not do that. Give it the commands and keys in Redis's access list (ACL)",
    retryable: false,
  },
  NOAUTH: { says: "it wants an account. Put user and password in the address", retryable: false },
  WRONGPASS: { says: "it does not know the account. Correct user and password in the address", retryable: false },
  READONLY: { says: "it is a replica, which takes no changes. Give the address of the primary", retryable: false },
  MOVED: { says: "it is part of a cluster, and the key is at another part", retryable: false },
  MISCONF: { says: "it cannot write to its disk and takes no changes", retryable: true },
  OOM: { says: "it is out of memory", retryable: true },
};

function failure(error: unknown, store: string, attempted: string): OperationalError {
  if (isOperationalError(error)) return error;
  if (error instanceof ErrorReply) {
    const word = /^[A-Z]+/.exec(error.message)?.[0] ?? "ERR";
    const known = refusals[word] ?? {
      says: `it answered with an error (${word})`,
      retryable: /^(?:LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN)$/.test(word),
    };
    return new OperationalError(
      known.retryable ? "store-busy" : /^(?:NOAUTH|WRONGPASS)$/.test(word) ? "store-account" : "store-refused",
      `${attempted} failed in the store "${store}": ${known.says}.`,
      { retryable: known.retryable, cause: error },
    );
  }
  return new OperationalError(
    "store-unreachable",
    `${attempted} failed: the store "${store}" does not answer. Check that it runs and that its address is right.`,
    { retryable: true, cause: error },
  );
}
