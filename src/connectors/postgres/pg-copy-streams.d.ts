declare module "pg-copy-streams" {
  import type { Readable, ReadableOptions } from "node:stream";
  import type { Submittable } from "pg";

  /** `COPY … TO STDOUT` as a stream of what the server sends. */
  export function to(text: string, options?: ReadableOptions): Readable & Submittable & { readonly rowCount: number };
}
