/** What a browser remembers of a choice, as the texts of two cookies: read by the script, by our forms and by web servers. */

export const keptName = "gestand";
/** The no to sale and sharing: a cookie of its own, because it outlasts the other choices. */
export const outName = "gestand-out";

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

/** Half a year; then the site asks again. */
export const keptSeconds = 180 * day;
/** As long as browsers keep anything: nobody may ask again within twelve months (Cal. Civ. Code 1798.135(c)(4)). */
export const outSeconds = 400 * day;

/** `1.<visitor>.<version>.signal.analytics:1.ads:0` */
export function keptText({ visitor, version, choices, signal }: Omit<Kept, "optedOut">): string {
  const said = Object.entries(choices).map(([purpose, yes]) => `${purpose}:${yes ? 1 : 0}`);
  return ["1", visitor, version, ...(signal ? ["signal"] : []), ...said].join(".");
}

/** `undefined` where nothing was chosen. */
export function keptFrom(text: string): Omit<Kept, "optedOut"> | undefined {
  const [format, visitor, version, ...said] = text.split(".");
  if (format !== "1" || !visitor || !version) return undefined;
  return {
    visitor,
    version: +version,
    choices: Object.fromEntries(
      said.flatMap((each) => (each.includes(":") ? [[each.slice(0, -2), each.endsWith(":1")]] : [])),
    ),
    signal: said.includes("signal"),
  };
}
