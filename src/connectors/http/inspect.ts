/** Whether a service may be used, and is as declared; changes nothing. */
import { isOperationalError, type Problem } from "#base";
import type { Store } from "#policy";
import { secretsOf } from "./authentication.ts";
import type { ServiceClient } from "./client.ts";
import { abilities } from "./declaration.ts";

export async function inspectService(
  client: ServiceClient,
  store: Store,
  setting: (name: string) => string | undefined,
): Promise<readonly Problem[]> {
  const path = `stores.${store.name}`;
  const problems = [...missingSettings(client, setting), ...unusedRecords(client, store), ...notOffered(client)].map(
    (problem): Problem => ({ ...problem, path }),
  );
  const broken = problems.some(({ severity }) => severity === "error");
  const { check } = client.service;
  if (broken || check === undefined) return problems;
  try {
    await client.call(check, {}, [200, 204]);
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    problems.push({
      code: error.code,
      severity: "error",
      message: error.message,
      remedy: "See that the address and the credentials are right.",
      path,
    });
  }
  return problems;
}

function missingSettings({ service }: ServiceClient, setting: (name: string) => string | undefined): Problem[] {
  const signed = service.signed === undefined ? [] : [service.signed.certificate];
  const names = [...secretsOf(service.authentication), ...Object.values(service.settings), ...signed];
  return names
    .filter((name) => (setting(name) ?? "").trim() === "")
    .map((name) => ({
      code: "setting-missing",
      severity: "error",
      message: `${name} is not set, so that ${service.title} cannot be called.`,
      remedy: "Set it in the environment of every process of Gestand.",
    }));
}

/** Records that nobody can ever be found in, because the policy does not say by what the service knows a person. */
function unusedRecords({ service }: ServiceClient, store: Store): Problem[] {
  const known = ["email", ...Object.keys(store.matches ?? {}), ...((store.named ?? []).length > 0 ? ["key"] : [])];
  return service.records
    .filter(({ find }) => !find.some(({ by }) => known.includes(by)))
    .map(({ name, find }) => {
      const ways = [...new Set(find.map(({ by }) => by))];
      return {
        code: "matches-missing",
        severity: "error",
        message: `Nobody's "${name}" of ${service.title} can be found: it is looked up by ${ways.join(" or ")}, and the policy does not say where that stands.`,
        remedy: `Say which column holds it, under matches: {${ways[0] ?? "name"}: …}.`,
      };
    });
}

function notOffered({ service }: ServiceClient): Problem[] {
  return abilities.flatMap((ability): Problem[] => {
    const why = service.notOffered[ability];
    if (why === undefined) return [];
    return [
      {
        code: "not-offered",
        severity: "note",
        message: `${service.title} has no call to ${ability} everything: ${why}`,
        remedy:
          service.contact === undefined
            ? "Somebody does it by hand; a task says so."
            : `Write to ${service.contact}, or do it by hand; a task says so.`,
      },
    ];
  });
}
