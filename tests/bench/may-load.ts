/**
 * Programs that ask, so many at a time over connections that stay open, each with so many questions at once; run as a process of
 * its own. Raw sockets, because a client that costs more than the server would measure itself.
 */
import { connect } from "node:net";

const [port = 0, connections = 0, seconds = 0, asksAtOnce = 0, persons = 0] = process.argv.slice(2).map(Number);
const token = process.env["GESTAND_PERMISSION_TOKEN"] ?? "";
const latencies: number[] = [];
let refused = 0;
let sent = 0;
const until = performance.now() + seconds * 1_000;
await Promise.all(Array.from({ length: connections }, () => asking()));
latencies.sort((one, other) => one - other);
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
process.stdout.write(
  JSON.stringify({
    refused,
    answersPerSecond: (latencies.length * asksAtOnce) / seconds,
    p50: at(0.5),
    p99: at(0.99),
  }),
);

function asking(): Promise<void> {
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
      if (received.startsWith("HTTP/1.1 200")) latencies.push(performance.now() - startedAt);
      else refused++;
      received = "";
      next();
    });
  });
}

function request(): string {
  const asks = Array.from({ length: asksAtOnce }, () => ({
    person: `p${sent++ % persons}@bench.example`,
    purpose: "newsletter",
  }));
  const body = JSON.stringify({ asks });
  const head = [
    "POST /api/v1/may HTTP/1.1",
    "host: bench",
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
