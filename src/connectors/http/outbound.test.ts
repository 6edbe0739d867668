import * as fc from "fast-check";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { isPrivateAddress, isPublicAddress } from "./addresses.ts";
import { Outbound, type OutboundOptions } from "./outbound.ts";

const numRuns = Math.min(Number(process.env["GESTAND_RUNS"] ?? 100), 1_000);
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

function outbound(options: Partial<OutboundOptions> = {}): Outbound {
  const out = new Outbound({ ownHosts: [], timeoutMs: 2_000, answerBytes: 10_000, ...options });
  closing.push(() => out.close());
  return out;
}

const get = (url: string) => ({ method: "GET", url: new URL(url), headers: { authorization: "Bearer secret" } });

describe("where a call may go", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.20.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "0:0:0:0:0:ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fd00:ec2::254",
  ])("%s is not of the public internet", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each(["169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "224.0.0.1"])(
    "%s is out of reach even for a host of one's own network",
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  test("an IPv4 address is judged the same however it is written as IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const mapped of [
          `::ffff:${address}`,
          `::ffff:${hex}`,
          `0:0:0:0:0:ffff:${hex}`,
          `::FFFF:${hex.toUpperCase()}`,
        ])
          expect(isPublicAddress(mapped)).toBe(isPublicAddress(address));
      }),
      { numRuns },
    );
  });

  test.each([
    "http://127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f.1:PORT/",
  ])("%s is refused before anything is sent", async (url) => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked++;
      response.end("{}");
    });
    await expect(outbound().send(get(url.replace("PORT", String(port))))).rejects.toMatchObject({
      code: "address-refused",
    });
    expect(asked).toBe(0);
  });

  test("a name with one good and one bad address is refused, and so is one without TLS or with a password", async () => {
    const out = outbound({
      resolve: (host) => Promise.resolve(host === "mixed.example" ? ["1.1.1.1", "10.0.0.1"] : ["1.1.1.1"]),
    });
    for (const url of [
      "https://mixed.example/",
      "http://plain.example/",
      "https://user:password@good.example/",
      "ftp://good.example/",
    ])
      await expect(out.send(get(url))).rejects.toMatchObject({ code: "address-refused", retryable: false });
  });

  test("the connection goes to the address that was looked at, and the name is resolved once for each call", async () => {
    const port = await serve((request, response) => response.end(JSON.stringify({ host: request.headers.host })));
    const names: string[] = [];
    const resolve = (host: string) => {
      names.push(host);
      return Promise.resolve(names.length === 1 ? ["127.0.0.1"] : ["169.254.169.254"]);
    };
    const out = outbound({ resolve, ownHosts: ["crm.internal"] });
    const answer = await out.send(get(`http://crm.internal:${port}/`));
    expect(JSON.parse(answer.body.toString())).toEqual({ host: `crm.internal:${port}` });
    expect(names).toEqual(["crm.internal"]);
    await expect(out.send(get(`http://crm.internal:${port}/`))).rejects.toMatchObject({ code: "address-refused" });
  });
});

describe("what comes back", () => {
  const own = { ownHosts: ["127.0.0.1"] };

  test("a redirect is followed for reading and on the same host alone, and our credentials go nowhere else", async () => {
    const elsewhere: string[] = [];
    const other = await serve((request, response) => {
      elsewhere.push(request.headers.authorization ?? "");
      response.end("{}");
    });
    const port = await serve((request, response) => {
      const to: Record<string, string> = {
        "/same": "/there",
        "/other": `http://127.0.0.1:${other}/`,
        "/name": "https://metadata.example/",
        "/loop": "/loop",
      };
      const location = to[request.url ?? ""];
      if (location === undefined) response.end('{"here":true}');
      else response.writeHead(302, { location }).end();
    });
    const out = outbound(own);
    const at = (path: string) => get(`http://127.0.0.1:${port}${path}`);
    expect((await out.send(at("/same"))).body.toString()).toBe('{"here":true}');
    for (const path of ["/other", "/name", "/loop"])
      await expect(out.send(at(path))).rejects.toMatchObject({ code: "service-redirects" });
    await expect(out.send({ ...at("/same"), method: "DELETE" })).rejects.toMatchObject({ code: "service-redirects" });
    expect(elsewhere).toEqual([]);
  });

  test("an answer that is too large, too slow or broken off is an error that can be told apart", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/large") response.end("x".repeat(20_000));
      else if (request.url === "/endless") response.writeHead(200).write("x");
      else if (request.url === "/broken")
        response.writeHead(200, { "content-length": "50" }).write("x", () => response.destroy());
    });
    const out = outbound({ ...own, timeoutMs: 150 });
    const at = (path: string) => get(`http://127.0.0.1:${port}${path}`);
    await expect(out.send(at("/large"))).rejects.toMatchObject({ code: "answer-too-large", retryable: false });
    await expect(out.send(at("/endless"))).rejects.toMatchObject({ code: "service-slow", retryable: true });
    await expect(out.send(at("/silent"))).rejects.toMatchObject({ code: "service-slow", retryable: true });
    await expect(out.send(at("/broken"))).rejects.toMatchObject({ code: "service-unreachable", retryable: true });
  });
});
