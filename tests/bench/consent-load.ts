/** Visitors who choose, each new, so many at a time; run as a process of its own. */
import { randomBytes } from "node:crypto";
import { loadHttp } from "./http-load.ts";

const [port = 0, connections = 0, seconds = 0] = process.argv.slice(2).map(Number);
const script = await (await fetch(`http://127.0.0.1:${port}/www/gestand.js`)).text();
const form = JSON.parse(/const FORM=(.*);\n/.exec(script)?.[1] ?? "") as {
  version: number;
  forms: { hash: string; token: string }[];
  held: Record<string, unknown>;
};
let sent = 0;
const loaded = await loadHttp({ port, connections, seconds, status: 201, request });
process.stdout.write(JSON.stringify({ ...loaded, perSecond: loaded.answered / seconds }));

/** Each from a network of its own, as a proxy in front would say. */
function request(): string {
  const number = sent++;
  const body = JSON.stringify({
    event: randomBytes(16).toString("base64url"),
    visitor: randomBytes(16).toString("base64url"),
    site: "www",
    version: form.version,
    notice: form.forms[0]?.hash,
    token: form.forms[0]?.token,
    choices: Object.fromEntries(Object.keys(form.held).map((purpose) => [purpose, number % 2 === 0])),
    action: "save",
    surface: "preferences",
    clientAt: new Date().toISOString(),
    gpc: false,
  });
  const network = [number >> 16, number >> 8, number].map((part) => part & 255).join(".");
  const head = [
    "POST /www/choices HTTP/1.1",
    "host: bench",
    "origin: https://webshop-nl.example",
    `x-forwarded-for: 10.${network}`,
    "content-type: text/plain",
    `content-length: ${body.length}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
