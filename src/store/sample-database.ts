/** Databases inside the embedded cluster: ours, and one that plays a company's. */
import { Client } from "pg";

const readyMark = "filled";

/** Makes the database when it is missing. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await withAdmin(adminUrl, async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}

/**
 * Makes a database and fills it, once: a fill that was cut off is thrown away and done again. Answers whether it was
 * filled now.
 */
export async function fillDatabaseOnce(adminUrl: string, name: string, fill: () => Promise<void>): Promise<boolean> {
  return withAdmin(adminUrl, async (client) => {
    const mark = await client.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [name],
    );
    if (mark.rows[0]?.mark === readyMark) return false;
    const quoted = client.escapeIdentifier(name);
    await client.query(`drop database if exists ${quoted} with (force)`);
    await client.query(`create database ${quoted}`);
    await fill();
    await client.query(`comment on database ${quoted} is ${client.escapeLiteral(readyMark)}`);
    return true;
  });
}

async function withAdmin<T>(adminUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
