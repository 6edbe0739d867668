/** The few files that pages load: style sheet, icon, console script. */
import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import type { Env } from "./parts.ts";

const files: Record<string, { path: string; type: string }> = {
  "gestand.css": { path: "ui/assets/gestand.css", type: "text/css; charset=utf-8" },
  "icon.svg": { path: "ui/assets/icon.svg", type: "image/svg+xml" },
  "console.js": { path: "console/browser/console.js", type: "text/javascript; charset=utf-8" },
};

/** `root` is the folder `web/`. */
export function assetRoutes(root: URL): Hono<Env> {
  const routes = new Hono<Env>();
  const read = new Map<string, Uint8Array<ArrayBuffer>>();
  routes.get("/:name", async (c) => {
    const name = c.req.param("name");
    const file = files[name];
    if (file === undefined) return c.notFound();
    const content = read.get(name) ?? new Uint8Array(await readFile(new URL(file.path, root)));
    read.set(name, content);
    return c.body(content, 200, { "content-type": file.type, "cache-control": "public, max-age=300" });
  });
  return routes;
}
