/**
 * The wire contract: one schema per endpoint, from which the OpenAPI document comes. Pure; it decides nothing.
 */
export {};
