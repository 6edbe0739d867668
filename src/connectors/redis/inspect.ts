import { randomUUID } from "node:crypto";
import { isOperationalError, type Problem } from "#base";
import type { Store } from "#policy";
import type { Session } from "./session.ts";

export interface Role {
  readonly cluster: boolean;
  readonly replica: boolean;
  /** The account may not ask. */
  readonly unknown: boolean;
}

export async function roleOf(session: Session): Promise<Role> {
  try {
    const sections = await session.askAll("Asking what server this is", [
      ["INFO", "replication"],
      ["INFO", "cluster"],
    ]);
    const text = sections.join("\n");
    return { cluster: /^cluster_enabled:1/m.test(text), replica: /^role:slave/m.test(text), unknown: false };
  } catch (error) {
    if (isOperationalError(error) && error.code === "store-refused")
      return { cluster: false, replica: false, unknown: true };
    throw error;
  }
}

/** What makes every count and every erasure there untrue. */
export function roleProblems(store: string, role: Role): readonly Problem[] {
  const path = `stores.${store}`;
  return [
    ...(role.cluster
      ? [
          {
            code: "store-cluster",
            severity: "error" as const,
            path,
            message: `The store "${store}" is a part of a Redis cluster, and Gestand would see only the keys of this one part.`,
            remedy:
              "Declare each primary of the cluster as a store of its own through a proxy, or leave `reach` out, so that it becomes a task for somebody.",
          },
        ]
      : []),
    ...(role.replica
      ? [
          {
            code: "store-read-only",
            severity: "error" as const,
            path,
            message: `The store "${store}" is a replica, which takes no changes.`,
            remedy: "Give the address of the primary.",
          },
        ]
      : []),
  ];
}

/** Reads, and tries to take out a key that nobody has. Changes nothing. */
export async function inspectRedis(session: Session, store: Store): Promise<readonly Problem[]> {
  const path = `stores.${store.name}`;
  const problems: Problem[] = [...patternProblems(store)];
  try {
    const role = await roleOf(session);
    problems.push(...roleProblems(store.name, role));
    if (role.unknown)
      problems.push({
        code: "store-unknown-role",
        severity: "warning",
        path,
        message: `The account of the store "${store.name}" may not use INFO, so Gestand cannot tell a cluster or a replica from a whole server.`,
        remedy: "Add +info to the account in Redis's access list.",
      });
    for (const command of [
      ["SCAN", "0", "COUNT", "1"],
      ["TYPE", nobodys()],
      ["UNLINK", nobodys()],
    ])
      await session.ask(`Trying ${command[0]}`, ...command);
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    // A replica refuses to change anything, which was said.
    if (!problems.some(({ code }) => code === "store-read-only"))
      problems.push({
        code: error.code,
        severity: "error",
        path,
        message: error.message,
        remedy:
          error.code === "store-refused"
            ? "Give the account ~* and +scan +type +pttl +unlink +info, and the commands that read and change values, in Redis's access list."
            : "Start it, or correct the variable with its address.",
      });
  }
  return problems;
}

function nobodys(): string {
  return `gestand:inspect:${randomUUID()}`;
}

function patternProblems(store: Store): readonly Problem[] {
  return Object.keys(store.matches ?? {})
    .filter((name) => name === "*" || name === "")
    .map(() => ({
      code: "store-matches-everything",
      severity: "error",
      path: `stores.${store.name}.matches`,
      message: `"*" under \`matches\` of the store "${store.name}" means every key, and a short number would be taken out of sets that have nothing to do with it.`,
      remedy: 'Name the key, or how the keys begin: "online" or "followers:*".',
    }));
}
