/** The guard of a sample's database, installed as it is where the sample is started. Knows no test runner. */
import { fileURLToPath } from "node:url";
import { loadPolicy } from "#app";
import { connect } from "#connectors";

/** `urlFrom`: the variable by which the policy names the database. */
export async function installSampleGuard(policyFile: URL, urlFrom: string, url: string): Promise<void> {
  const { policy } = await loadPolicy(fileURLToPath(policyFile));
  const system = policy?.systems.find((one) => one.urlFrom === urlFrom);
  if (policy === undefined || system === undefined) throw new Error(`${policyFile.href} has no system at ${urlFrom}`);
  const connected = await connect({ policy, system, url });
  try {
    await connected.guardInstall();
  } finally {
    await connected.close();
  }
}
