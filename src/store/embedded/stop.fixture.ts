/** A process in which nothing but the server it starts and stops is alive. */
import { startEmbedded } from "./embedded.ts";

const [dataDir = ""] = process.argv.slice(2);
const cluster = await startEmbedded({ dataDir, settings: { fsync: "off" } });
await cluster.stop();
process.stdout.write("stopped\n");
