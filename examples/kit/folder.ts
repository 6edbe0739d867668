/** Files of a sample business: one for each key that its rows name. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { Client } from "pg";

/** A grey picture of one pixel; what it is called is all that a look at a sample needs. */
const picture = Buffer.from(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=",
  "base64",
);

/** Writes what is not there yet, and answers how many files the folder should have. Keys are paths inside it. */
export async function fillFolder(folder: string, { url, keys }: { url: string; keys: string }): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string | null }>(keys);
    const root = resolve(folder);
    let files = 0;
    await mkdir(root, { recursive: true });
    for (const { key } of rows) {
      if (key === null || key === "") continue;
      const file = resolve(root, key);
      if (!file.startsWith(root + sep)) throw new Error(`a sample file would be written outside ${root}`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, picture, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      files += 1;
    }
    return files;
  } finally {
    await client.end();
  }
}
