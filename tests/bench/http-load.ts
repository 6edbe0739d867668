/**
 * So many connections that stay open and ask one thing after the other, for processes that load a server. Raw sockets, because a
 * client that costs more than the server would measure itself.
 */
import { connect } from "node:net";

export interface HttpLoad {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The status that counts as an answer. */
  readonly status: number;
  /** The next request, whole. */
  readonly request: () => string;
}

export interface HttpLoaded {
  readonly answered: number;
  readonly refused: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export async function loadHttp({ port, connections, seconds, status, request }: HttpLoad): Promise<HttpLoaded> {
  const latencies: number[] = [];
  let refused = 0;
  const until = performance.now() + seconds * 1_000;
  const asking = (): Promise<void> =>
    new Promise((done, fail) => {
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
        if (received.startsWith(`HTTP/1.1 ${status}`)) latencies.push(performance.now() - startedAt);
        else refused++;
        received = "";
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, asking));
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { answered: latencies.length, refused, p50: at(0.5), p99: at(0.99) };
}
