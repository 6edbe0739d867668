/** The bytes of a line: what is hashed and stored. One line has exactly one text. */
import { canonicalJson } from "#base";
import { type ChoiceAbout, personActs } from "#policy";
import { choiceChannels, type ChoiceLine } from "./contract.ts";

export function encodeLine(line: ChoiceLine): Buffer {
  return Buffer.from(
    canonicalJson({
      about: line.about,
      act: line.act,
      at: line.at.toISOString(),
      channel: line.channel,
      evidence: line.evidence,
      once: line.once,
      person: line.person,
      receivedAt: line.receivedAt.toISOString(),
      version: line.version,
    }),
  );
}

/** Reads a line's bytes; undefined when they are not exactly what `encodeLine` writes. */
export function decodeLine(bytes: Uint8Array): ChoiceLine | undefined {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Record<string, unknown>;
    const { about, evidence, once, person, version } = value;
    const act = personActs.find((one) => one === value["act"]);
    const channel = choiceChannels.find((one) => one === value["channel"]);
    if (act === undefined || channel === undefined || typeof version !== "number") return undefined;
    const line: ChoiceLine = {
      act,
      about: String(about) as ChoiceAbout,
      at: new Date(String(value["at"])),
      channel,
      person: String(person),
      receivedAt: new Date(String(value["receivedAt"])),
      version,
      ...(typeof evidence === "string" && { evidence }),
      ...(typeof once === "string" && { once }),
    };
    return encodeLine(line).equals(bytes) ? line : undefined;
  } catch {
    return undefined;
  }
}
