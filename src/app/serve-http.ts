/** Listens, and says clearly when it cannot. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { serve } from "@hono/node-server";
import { OperationalError } from "#base";
import type { createServer } from "#server";

/** How long answers that are under way may take to finish when we stop. */
const patienceMs = 10_000;

export type Application = Pick<ReturnType<typeof createServer>, "fetch">;

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers that come before the application is there wait for it. */
export function lateServer(app: Promise<Application>): Application {
  app.catch(() => undefined);
  return { fetch: async (...call) => (await app).fetch(...call) };
}

export function serveHttp(app: Application, address: { host: string; port: number }): Promise<RunningServer> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: app.fetch, hostname: address.host, port: address.port }, (info: AddressInfo) => {
      done({
        port: info.port,
        close: () =>
          new Promise((closed) => {
            const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), patienceMs);
            server.close(() => {
              clearTimeout(late);
              closed();
            });
            // Answers that are under way may finish. Who only holds the line, as browsers do, would hold the door open.
            for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
          }),
      });
    });
    const sockets = new Set<Socket>();
    const busy = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    server.on("request", ({ socket }: IncomingMessage, answer: ServerResponse) => {
      busy.add(socket);
      answer.once("close", () => busy.delete(socket));
    });
    server.once("error", (cause: NodeJS.ErrnoException) => fail(listenError(cause, address)));
  });
}

function listenError(cause: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): OperationalError {
  if (cause.code === "EADDRINUSE") {
    return new OperationalError(
      "port-taken",
      `Port ${port} is taken by another program. Nothing was started. Stop that program, or choose another port with --port.`,
      { cause },
    );
  }
  if (cause.code === "EACCES")
    return new OperationalError(
      "port-refused",
      `This user may not listen on port ${port}. Nothing was started. Choose a port above 1023 with --port.`,
      { cause },
    );
  return new OperationalError(
    "cannot-listen",
    `Cannot listen on ${host}:${port} (${cause.code ?? "unknown reason"}). Nothing was started.`,
    { cause },
  );
}
