/**
 * The only place where things are wired: configuration becomes a store, rooms, a server and a worker. Nothing below knows
 * that it exists, and it decides nothing.
 */
export { backUpOwn, type Restored, restoreOwn } from "./backup.ts";
export { type Configuration, configurationFrom } from "./configuration.ts";
export { openHouse, type House } from "./house.ts";
export { keepHouse, type KeptHouse } from "./keep-house.ts";
export { operator } from "./carried-out.ts";
export { planPublication, type Publication, type PublicationOrder } from "./publishing.ts";
export { withSystem } from "./systems.ts";
export { mailTransport } from "./mail-transport.ts";
export { loadPolicy } from "./load-policy.ts";
export { type Archive, openArchive } from "./archive.ts";
export { exampleNames, startSample, type Sample } from "./sample.ts";
export { serveHttp, type RunningServer } from "./serve-http.ts";
export { jsonLines, forPeople } from "./logging.ts";
export { version } from "./version.ts";
