/** What a command may do with the world it was started from. */
export interface Terminal {
  /** Bytes are a file, such as a spreadsheet. */
  readonly out: (content: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What was piped in, whole. */
  input(): Promise<string>;
  /** One line that somebody types, when there is somebody. */
  readonly ask?: (question: string) => Promise<string>;
  /** Resolves when somebody asks us to stop (Ctrl-C, SIGTERM). */
  stopped(): Promise<void>;
}

export const exitCode = { done: 0, found: 1, usage: 2, unavailable: 69, fault: 70 } as const;

export interface Outcome {
  code: number;
}
