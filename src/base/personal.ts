/**
 * A value that belongs to a person. It prints as `[personal]` in logs, errors, templates and JSON; `reveal()` is the
 * one, greppable way in.
 */
export class Personal<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  map<U>(change: (value: T) => U): Personal<U> {
    return new Personal(change(this.#value));
  }

  toString(): string {
    return "[personal]";
  }

  toJSON(): string {
    return "[personal]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[personal]";
  }
}

/** The form in which e-mail addresses are compared: without outer white space, lower case, Unicode composed. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

/** Enough of an address for its owner to recognise it, too little to write to it: `a•••@e•••.nl`. */
export function maskEmail(address: string): string {
  const [local = "", domain = ""] = address.split("@");
  const ending = domain.includes(".") ? domain.slice(domain.lastIndexOf(".")) : "";
  return `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${ending}`;
}
