/**
 * Services of other parties, reached over HTTP, each described by a declaration in YAML: which calls find, hand out,
 * correct and erase a person's records, how lists go on, how the end of a long work is known, and what is not offered.
 * Nothing here knows a vendor; their declarations are in `vendors`, with the page that each call was read in.
 */
export { connectHttp } from "./connect.ts";
export { builtInService, builtInServices } from "./load.ts";
export { unaskedServices } from "./unasked.ts";
export { parseService } from "./parse.ts";
export { plannedCalls } from "./planned.ts";
export { serviceReference } from "./reference.ts";
export { upload, type UploadOptions } from "./upload.ts";
export { addressOf, triedLookUps } from "./try.ts";
