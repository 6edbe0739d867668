/** Other figures of the law: whom it binds, what it costs, what is kept of a request or a breach, what is renewed when. */
import { dataBrokers } from "./provisions/data-brokers.ts";
import { directMarketing } from "./provisions/direct-marketing.ts";
import { fees, remedies } from "./provisions/fees.ts";
import { information } from "./provisions/information.ts";
import { records } from "./provisions/records.ts";
import { thresholds } from "./provisions/thresholds.ts";
import type { Provision } from "./provisions/provision.ts";

export type { Provision, ProvisionTopic, Quantity } from "./provisions/provision.ts";

export const provisions: readonly Provision[] = [
  ...thresholds,
  ...directMarketing,
  ...information,
  ...records,
  ...fees,
  ...remedies,
  ...dataBrokers,
];

export function provision(id: string): Provision | undefined {
  return provisions.find((each) => each.id === id);
}
