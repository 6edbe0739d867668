/**
 * Visitors who choose, each new, so many at a time over connections that stay open; run as a process of its own. Raw
 * sockets, because a client that costs more than the server would measure itself.
 */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const [port = 0, connections = 0, seconds = 0] = process.argv.slice(2).map(Number);
const script = await (await fetch(`http://127.0.0.1:${port}/www/gestand.js`)).text();
const form = JSON.parse(/const FORM=(.*);\n/.exec(script)?.[1] ?? "") as {
  version: number;
  forms: { hash: string; token: string }[];
  held: Record<string, unknown>;
};
const latencies: number[] = [];
let refused = 0;
let sent = 0;
const until = performance.now() + seconds * 1_000;
await Promise.all(Array.from({ length: connections }, () => visitors()));
latencies.sort((one, other) => one - other);
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
process.stdout.write(
  JSON.stringify({
    answered: latencies.length,
    refused,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
  }),
);

function visitors(): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let startedAt = 0;
    let received = "";
    const next = () => {
      startedAt = performance.now();
      if (startedAt >= until) {
        socket.end();
        done();
        return;
      }
      socket.write(request());
    };
    socket.on("connect", next);
    socket.on("error", fail);
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      const head = received.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
      if (head < 0 || received.length < head + 4 + length) return;
      if (received.startsWith("HTTP/1.1 201")) latencies.push(performance.now() - startedAt);
      else refused++;
      received = "";
      next();
    });
  });
}

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
