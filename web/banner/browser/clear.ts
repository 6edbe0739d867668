/** Removes what may not stay, looks again, and says what is still there. */
import type { SiteForm } from "../form.ts";

type Matches = (name: string) => boolean;

function matcher(patterns: readonly string[]): Matches {
  return (name) =>
    patterns.some((pattern) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

/** Names that are still there, sorted. */
export async function clear(form: SiteForm, purposes: readonly string[]): Promise<readonly string[]> {
  const held = purposes.flatMap((purpose) => form.held[purpose] ?? []);
  const isCookie = matcher(held.flatMap(({ cookies }) => cookies));
  const isLocal = matcher(held.flatMap(({ local }) => local));
  for (const name of cookieNames().filter(isCookie)) removeCookie(name);
  for (const storage of storages()) for (const name of Object.keys(storage).filter(isLocal)) storage.removeItem(name);
  await Promise.all((await databaseNames()).filter(isLocal).map(removeDatabase));
  return [
    ...cookieNames().filter(isCookie),
    ...storages().flatMap((storage) => Object.keys(storage).filter(isLocal)),
    ...(await databaseNames()).filter(isLocal),
  ].sort();
}

function cookieNames(): string[] {
  return document.cookie.split("; ").map((pair) => pair.split("=")[0] ?? "");
}

/** A cookie goes only by the host and path it was set with, and neither can be read: so by all that can be. */
function removeCookie(name: string): void {
  const labels = location.hostname.split(".");
  const hosts = ["", ...labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`)];
  const folders = location.pathname.split("/");
  const paths = folders.flatMap((_, at) => [folders.slice(0, at).join("/"), `${folders.slice(0, at).join("/")}/`]);
  for (const host of hosts)
    for (const path of new Set(["/", location.pathname, ...paths]))
      document.cookie = `${name}=; Max-Age=0; Path=${path || "/"}${host}`;
}

function storages(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

async function databaseNames(): Promise<string[]> {
  try {
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  } catch {
    return [];
  }
}

function removeDatabase(name: string): Promise<void> {
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    for (const end of ["success", "error", "blocked"]) request.addEventListener(end, () => done());
  });
}
