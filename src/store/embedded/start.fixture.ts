/** A process of its own that starts a server in the folder it is given, says how, and waits to be told to stop or killed. */
import { isOperationalError } from "#base";
import { startEmbedded } from "./embedded.ts";

const [dataDir = ""] = process.argv.slice(2);
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
try {
  const cluster = await startEmbedded({ dataDir, settings: { fsync: "off" } });
  say({ adopted: cluster.adopted, shared: cluster.shared, url: cluster.url("postgres"), uid: process.getuid?.() });
  process.stdin.on("data", () => {
    void cluster.stop().then(() => process.exit(0));
  });
} catch (error) {
  say(
    isOperationalError(error) ? { code: error.code, message: error.message } : { code: "bug", message: String(error) },
  );
}
