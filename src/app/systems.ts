/** How the systems of the policy are reached. */
import { OperationalError } from "#base";
import { type ConnectedSystem, connect } from "#connectors";
import type { Policy } from "#policy";
import type { Store } from "#store";
import type { Configuration } from "./configuration.ts";
import { loadPolicy } from "./load-policy.ts";

export type Reach = (name: string) => Promise<ConnectedSystem>;

/** `address` answers the value of the variable that the policy names; it may wait until the system is ready. */
export function reachBy(
  policy: Policy,
  store: Store,
  address: (urlFrom: string) => Promise<string | undefined>,
): Reach {
  return async (name) => {
    const system = policy.systems.find((declared) => declared.name === name);
    const url = system === undefined ? undefined : await address(system.urlFrom);
    if (system === undefined || url === undefined) {
      throw new OperationalError(
        "system-address-missing",
        `The address of ${name} is not known: set ${system?.urlFrom ?? "its variable"}. Nothing was read or changed there.`,
      );
    }
    return connect({ policy, system, url, digest: (identity) => store.vault.digest("requester", identity) });
  };
}

/** One system of the policy, without the rest of the house; for commands. */
export async function withSystem(
  configuration: Configuration,
  name: string,
  work: (system: ConnectedSystem) => Promise<void>,
): Promise<void> {
  const { policy } = await loadPolicy(configuration.policyFile);
  if (policy === undefined)
    throw new OperationalError(
      "policy-wrong",
      `${configuration.policyFile} has errors; "gestand check" lists them. Nothing was done.`,
    );
  const system = policy.systems.find((declared) => declared.name === name);
  if (system === undefined) {
    const known = policy.systems.map((declared) => declared.name).join(", ");
    throw new OperationalError(
      "unknown-system",
      `The policy has no system "${name}"; it has ${known === "" ? "none" : known}. Nothing was done.`,
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
