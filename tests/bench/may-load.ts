/** Programs that ask, so many at a time, each with so many questions at once; run as a process of its own. */
import { loadHttp } from "./http-load.ts";

const [port = 0, connections = 0, seconds = 0, asksAtOnce = 0, persons = 0] = process.argv.slice(2).map(Number);
const token = process.env["GESTAND_PERMISSION_TOKEN"] ?? "";
let sent = 0;
const { answered, ...loaded } = await loadHttp({ port, connections, seconds, status: 200, request });
process.stdout.write(JSON.stringify({ ...loaded, answersPerSecond: (answered * asksAtOnce) / seconds }));

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
