/**
 * The wire contract: one schema per endpoint, from which the OpenAPI document comes. Pure; it decides nothing and knows no
 * HTTP library. What the pages of `web` show are these same shapes.
 */
export { type Endpoint, endpoints } from "./endpoints.ts";
export { openApi } from "./open-api.ts";
export * from "./corrections.ts";
export * from "./disclosures.ts";
export * from "./law.ts";
export * from "./permission.ts";
export * from "./queue.ts";
export * from "./app.ts";
export * from "./hand-over.ts";
export * from "./messages.ts";
export * from "./views.ts";
export * from "./choice.ts";
