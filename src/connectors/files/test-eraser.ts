/** Erases user 1 from the logs of a folder, in a process of its own that a test may kill. Prints `begun` and `done`. */
import { connectFolder, known, orderFor } from "./testing.ts";

const [path = ""] = process.argv.slice(2);
const store = await connectFolder(path, { format: "ndjson", names: ["*.log*"] }, ["id"]);
process.stdout.write("begun\n");
const outcome = await store.erase(orderFor(known({ id: ["1"] })));
process.stdout.write(`done ${outcome.ok ? outcome.value.erased : outcome.message}\n`);
