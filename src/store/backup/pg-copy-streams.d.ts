declare module "pg-copy-streams" {
  import type { Writable, WritableOptions } from "node:stream";
  import type { Submittable } from "pg";

  /** `COPY … FROM STDIN` as a stream to write into. */
  export function from(text: string, options?: WritableOptions): Writable & Submittable & { readonly rowCount: number };
}
