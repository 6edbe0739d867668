/** How the systems of the policy are reached. */
import { OperationalError } from "#base";
import { type ConnectedSystem, connect } from "#connectors";
import type { Policy } from "#policy";
import type { Store } from "#store";
import { openArchive } from "./archive.ts";
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

export interface SystemOrder {
  readonly name: string;
  /** Whether a file was asked for by name; then that is it, whatever was published. */
  readonly fromFile: boolean;
}

/**
 * One system, without the rest of the house; for commands that act on what the running product acts on. So it is the version
 * that is carried out where there is one, and else the file; `by` says which, for people.
 */
export async function withSystem(
  configuration: Configuration,
  { name, fromFile }: SystemOrder,
  work: (system: ConnectedSystem, by: string, policy: Policy) => Promise<void>,
): Promise<void> {
  const stored = fromFile || configuration.databaseUrl === undefined ? undefined : await carriedOut(configuration);
  const policy = stored?.policy ?? (await onDisk(configuration.policyFile));
  const by = stored === undefined ? configuration.policyFile : `version ${stored.number}, which is carried out`;
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
    await work(connected, by, policy);
  } finally {
    await connected.close();
  }
}

async function carriedOut(configuration: Configuration) {
  const archive = await openArchive(configuration);
  const { versions, store, calendar } = archive;
  try {
    const version = await versions.carriedOut(store.reader, await calendar.today());
    return version && { number: version.number, policy: calendar.read(version) };
  } finally {
    await archive.close();
  }
}

async function onDisk(file: string): Promise<Policy> {
  const { policy } = await loadPolicy(file);
  if (policy !== undefined) return policy;
  throw new OperationalError("policy-wrong", `${file} has errors; "gestand check" lists them. Nothing was done.`);
}
