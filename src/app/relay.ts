/** One address for applications that follow each other. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Application } from "./serve-http.ts";

interface Turn {
  readonly app: Application;
  /** Answers that it has begun and not ended. */
  open: number;
  ended: (() => void) | undefined;
}

/** Each request is answered to its end, streams included, by the application that was there when it came. */
export class Relay implements Application {
  #turn: Turn;

  constructor(app: Application) {
    this.#turn = { app, open: 0, ended: undefined };
  }

  readonly fetch: Application["fetch"] = async (request, env, context) => {
    const turn = this.#turn;
    turn.open += 1;
    const end = () => {
      turn.open -= 1;
      if (turn.open === 0) turn.ended?.();
    };
    // Node's own answer is closed once its last byte is out, or the visitor has gone.
    const { outgoing } = (env ?? {}) as { incoming?: IncomingMessage; outgoing?: ServerResponse };
    outgoing?.once("close", end);
    try {
      return await turn.app.fetch(request, env, context);
    } finally {
      if (outgoing === undefined) end();
    }
  };

  /** New requests go to `next`. Resolves when the last answer of the one before has ended, or after `patienceMs`. */
  async hand(next: Application, patienceMs: number): Promise<void> {
    const before = this.#turn;
    this.#turn = { app: next, open: 0, ended: undefined };
    if (before.open === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    before.ended = resolve;
    const late = setTimeout(resolve, patienceMs);
    await promise;
    clearTimeout(late);
  }
}
