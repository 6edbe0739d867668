/** Structured events. Never an address, a path with a token in it, a name, a body or a secret. */
export interface LogEvent {
  readonly level: "info" | "warning" | "error";
  readonly event: string;
  readonly [fact: string]: string | number | boolean | undefined;
}
export type Logger = (event: LogEvent) => void;
