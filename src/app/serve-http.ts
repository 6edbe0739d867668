/** Listens, and says clearly when it cannot. */
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { OperationalError } from "#base";
import type { createServer } from "#server";

/** How long answers that are under way may take to finish when we stop. */
const patienceMs = 10_000;

type Application = Pick<ReturnType<typeof createServer>, "fetch">;

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
            const late =
              "closeAllConnections" in server ? setTimeout(() => server.closeAllConnections(), patienceMs) : undefined;
            server.close(() => {
              clearTimeout(late);
              closed();
            });
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
