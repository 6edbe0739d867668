/** What can go wrong with a built-in server, in one sentence each. */
import { isOperationalError, OperationalError } from "#base";

/** For whoever chose the folder. `cause` is a system error, or the output of a program that met one. */
export function folderFailure(folder: string, cause: unknown): OperationalError {
  if (isOperationalError(cause)) return cause;
  const { code, message = "" } = cause as { code?: string; message?: string };
  if (code === "ENOSPC" || code === "EDQUOT" || isDiskFull(message))
    return new OperationalError(
      "disk-full",
      `The disk that holds ${folder} is full. Nothing was started. Make room and start again.`,
      { cause },
    );
  if (code === "ENOTEMPTY")
    return new OperationalError(
      "data-folder-foreign",
      `The folder ${folder} holds files that are not a database of ours. Nothing was started or changed. ` +
        "Set GESTAND_DATA to an empty folder or one that does not exist yet.",
    );
  const denied = code === "EACCES" || code === "EPERM" || code === "EROFS" || /Permission denied/.test(message);
  if (denied || code === "ENOTDIR" || code === "ELOOP" || code === "ENAMETOOLONG")
    return new OperationalError(
      "data-folder-unusable",
      `The data folder ${folder} cannot be used by this user (${code ?? "permission denied"}). Nothing was started. ` +
        "Give this user the folder, or set GESTAND_DATA to another one.",
      { cause },
    );
  return startFailure(folder, message === "" ? (code ?? "unknown reason") : message, cause);
}

/** The server ended, or never answered; `log` is what it said. */
export function startFailure(dataDir: string, log: string, cause?: unknown): OperationalError {
  if (isDiskFull(log)) return folderFailure(dataDir, { code: "ENOSPC" });
  const lines = log.trim().split("\n");
  const last = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1) ?? "";
  const said = last.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, "").replace(/\.$/, "");
  return new OperationalError(
    "embedded-database-failed",
    `The built-in PostgreSQL in ${dataDir} did not start: ${said}. Nothing was changed. ` +
      "Start again; if it stays, set DATABASE_URL to a PostgreSQL of your own.",
    { retryable: true, ...(cause === undefined ? {} : { cause }) },
  );
}

export function otherMajor(dataDir: string, found: number, ours: number): OperationalError {
  return new OperationalError(
    "database-other-major",
    `The database in ${dataDir} was made by PostgreSQL ${found}, and this program brings ${ours}. Nothing was started or changed. ` +
      'With the Gestand that made it run "gestand backup FILE", move that folder away, and with this one run "gestand restore FILE".',
  );
}

/** A lock or shared memory of a server that was killed and is not cleared away yet. */
export function isStaleLock(log: string): boolean {
  return /lock file .* (already exists|is empty)|shared memory block .* is still in use|could not bind Unix address/.test(
    log,
  );
}

function isDiskFull(text: string): boolean {
  return /No space left on device|Disk quota exceeded/.test(text);
}
