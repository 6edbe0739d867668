/** Declarations: those that come with Gestand, by their name, and those that stand beside a policy, by their path. */
import { readdirSync, readFileSync } from "node:fs";
import { OperationalError } from "#base";
import type { ServiceDeclaration } from "./declaration.ts";
import { parseService } from "./parse.ts";

const folder = new URL("./vendors/", import.meta.url);

/** Names of the declarations that come with Gestand. */
export function builtInServices(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .toSorted();
}

/** The text of a declaration that comes with Gestand. */
export function builtInService(name: string): string | undefined {
  return /^[a-z0-9-]+$/.test(name) && builtInServices().includes(name)
    ? readFileSync(new URL(`${name}.yaml`, folder), "utf8")
    : undefined;
}

export function loadService(name: string, document?: (path: string) => string | undefined): ServiceDeclaration {
  const text = builtInService(name) ?? document?.(name);
  if (text === undefined)
    throw new OperationalError(
      "service-unknown",
      `There is no declaration of a service "${name}". Those that come with Gestand are ${builtInServices().join(", ")}; others stand in a file beside the policy.`,
    );
  const { service, problems } = parseService(name, text);
  if (service !== undefined) return service;
  const [first] = problems.filter(({ severity }) => severity === "error");
  throw new OperationalError(
    "service-broken",
    `The declaration of the service "${name}" has errors, the first in line ${first?.at?.line ?? 1}: ${first?.message ?? ""} See them all with "gestand service check".`,
  );
}
