import type { JsonSchema } from "../grammar/kind.ts";
import { policyKind } from "../language/policy.ts";
import { policyChapters } from "./chapters.ts";

/**
 * The language as JSON Schema (draft 7), for editors: completion, descriptions, first mistakes. Made from the grammar that
 * reads policies, so it accepts nothing else. What only a look at the whole document shows (unknown names, holds without
 * law) is left to `gestand check`.
 */
export function policyJsonSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Gestand policy",
    allOf: [policyKind.schema],
    definitions: Object.fromEntries(policyChapters().map((chapter) => [chapter.name, chapter.schema])),
  };
}
