/** What every sample business has, so that `gestand start --example NAME` runs any of them. */

export interface Example {
  /** The name of its folder. */
  readonly name: string;
  readonly policyFile: URL;
  /** Its databases; the policy names each by the variable that holds its address. */
  readonly databases: readonly ExampleDatabase[];
  /** Folders of its files, filled once its databases are; the policy names each by the variable that holds its place. */
  readonly folders?: readonly ExampleFolder[];
  /** Somebody to try a request with. */
  readonly tryAddress: string;
}

export interface ExampleFolder {
  /** The variable that `stores.*.reach.url` of the policy names: `VIDEO_PHOTOS`. */
  readonly urlFrom: string;
  /** Its name beside the databases. */
  readonly folder: string;
  /** The variable of the database whose rows name the files. */
  readonly database: string;
  /** One row for each file, with its `key`. */
  readonly keys: string;
}

export interface ExampleDatabase {
  /** The variable that `systems.*.url` of the policy names: `SHOP_DATABASE_URL`. */
  readonly urlFrom: string;
  /** Its name in the built-in PostgreSQL. */
  readonly database: string;
  /** Deterministic: the same size and day give the same rows. Fails when the database is not empty. */
  readonly build: (options: BuildOptions) => Promise<void>;
}

export interface BuildOptions {
  /** Address of an empty PostgreSQL database; the role must own it and may create roles. */
  readonly url: string;
  /** Persons beside the cast: 0 for the cast alone. */
  readonly size: number;
  /** Calendar day from which all dates count back, `YYYY-MM-DD`. */
  readonly today: string;
}
