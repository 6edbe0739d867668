/** What the environment says, read once. */
import { resolve } from "node:path";
import { OperationalError } from "#base";

export interface Configuration {
  readonly policyFile: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** The address under which persons reach us. */
  readonly publicUrl: URL;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** The file with the key that signs letters, and its name in the DNS; the mail server signs when left out. */
  readonly dkim?: { readonly file: string; readonly selector: string };
  readonly installationKey: string | undefined;
  readonly metricsToken: string | undefined;
  /** With which programs of the organisation say what they disclosed; without it they cannot. */
  readonly disclosuresToken?: string;
  /** With which programs of the organisation ask what they may, and say what persons chose; without it they cannot. */
  readonly permissionToken?: string;
  /** The file with the public keys by which the company's own app is believed; none when left out. */
  readonly appKeyFile?: string;
  /** Hosts of one's own network to which a copy may be handed over; none when left out. */
  readonly uploadHosts?: readonly string[];
  readonly trustedProxies: number;
  /** Origins of pages that ask visitors beside those of the policy: where a new site is tried. */
  readonly siteOrigins?: readonly string[];
  /** Letters about a new version that are handed to the mail server in a minute; what suits most when left out. */
  readonly lettersPerMinute?: number;
  /** Whether the published notice says of each promise what the last check found. */
  readonly showProof?: boolean;
  /** Values that a policy refers to as `env:NAME`. */
  readonly secret: (name: string) => string | undefined;
}

export interface Choices {
  readonly policy?: string;
  readonly port?: string;
  readonly host?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Command line first, then environment, then what suits a first try on one machine. */
export function configurationFrom(environment: Environment, choices: Choices = {}): Configuration {
  const port = portFrom(choices.port ?? environment["GESTAND_PORT"] ?? environment["PORT"] ?? "4100");
  const pace = environment["GESTAND_LETTERS_PER_MINUTE"];
  const origins = environment["GESTAND_SITE_ORIGINS"];
  const host = choices.host ?? environment["GESTAND_HOST"] ?? "127.0.0.1";
  return {
    policyFile: resolve(choices.policy ?? environment["GESTAND_POLICY"] ?? "policy.yaml"),
    databaseUrl: environment["DATABASE_URL"],
    dataDir: resolve(environment["GESTAND_DATA"] ?? ".gestand"),
    host,
    port,
    publicUrl: urlFrom("GESTAND_PUBLIC_URL", environment["GESTAND_PUBLIC_URL"] ?? `http://localhost:${port}`),
    smtpUrl: environment["GESTAND_SMTP_URL"],
    mailFrom: environment["GESTAND_MAIL_FROM"],
    ...(environment["GESTAND_DKIM_KEY"] === undefined
      ? {}
      : {
          dkim: {
            file: resolve(environment["GESTAND_DKIM_KEY"]),
            selector: environment["GESTAND_DKIM_SELECTOR"] ?? "gestand",
          },
        }),
    ...(environment["GESTAND_APP_KEY"] === undefined ? {} : { appKeyFile: resolve(environment["GESTAND_APP_KEY"]) }),
    ...(environment["GESTAND_UPLOAD_HOSTS"] === undefined
      ? {}
      : { uploadHosts: environment["GESTAND_UPLOAD_HOSTS"].split(",").map((host) => host.trim()) }),
    installationKey: environment["GESTAND_KEY"],
    metricsToken: environment["GESTAND_METRICS_TOKEN"],
    ...(environment["GESTAND_DISCLOSURES_TOKEN"] === undefined
      ? {}
      : { disclosuresToken: tokenFrom("GESTAND_DISCLOSURES_TOKEN", environment["GESTAND_DISCLOSURES_TOKEN"]) }),
    ...(environment["GESTAND_PERMISSION_TOKEN"] === undefined
      ? {}
      : { permissionToken: tokenFrom("GESTAND_PERMISSION_TOKEN", environment["GESTAND_PERMISSION_TOKEN"]) }),
    trustedProxies: countFrom("GESTAND_TRUSTED_PROXIES", environment["GESTAND_TRUSTED_PROXIES"] ?? "0"),
    ...(origins === undefined ? {} : { siteOrigins: originsFrom(origins) }),
    ...(pace === undefined ? {} : { lettersPerMinute: paceFrom(pace) }),
    showProof: environment["GESTAND_SHOW_PROOF"] === "yes",
    secret: (name) => environment[name],
  };
}

/** Short ones can be guessed over the network. */
function tokenFrom(name: string, text: string): string {
  if (text.length >= 24) return text;
  throw new OperationalError(
    "configuration",
    `${name} is shorter than 24 characters. Nothing was started. Give a random one, such as "openssl rand -hex 24" prints.`,
  );
}

function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new OperationalError(
    "configuration",
    `"${text}" is not a port: give a number from 0 to 65535. Nothing was started.`,
  );
}

function countFrom(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0 && count <= 10) return count;
  throw new OperationalError("configuration", `${name} is "${text}": give a number from 0 to 10. Nothing was started.`);
}

function originsFrom(text: string): readonly string[] {
  const origins = text.split(",").map((one) => one.trim());
  const wrong = origins.find((one) => !URL.canParse(one) || new URL(one).origin !== one);
  if (wrong === undefined) return origins;
  throw new OperationalError(
    "configuration",
    `GESTAND_SITE_ORIGINS has "${wrong}": give origins such as https://test.example.org, with commas between. Nothing was started.`,
  );
}

function paceFrom(text: string): number {
  const letters = Number(text);
  if (Number.isInteger(letters) && letters >= 1 && letters <= 1_000_000) return letters;
  throw new OperationalError(
    "configuration",
    `GESTAND_LETTERS_PER_MINUTE is "${text}": give a number from 1 to 1000000. Nothing was started.`,
  );
}

function urlFrom(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === "https:" || url.protocol === "http:") && url.pathname === "/") return url;
  throw new OperationalError(
    "configuration",
    `${name} is "${text}": give an address such as https://privacy.example.org, without a path. Nothing was started.`,
  );
}
