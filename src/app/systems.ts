/** The systems of the policy and our own, reached when they are first needed. */
import { type ConnectedSystem, connect } from "#connectors";
import { createSystemPool, type SystemPool } from "#plans";
import { OperationalError } from "#base";
import { ownSystem, type Policy } from "#policy";
import type { Store } from "#store";
import type { Configuration } from "./configuration.ts";
import { loadPolicy } from "./load-policy.ts";

/** Our own database is a system like any other, so that it is searched, exported and erased by the same path. */
export function withOwnSystem(policy: Policy): Policy {
  return { ...policy, systems: [...policy.systems, ownSystem()] };
}

export function systemPool(
  policy: Policy,
  store: Store,
  address: (urlFrom: string) => Promise<string | undefined>,
): SystemPool {
  return createSystemPool({
    names: policy.systems.map((system) => system.name),
    connect: async (name) => {
      const system = policy.systems.find((declared) => declared.name === name);
      const url = system === undefined ? undefined : await address(system.urlFrom);
      if (system === undefined || url === undefined) {
        throw new OperationalError(
          "system-address-missing",
          `The address of ${name} is not known: set ${system?.urlFrom ?? "its variable"}. Nothing was read or changed there.`,
        );
      }
      return connect({ policy, system, url, digest: (identity) => store.vault.digest("requester", identity) });
    },
  });
}

/** One system of the policy, without the rest of the house; for commands. */
export async function withSystem(
  configuration: Configuration,
  name: string,
  work: (system: ConnectedSystem) => Promise<void>,
): Promise<void> {
  const { policy } = await loadPolicy(configuration.policyFile);
  const system = policy?.systems.find((declared) => declared.name === name);
  if (policy === undefined)
    throw new OperationalError(
      "policy-wrong",
      `${configuration.policyFile} has errors; "gestand check" lists them. Nothing was done.`,
    );
  if (system === undefined) {
    throw new OperationalError(
      "unknown-system",
      `The policy has no system "${name}"; it has ${policy.systems.map((declared) => declared.name).join(", ") || "none"}. Nothing was done.`,
    );
  }
  const url = configuration.secret(system.urlFrom);
  if (url === undefined)
    throw new OperationalError(
      "system-address-missing",
      `${system.urlFrom} is not set, so ${name} cannot be reached. Nothing was done.`,
    );
  const connected = await connect({ policy, system, url });
  try {
    await work(connected);
  } finally {
    await connected.close();
  }
}
