/** Listens, and says clearly when it cannot. */
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { OperationalError } from "#base";
import type { createServer } from "#server";

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export function serveHttp(
  app: ReturnType<typeof createServer>,
  address: { host: string; port: number },
): Promise<RunningServer> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: app.fetch, hostname: address.host, port: address.port }, (info: AddressInfo) => {
      done({
        port: info.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            // Keep-alive connections would hold the door open; answers that are under way may finish.
            if ("closeIdleConnections" in server) server.closeIdleConnections();
          }),
      });
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
