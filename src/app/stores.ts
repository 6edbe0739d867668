/** How the stores of the policy are reached. */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { type Clock, localDateOf, normaliseEmail, OperationalError } from "#base";
import { connectStore } from "#connectors";
import { createStorePool, type StorePool } from "#plans";
import { mayUseStore, type Policy } from "#policy";
import type { Configuration } from "./configuration.ts";

/** Of the stores that a connector goes to; the others are tasks for a person. `ready` as for systems. */
export function storesBy(
  configuration: Configuration,
  policy: Policy,
  clock: Clock,
  ready?: Promise<unknown>,
): StorePool {
  const reached = (policy.stores ?? []).filter(({ reach }) => reach !== undefined);
  const pool = createStorePool({
    names: reached.map(({ name }) => name),
    connect: async (name) => {
      const store = reached.find((one) => one.name === name);
      if (store?.reach === undefined)
        throw new OperationalError("store-unknown", `The policy has no store "${name}" that could be reached.`);
      await ready;
      return connectStore({
        store,
        reach: store.reach,
        setting: (variable) => configuration.secret(variable),
        ours: ourAddresses(policy),
        document: (path) => besidePolicy(configuration.policyFile, path),
      });
    },
  });
  return {
    names: pool.names,
    // Asked at every use: a contract may end while the connection is open.
    use: async (name, work) => {
      const store = reached.find((one) => one.name === name);
      const may = mayUseStore(policy, store ?? {}, localDateOf(clock.now(), policy.timeZone));
      // Worth another try: whoever declares a new contract starts a house that allows it.
      if (!may.ok)
        throw new OperationalError("recipient-refused", `The store "${name}" was not called. ${may.message}`, {
          retryable: true,
        });
      return pool.use(name, work);
    },
    close: () => pool.close(),
  };
}

/** Nothing outside the folder of the policy is part of it. */
function besidePolicy(policyFile: string, path: string): string | undefined {
  const folder = dirname(resolve(policyFile));
  const file = resolve(folder, path);
  const within = relative(folder, file);
  if (within === "" || within.startsWith("..") || isAbsolute(within)) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The addresses that the policy names, and the whole domain where the organisation has its site. */
function ourAddresses({ organisation, contacts = [] }: Policy): readonly string[] {
  const addresses = [organisation.contact.email, ...contacts.flatMap(({ email }) => email ?? [])].map(normaliseEmail);
  const site = organisation.website === undefined ? [] : [new URL(organisation.website).hostname.replace(/^www\./, "")];
  return [...addresses, ...site];
}
