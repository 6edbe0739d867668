/** How a copy that goes to another controller stands, for the person and for staff. */
export type HandOverState = "asked" | "released" | "refused" | "done" | "failed" | "expired";

export interface HandOverView {
  readonly state: HandOverState;
  /** Of the address, with its port; absent once the request's key was destroyed. */
  readonly host?: string;
  /** What was sent, when it was. */
  readonly sizeBytes?: number;
  /** Hex, of everything that was sent. */
  readonly sha256?: string;
  readonly endedAt?: Date;
  /** Times that the upload was begun. */
  readonly attempts: number;
  /** The last answer of the other side (HTTP). */
  readonly status?: number;
  /** A code of ours. */
  readonly failure?: string;
}

export type HandOverEnd =
  | { readonly state: "done"; readonly sizeBytes: number; readonly sha256: string; readonly status: number }
  | { readonly state: "failed"; readonly failure: string; readonly status?: number }
  | { readonly state: "refused"; readonly explanation: string }
  | { readonly state: "expired" };
