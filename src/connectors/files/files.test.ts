import { chmod, lstat, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { connectFolder, freshFolder, handedOut, keyed, known, orderFor } from "./testing.ts";

function logLine(ip: string, user: string): string {
  return `${ip} - ${user} [10/Oct/2026:13:55:36 +0200] "GET / HTTP/1.1" 200 23 "-" "x y"`;
}

function long(id: number): string {
  return JSON.stringify({ id, text: "x".repeat(3_000_000) });
}

function codes(problems: readonly { readonly code: string; readonly severity: string }[]): readonly string[] {
  return problems.map(({ code, severity }) => `${code} ${severity}`);
}

describe("whole files", () => {
  test("a key that leads out of the folder, or through a link, is refused, and nothing outside is touched", async () => {
    await using outside = await freshFolder();
    await using folder = await freshFolder();
    await outside.put("secret.txt", "theirs");
    await folder.put("in/a.txt", "mine");
    await symlink(outside.path, join(folder.path, "out"));
    await symlink(join(outside.path, "secret.txt"), join(folder.path, "in/link.txt"));
    const store = await connectFolder(folder.path);
    const up = `../${outside.path.split("/").at(-1)}/secret.txt`;
    for (const key of [
      up,
      "/etc/passwd",
      "in/../in/a.txt",
      "out/secret.txt",
      "in/link.txt",
      "in",
      "a\0b",
      "out/*",
      "../*",
      "in/*",
    ]) {
      const found = await store.find(keyed(key));
      const refused = await store.erase(orderFor(keyed(key)));
      expect([key, refused.ok]).toEqual([key, false]);
      expect(found.problems[0]).toMatchObject({ code: "store-unsafe-name", severity: "error" });
    }
    expect(await outside.read("secret.txt")).toBe("theirs");
    expect(await folder.read("in/a.txt")).toBe("mine");
  });

  test("folders that become empty go, others and the folder itself stay, also when an earlier try was cut off", async () => {
    await using folder = await freshFolder();
    await folder.put("a/b/c/one.txt", "1");
    await folder.put("a/other.txt", "2");
    const store = await connectFolder(folder.path);
    const killed = store.erase(
      orderFor(keyed("a/b/c/one.txt"), {
        crashPoint: (name) => {
          if (name === "between-items") throw new Error("killed");
        },
      }),
    );
    await expect(killed).rejects.toThrow("killed");
    await store.erase(orderFor(keyed("a/b/c/one.txt")));
    await expect(lstat(join(folder.path, "a/b"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(await folder.read("a/other.txt")).toBe("2");
    await store.erase(orderFor(keyed("a/other.txt")));
    expect((await lstat(folder.path)).isDirectory()).toBe(true);
  });

  test("odd names are found as they are, and come as names that every ZIP program can write", async () => {
    await using folder = await freshFolder();
    const names = ["é/ü +.txt", "e\u0301.txt", "a b", 'q"*?.txt', "\u00e9.txt", "con.txt", "line\nend.txt"];
    for (const name of names) await folder.put(name, name);
    const store = await connectFolder(folder.path);
    const out = await handedOut(store, keyed(...names));
    expect(Object.values(out).map((text) => Buffer.from(text, "latin1").toString())).toEqual(names);
    for (const name of Object.keys(out)) expect(name).not.toMatch(/[\n"*?]|^con/);
    const outcome = await store.erase(orderFor(keyed(...names)));
    expect(outcome.ok && outcome.value.erased).toBe(names.length);
  });
});

describe("lines", () => {
  test("bytes that are no UTF-8, line ends of Windows and a missing last line end stay as they are", async () => {
    await using folder = await freshFolder();
    const bob = Buffer.from('{"id":12,"t":"\u00ff\u00fe"}\r\n', "latin1");
    const ann = Buffer.from('{"id":1,"t":"\u00ff"}\r\n', "latin1");
    const last = '{"id":1}';
    const path = await folder.put("a.log", Buffer.concat([bob, ann, bob, Buffer.from(last)]));
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    const outcome = await store.erase(orderFor(known({ id: ["1"] })));
    expect(outcome).toMatchObject({ ok: true, value: { erased: 2 } });
    const text = await folder.read("a.log");
    const b = bob.toString("latin1");
    expect(text).toBe(`${b}{}${" ".repeat(ann.length - 4)}\r\n${b}{}${" ".repeat(last.length - 2)}`);
    expect((await stat(path)).mtimeMs).toBe(1_700_000_000_000);
  });

  test("a last line that a program is still writing is left until it is written", async () => {
    await using folder = await freshFolder();
    await folder.put("a.log", '{"id":1,"t":"x"}\n{"id":1,"t":"y"}');
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    await expect(store.erase(orderFor(known({ id: ["1"] })))).rejects.toMatchObject({
      code: "store-busy",
      retryable: true,
    });
    expect(await folder.read("a.log")).toBe('{}              \n{"id":1,"t":"y"}');
  });

  test("values are compared whole: no longer number, no part of a text, no other member, no other name", async () => {
    await using folder = await freshFolder();
    const others = [
      '{"id":10}',
      '{"id":"a1"}',
      '{"xid":1}',
      '{"id":{"id2":1}}',
      '{"t":"id 1"}',
      '{"id":-1}',
      "1",
      '{"id":1.5}',
    ];
    const mine = ['{"id":1}', '{"id":"1"}', '{ "id" : 1 , "a":[{"b":"}"}] }', '{"a":{"id":2},"id":1}', '{"id":[2,1]}'];
    await folder.put("a.log", `${[...others, ...mine].join("\n")}\n`);
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    expect((await store.find(known({ id: ["1"] }))).items).toBe(mine.length);
    await store.erase(orderFor(known({ id: ["1"] })));
    const lines = (await folder.read("a.log")).split("\n");
    expect(lines.slice(0, others.length)).toEqual(others);
    expect(lines.slice(others.length, -1).map((line) => line.trim())).toEqual(mine.map(() => "{}"));
  });

  test("paths, lists, escapes and spellings of an address are seen", async () => {
    await using folder = await freshFolder();
    const mine = [
      '{"user":{"mail":"Ann@X.example"}}',
      String.raw`{"user":{"mail":"ann\u0040x.example"}}`,
      '{"user":[{"mail":"b@x.example"},{"mail":" ann@x.example "}]}',
      '{"user.mail":"ann@x.example"}',
    ];
    const others = [
      '{"mail":"ann@x.example"}',
      '{"user":{"mail":"joann@x.example"}}',
      '{"user":{"mail":"ann@x.example.org"}}',
    ];
    await folder.put("a.log", `${[...mine, ...others].join("\n")}\n`);
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["user.mail"]);
    const ann = known({ "user.mail": ["ann@x.example"] }, ["ann@x.example"]);
    expect(Object.values(await handedOut(store, ann)).join("")).toBe(`${mine.join("\n")}\n`);
  });

  test("only the named fields are emptied where the policy says so, and the line stays readable", async () => {
    await using folder = await freshFolder();
    await folder.put(
      "a.ndjson",
      '{"ip":"10.0.0.1","id":1,"n":5}\n{"ip":"10.0.0.1","id":2,"n":5}\n{"id":1234,"ip":null}\n',
    );
    const store = await connectFolder(folder.path, { format: "ndjson", erase: "fields" }, ["id", "ip"]);
    await store.erase(orderFor(known({ id: ["1", "1234"] })));
    const text = await folder.read("a.ndjson");
    expect(text).toBe('{"ip":""        ,"id":0,"n":5}\n{"ip":"10.0.0.1","id":2,"n":5}\n{"id":null,"ip":null}\n');
    await using logs = await freshFolder();
    await logs.put("access.log", `${logLine("10.0.0.1", "ann")}\n${logLine("10.0.0.10", "bob")}\n`);
    const web = await connectFolder(logs.path, { format: "combined", erase: "fields" }, ["ip", "user"]);
    await web.erase(orderFor(known({ ip: ["10.0.0.1"] })));
    expect(await logs.read("access.log")).toBe(`${logLine("--------", "---")}\n${logLine("10.0.0.10", "bob")}\n`);
  });

  test("a line of the combined log format that is erased says when something was asked and not by whom or what", async () => {
    await using folder = await freshFolder();
    const line = String.raw`::1 - ann [10/Oct/2026:13:55:36 +0200] "GET /ann?q=\"x\" HTTP/1.1" 200 2326 "https://x/ann" "Mozilla \"5\"" "9.9.9.9" 17`;
    await folder.put("access.log", `${line}\n`);
    const store = await connectFolder(folder.path, { format: "combined" }, ["host"]);
    await store.erase(orderFor(known({ host: ["::1"] })));
    const text = await folder.read("access.log");
    expect(text).toHaveLength(line.length + 1);
    expect(text).toMatch(/^--- - --- \[10\/Oct\/2026:13:55:36 \+0200\] "-+" 200 0000 "-+" "-+" "-+" --\n$/);
  });

  test("CSV keeps its rows: quoted line ends, doubled quotes, semicolons, a mark at the beginning", async () => {
    await using folder = await freshFolder();
    const header = '\u00ef\u00bb\u00bf"id";name;note\r\n';
    const bob = '12;"B; ""b""\r\n1;x;y";z\r\n';
    const ann = '"1";"A\r\n12;x";5" pipe\r\n';
    await folder.put("a.csv", Buffer.from(`${header}${bob}${ann}${bob}`, "latin1"));
    const store = await connectFolder(folder.path, { format: "csv" }, ["id"]);
    expect(Object.values(await handedOut(store, known({ id: ["1"] })))).toEqual([header + ann]);
    await store.erase(orderFor(known({ id: ["1"] })));
    expect(await folder.read("a.csv")).toBe(`${header}${bob}" ";" \r\n    ";       \r\n${bob}`);
  });

  test("a line longer than a megabyte is erased, and the lines around it stay", async () => {
    await using folder = await freshFolder();
    await folder.put("a.log", `${long(12)}\n${long(1)}\n${long(12)}\n`);
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    await store.erase(orderFor(known({ id: ["1"] })));
    expect(await folder.read("a.log")).toBe(`${long(12)}\n${"{}".padEnd(long(1).length)}\n${long(12)}\n`);
  });

  test("a packed file loses the lines and keeps mode, time and everything else", async () => {
    await using folder = await freshFolder();
    const twice = Buffer.concat([gzipSync('{"id":1}\n{"id":12}\n'), gzipSync('{"id":1}\n{"id":13}')]);
    const path = await folder.put("a.log.1.gz", twice);
    await chmod(path, 0o640);
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    const outcome = await store.erase(orderFor(known({ id: ["1"] })));
    expect(outcome).toMatchObject({ ok: true, value: { erased: 2 } });
    expect(gunzipSync(Buffer.from(await folder.read("a.log.1.gz"), "latin1")).toString()).toBe('{"id":12}\n{"id":13}');
    const now = await stat(path);
    expect([now.mode & 0o777, now.mtimeMs]).toEqual([0o640, 1_700_000_000_000]);
    expect(JSON.parse(await folder.dump())).toHaveLength(1);
  });

  test("many values, values with quotes and values that hide in escapes are all found", async () => {
    await using folder = await freshFolder();
    const lines = Array.from({ length: 200 }, (_, id) => JSON.stringify({ id: `k${id}` }));
    const odd = ['a"b', "ü/é", "x\\y"];
    await folder.put(
      "a.log",
      [...lines, ...odd.map((id) => JSON.stringify({ id })), '{"id":"\\u00fc\\/é"}', ""].join("\n"),
    );
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    expect((await store.find(known({ id: Array.from({ length: 50 }, (_, id) => `k${id}`) }))).items).toBe(50);
    expect((await store.find(known({ id: odd }))).items).toBe(4);
  });
});

describe("what is in the way", () => {
  test("what cannot be read is said with what to do, and blocks the erasure", async () => {
    await using folder = await freshFolder();
    await folder.put("a.log.bz2", "x");
    await folder.put("b.log.zst", "x");
    await folder.put("wide.log", Buffer.from('\ufeff{"id":1}\n', "utf16le"));
    await symlink("/etc/passwd", join(folder.path, "c.log"));
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    const found = await store.find(known({ id: ["1"] }));
    expect(codes(found.problems)).toEqual(["store-packed error", "store-links error", "store-format error"]);
    expect((await store.erase(orderFor(known({ id: ["1"] })))).ok).toBe(false);
    expect(await store.residue(known({ id: ["1"] }))).toEqual([
      { table: "logs", column: "files that cannot be read", rows: 4 },
    ]);
    await using csv = await freshFolder();
    await csv.put("a.csv", "name,mail\nAnn,a@x\n");
    const sheet = await connectFolder(csv.path, { format: "csv" }, ["id"]);
    expect(codes((await sheet.find(known({ id: ["1"] }))).problems)).toEqual(["store-columns error"]);
    await csv.put("a.csv", "");
    await csv.put("b.gz", "no gzip");
    await expect(sheet.find(known({ id: ["1"] }))).rejects.toMatchObject({ code: "store-format" });
  });

  test("a line that cannot be read is left alone and said, when it holds a value that means this person", async () => {
    await using folder = await freshFolder();
    await folder.put("a.log", 'error for user-123456: boom\n{"id":"user-123456"}\n1\n');
    const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    const ann = known({ id: ["user-123456"] });
    expect(codes((await store.find(ann)).problems)).toEqual(["store-unreadable warning"]);
    await store.erase(orderFor(ann));
    expect(await folder.read("a.log")).toMatch(/^error for user-123456: boom\n\{\} +\n1\n$/);
    expect(await store.residue(ann)).toEqual([{ table: "logs", column: "lines that cannot be read", rows: 1 }]);
  });

  test("a folder that is not there, an address that is not set and unknown fields are said", async () => {
    await using folder = await freshFolder();
    await expect(connectFolder(undefined)).rejects.toMatchObject({ code: "store-address" });
    const gone = await connectFolder(join(folder.path, "gone"));
    expect(codes(await gone.inspect())).toEqual(["store-unreachable error"]);
    await expect(gone.find(keyed("a"))).rejects.toMatchObject({ code: "store-unreachable", retryable: true });
    const web = await connectFolder(folder.path, { format: "combined", names: ["*.log"] }, ["ip", "session"]);
    expect(codes(await web.inspect())).toEqual(["store-unknown-field error", "store-no-files warning"]);
    const lines = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
    expect(codes((await lines.find(keyed("a"))).problems)).toEqual(["store-misplaced error"]);
  });

  test("names of files are patterns in any folder, or with their folders", async () => {
    await using folder = await freshFolder();
    for (const name of ["a.log", "sub/b.log", "sub/deep/c.log", "d.txt", "a+log"]) await folder.put(name, '{"id":1}\n');
    const found = async (...names: string[]) => {
      const store = await connectFolder(folder.path, { format: "ndjson", names }, ["id"]);
      return (await store.find(known({ id: ["1"] }))).items;
    };
    expect(await found("*.log")).toBe(3);
    expect(await found("sub/*.log")).toBe(1);
    expect(await found("*", "*.log")).toBe(5);
  });
});
