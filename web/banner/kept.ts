/** What a browser remembers of a choice, as the text of one cookie: read by the script, by our forms and by web servers. */

export const keptName = "gestand";

export interface Kept {
  readonly visitor: string;
  readonly version: number;
  readonly choices: Readonly<Record<string, boolean>>;
  /** Said no to sale and sharing; stays when a new version asks again. */
  readonly optedOut: boolean;
  /** Chosen while the browser said no by itself, so that the choice counts beside it. */
  readonly signal: boolean;
}

const day = 86_400;

/** `1.<visitor>.<version>.out.signal.analytics:1.ads:0` */
export function keptText({ visitor, version, choices, optedOut, signal }: Kept): string {
  const said = Object.entries(choices).map(([purpose, yes]) => `${purpose}:${yes ? 1 : 0}`);
  return ["1", visitor, version, ...(optedOut ? ["out"] : []), ...(signal ? ["signal"] : []), ...said].join(".");
}

export function keptFrom(text: string): Kept | undefined {
  const [format, visitor, version, ...said] = text.split(".");
  if (format !== "1" || !visitor || !version) return undefined;
  return {
    visitor,
    version: +version,
    choices: Object.fromEntries(
      said.flatMap((each) => (each.includes(":") ? [[each.slice(0, -2), each.endsWith(":1")]] : [])),
    ),
    optedOut: said.includes("out"),
    signal: said.includes("signal"),
  };
}

/** Half a year; for a no to sale as long as browsers keep anything, since nobody may ask again within twelve months (Cal. Civ. Code 1798.135(c)(4)). */
export function keptSeconds({ optedOut }: Pick<Kept, "optedOut">): number {
  return (optedOut ? 400 : 180) * day;
}
