/** Removes what may not stay, looks again, and says what is still there. */
import type { SiteForm } from "../form.ts";

type Matches = (name: string) => boolean;

function matcher(patterns: readonly string[]): Matches {
  return (name) =>
    patterns.some((pattern) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

/** Names that are still there, sorted. At once, so that a tab that is closed now has it done. */
export function clearNow(form: SiteForm, purposes: readonly string[]): readonly string[] {
  const { isCookie, isLocal } = namesOf(form, purposes);
  for (const name of cookieNames().filter(isCookie)) removeCookie(name);
  for (const storage of storages()) for (const name of Object.keys(storage).filter(isLocal)) storage.removeItem(name);
  return [
    ...cookieNames().filter(isCookie),
    ...storages().flatMap((storage) => Object.keys(storage).filter(isLocal)),
  ].sort();
}

/** Databases take a while, and one that is in use may never go. */
const patienceMs = 1_000;

export async function clearDatabases(form: SiteForm, purposes: readonly string[]): Promise<readonly string[]> {
  const { isLocal } = namesOf(form, purposes);
  const removing = (await databaseNames()).filter(isLocal).map(removeDatabase);
  await Promise.race([Promise.all(removing), new Promise((late) => setTimeout(late, patienceMs))]);
  return (await databaseNames()).filter(isLocal).sort();
}

function namesOf({ held }: SiteForm, purposes: readonly string[]): { isCookie: Matches; isLocal: Matches } {
  const its = purposes.flatMap((purpose) => held[purpose] ?? []);
  return {
    isCookie: matcher(its.flatMap(({ cookies }) => cookies)),
    isLocal: matcher(its.flatMap(({ local }) => local)),
  };
}

/** At most this many names, and none that is no plain word: what others put into a name is not ours to pass on. */
const mostNames = 20;
const plain = /^[A-Za-z_][\w.-]{0,59}$/;

/** What is stored here and the policy does not name. */
export function undeclaredNames({ declared }: SiteForm): readonly string[] {
  const isDeclared = matcher([...declared, "gestand*"]);
  const names = [...cookieNames(), ...storages().flatMap((storage) => Object.keys(storage))];
  return [...new Set(names)].filter((name) => plain.test(name) && !isDeclared(name)).slice(0, mostNames);
}

function cookieNames(): string[] {
  return document.cookie.split("; ").map((pair) => pair.split("=")[0] ?? "");
}

/** A cookie goes only by the host and path it was set with, and neither can be read: so by all that can be. */
export function removeCookie(name: string): void {
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
