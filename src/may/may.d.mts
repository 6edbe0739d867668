/** May we? Answers of a running Gestand, remembered in this process. See docs/operating.md. */
export interface MayOptions {
  /** Where Gestand answers: `https://privacy.example.org`. */
  readonly url: string;
  /** The value of GESTAND_PERMISSION_TOKEN. */
  readonly token: string;
  /** No answer is older than this, in milliseconds. Default 5000. */
  readonly boundMs?: number;
  /** Persons that are remembered. Default 100,000. */
  readonly mostPersons?: number;
  /** In place of the built-in one, such as with a proxy. */
  readonly fetch?: (
    url: string,
    init: {
      readonly method?: "POST";
      readonly body?: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly signal: AbortSignal;
    },
  ) => Promise<Response>;
  /** Milliseconds that only go forward; for tests. */
  readonly now?: () => number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Why; a code. */
  readonly because: string;
}

export interface MayClient {
  /** At once, from what is remembered. No for whoever is not known yet, or when Gestand was not reached within the bound. */
  may(person: string, purpose: string): boolean;
  /** The same for a message of the policy. */
  mayContact(person: string, message: string): boolean;
  /** Asks when it is not remembered. Never throws: `unreachable` is a no. */
  ask(person: string, asked: { readonly purpose: string } | { readonly message: string }): Promise<Verdict>;
  /** Remembers these persons, before `may` is asked about them. Throws when Gestand cannot be reached. */
  load(persons: readonly string[]): Promise<void>;
  /** Looks now what changed, rather than at the next turn. */
  look(): Promise<void>;
  close(): void;
}

export function connectMay(options: MayOptions): MayClient;
