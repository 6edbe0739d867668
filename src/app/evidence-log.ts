import { createEvidence, type Evidence } from "#evidence";
import type { InstallationKey, Store } from "#store";

/** Of the installation, not of an address: every process on every port signs the same log, also after a move. */
export function evidenceOf(store: Store, keys: InstallationKey): Evidence {
  return createEvidence({
    store,
    origin: `gestand/${keys.derive("evidence/origin", 6).toString("hex")}`,
    seed: keys.derive("evidence/signing", 32),
  });
}
