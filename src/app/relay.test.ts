import { expect, test } from "vitest";
import { Hono } from "hono";
import { Relay } from "./relay.ts";
import { serveHttp } from "./serve-http.ts";

test("answers that are under way end where they began, and new ones begin with whoever follows", async () => {
  const more = Promise.withResolvers<void>();
  const old = new Hono()
    .get("/", (c) => c.text("old"))
    .get("/long", (c) =>
      c.body(
        ReadableStream.from(
          (async function* () {
            yield Buffer.from("old ");
            await more.promise;
            yield Buffer.from("to the end");
          })(),
        ),
      ),
    );
  const relay = new Relay(old);
  const running = await serveHttp(relay, { host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${running.port}`;
  try {
    expect(await (await fetch(url)).text()).toBe("old");
    const long = await fetch(`${url}/long`);
    let left = false;
    const leaving = relay
      .hand(
        new Hono().get("/", (c) => c.text("new")),
        60_000,
      )
      .then(() => (left = true));
    expect(await (await fetch(url)).text()).toBe("new");
    expect(left).toBe(false);
    more.resolve();
    expect(await long.text()).toBe("old to the end");
    await leaving;
  } finally {
    await running.close();
  }
});
