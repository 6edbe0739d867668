/** What is personal in a request, sealed under the request's own key, by name. Gone as soon as the key is. */
import type { RequestId } from "#base";
import type { Anchor, Located } from "#connectors";
import type { Cipher, KeyId, Reader, Transaction } from "#store";
import type { Residence } from "#policy";
import type { Clarification } from "./clarification.ts";
import type { DecidedCorrection } from "./corrections-sealed.ts";
import { tables } from "./tables.ts";
import type { House } from "./house.ts";

/** The names and the shapes behind them; `identity-file` is raw bytes, the rest is JSON. */
export interface Secrets {
  email: string;
  /** Of whoever asks for somebody else, as they call themselves; `email` is theirs then, and `known-email` the person's. */
  "asker-name": string;
  /** Empty when the person named no other address, so that storing a request always takes the same work. */
  "known-email": string;
  /** What else the person says they are known by; empty when nothing, for the same reason. */
  "known-as": Readonly<Record<string, string>>;
  message: string;
  /** A country or a part of one; empty when the person did not say it, for the same reason. */
  residence: Residence;
  clarifications: readonly Clarification[];
  /** Kept sealed, so that later letters can lead back to the same page. */
  "follow-token": string;
  "extension-reason": string;
  "refusal-explanation": string;
  corrections: readonly DecidedCorrection[];
  /** What the search found, per system: candidates with labels, rows by address. */
  found: readonly FoundInSystem[];
  /** Anchors chosen, by the search when there was no doubt, else by staff. */
  chosen: readonly Anchor[];
  /** Where the copy goes to another controller: an https address, which may hold a token. */
  "hand-over": string;
  "identity-name": { readonly name: string; readonly mediaType: string; readonly sizeBytes: number };
}
export interface FoundInSystem {
  readonly system: string;
  readonly candidates: readonly {
    readonly anchor: Anchor;
    readonly person: string;
    readonly label: string;
    /** ISO instant. */
    readonly addressSince?: string;
    /** Found only under the other address that the requester named, not under the one that was proven. */
    readonly elsewhere?: true;
    /** Identities that the requester named and under which it was found, when it was not found under the proven address. */
    readonly under?: readonly string[];
    /** Whose customer's they are: of the policy's `onBehalf`, which, and where that customer takes requests. */
    readonly customer?: { readonly of: string; readonly key: string; readonly email?: string; readonly name?: string };
  }[];
  readonly byAddress: Located["byAddress"];
}
const identityFile = "identity-file";
type Name = keyof Secrets | typeof identityFile;

function contextOf(id: RequestId, name: Name): string {
  return `request/${id}/${name}`;
}

/** One request's sealed values, opened for one piece of work. `undefined` from `openSecrets` when the key was shredded. */
export class OpenSecrets {
  readonly #id: RequestId;
  readonly #cipher: Cipher;

  constructor(id: RequestId, cipher: Cipher) {
    this.#id = id;
    this.#cipher = cipher;
  }

  async read<N extends keyof Secrets>(reader: Reader, name: N): Promise<Secrets[N] | undefined> {
    const bytes = await this.#bytes(reader, name);
    return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as Secrets[N]);
  }

  async write<N extends keyof Secrets>(tx: Transaction, name: N, value: Secrets[N]): Promise<void> {
    await this.#put(tx, name, new TextEncoder().encode(JSON.stringify(value)));
  }

  async readFile(reader: Reader): Promise<Uint8Array | undefined> {
    return this.#bytes(reader, identityFile);
  }

  async writeFile(tx: Transaction, bytes: Uint8Array): Promise<void> {
    await this.#put(tx, identityFile, bytes);
  }

  async #bytes(reader: Reader, name: Name): Promise<Uint8Array | undefined> {
    const row = await tables(reader)
      .selectFrom("request_secret")
      .select("sealed")
      .where("request_id", "=", this.#id)
      .where("name", "=", name)
      .executeTakeFirst();
    return row === undefined ? undefined : this.#cipher.open(row.sealed, contextOf(this.#id, name));
  }

  async #put(tx: Transaction, name: Name, bytes: Uint8Array): Promise<void> {
    const sealed = Buffer.from(this.#cipher.seal(bytes, contextOf(this.#id, name)));
    await tables(tx)
      .insertInto("request_secret")
      .values({ request_id: this.#id, name, sealed })
      .onConflict((conflict) => conflict.columns(["request_id", "name"]).doUpdateSet({ sealed }))
      .execute();
  }
}

export async function openSecrets(
  house: House,
  reader: Reader,
  row: { id: RequestId; key_id: KeyId },
): Promise<OpenSecrets | undefined> {
  const cipher = await house.store.vault.cipher(reader, row.key_id);
  return cipher === undefined ? undefined : new OpenSecrets(row.id, cipher);
}

/** Removes what a person showed to prove who they are: at the decision, and whenever a request ends. */
export async function forgetIdentityEvidence(tx: Transaction, id: RequestId): Promise<void> {
  await tables(tx)
    .deleteFrom("request_secret")
    .where("request_id", "=", id)
    .where("name", "in", [identityFile, "identity-name"])
    .execute();
}

export async function forgetSecrets(tx: Transaction, id: RequestId): Promise<void> {
  await tables(tx).deleteFrom("request_secret").where("request_id", "=", id).execute();
  await tables(tx).deleteFrom("request_message").where("request_id", "=", id).execute();
}
