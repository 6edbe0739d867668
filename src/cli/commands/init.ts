import { resolve } from "node:path";
import type { Command } from "commander";
import { assert, type Language, localDate, worst } from "#base";
import { kindsOfOrganisation, openPoints, parsePolicy, starterPolicy } from "#policy";
import {
  isVariable,
  type Read,
  readCountry,
  readEmail,
  readKind,
  readLanguages,
  readName,
  readSystem,
  readVariable,
} from "../init/answers.ts";
import { lookInto } from "../init/look.ts";
import { type Answers, ask, defaults } from "../init/questions.ts";
import { done } from "../init/said.ts";
import { refuseExisting, writeNew } from "../init/write-new.ts";
import type { Outcome, Terminal } from "../terminal.ts";

interface Options {
  readonly kind?: string;
  readonly name?: string;
  readonly country?: string;
  readonly email?: string;
  readonly language?: string;
  readonly fromDatabase?: string;
  readonly schema: string;
  readonly lookAtValues?: true;
  readonly systemName?: string;
  readonly urlFrom?: string;
  readonly yes?: true;
  readonly json?: true;
}

/**
 * `gestand init [file]`: a first policy, by questions or flags, and from what a database holds. Never overwrites; what
 * nobody told is left open and marked.
 */
export function initCommand(program: Command, terminal: Terminal, _outcome: Outcome): void {
  program
    .command("init")
    .description("write a first policy.yaml to grow from; asks what it must know")
    .argument("[file]", "where", "policy.yaml")
    .option("--kind <kind>", `one of ${Object.keys(kindsOfOrganisation).join(", ")} (default: ${defaults.kind})`)
    .option("--name <name>", "name of the organisation")
    .option("--country <code>", `two-letter country code (default: ${defaults.country})`)
    .option("--email <address>", "where privacy questions go")
    .option("--language <codes>", `languages of the notice (default: ${defaults.languages.join(",")})`)
    .option(
      "--from-database <address>",
      "look what a PostgreSQL holds: its address, or the variable with it; reads only",
    )
    .option("--schema <name>", "database schema", "public")
    .option("--look-at-values", "also look at a sample of values to recognise them; none is shown or kept")
    .option("--system, --system-name <name>", "name of the system in the policy")
    .option("--url-from <variable>", "variable that will hold the address of the database")
    .option("--yes", "ask nothing; take the defaults")
    .option("--json", "ask nothing; print {file, kind, openPoints} as JSON")
    .action(async (file: string, options: Options, command: Command) => {
      const path = resolve(file);
      await refuseExisting(path);
      const language = spoken(options, terminal);
      const given = fromFlags(options, language, command);
      const quiet = options.yes === true || options.json === true;
      const answers = quiet ? given : await ask(terminal, given, language);
      const { database: address, country = defaults.country, ...said } = answers;
      const place = placeOf(said, address, options, { language, command, terminal });
      const text = starterPolicy({
        kind: defaults.kind,
        languages: defaults.languages,
        ...said,
        country,
        comments: language,
        inForce: localDate(new Date().toISOString().slice(0, 10)),
        system: place.system,
        urlFrom: place.urlFrom,
        ...(place.url === undefined
          ? {}
          : {
              database: await lookInto({
                ...place,
                url: place.url,
                country,
                language,
                lookAtValues: options.lookAtValues === true,
              }),
            }),
      });
      assert(worst(parsePolicy(path, text).problems) !== "error", "a first policy has no error");
      await writeNew(path, text);
      const open = openPoints(text);
      terminal.out(
        options.json === true
          ? `${JSON.stringify({ file: path, kind: said.kind ?? defaults.kind, openPoints: open }, null, 2)}\n`
          : done({ path, open, language, urlFrom: place.url === undefined ? undefined : place.urlFrom }),
      );
    });
}

/** The language of questions and comments: the first of the notice when it is said, else that of the terminal. */
function spoken({ language }: Options, { environment }: Terminal): Language {
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  const said = language === undefined ? undefined : readLanguages(language);
  if (said !== undefined && "value" in said) return said.value[0] ?? "en";
  return locale.toLowerCase().startsWith("nl") ? "nl" : "en";
}

function fromFlags(options: Options, language: Language, command: Command): Answers {
  const { kind, name, country, email, language: languages, fromDatabase } = options;
  const must = <T>(text: string, read: (text: string) => Read<T>) => valid(text, read, language, command);
  return {
    ...(kind === undefined ? {} : { kind: must(kind, readKind) }),
    ...(name === undefined ? {} : { name: must(name.trim(), readName) }),
    ...(country === undefined ? {} : { country: must(country, readCountry) }),
    ...(email === undefined ? {} : { email: must(email.trim(), readEmail) }),
    ...(languages === undefined ? {} : { languages: must(languages, readLanguages) }),
    ...(fromDatabase === undefined ? {} : { database: fromDatabase }),
  };
}

function valid<T>(text: string, read: (text: string) => Read<T>, language: Language, command: Command): T {
  const found = read(text);
  return "value" in found ? found.value : command.error(found.wrong[language]);
}

interface Around {
  readonly language: Language;
  readonly command: Command;
  readonly terminal: Terminal;
}

/** Which database, by which names. A variable in place of an address is also the one that the policy names. */
function placeOf(
  { kind = defaults.kind }: Answers,
  database: string | undefined,
  options: Options,
  { language, command, terminal }: Around,
) {
  const system = valid(options.systemName ?? kindsOfOrganisation[kind].system, readSystem, language, command);
  const named = database !== undefined && isVariable(database) ? database : undefined;
  const usual = `${system.toUpperCase().replaceAll("-", "_")}_DATABASE_URL`;
  const urlFrom = valid(options.urlFrom ?? named ?? usual, readVariable, language, command);
  const url = named === undefined ? database : terminal.environment[named];
  if (named !== undefined && url === undefined)
    command.error(
      `${named} is not set. Nothing was written. Set it to the address of the database, or give the address.`,
    );
  return { system, urlFrom, url, schema: options.schema };
}
