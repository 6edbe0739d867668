/**
 * Dice that fall the same way every time: SQL expressions that turn a row's number into a value, so that the database
 * makes millions of rows itself and two runs make the same ones. Thirty-one bits, so nothing overflows a bigint.
 */
const prime = 2_147_483_647;
const multipliers = [48_271, 69_621, 39_373, 62_089, 50_331, 44_017, 57_193, 63_463, 41_539, 66_173];

/** An SQL expression from 0 up to but not including `sides`. `salt` makes independent dice of one number. */
export function roll(value: string, salt: number, sides: number): string {
  const first = multipliers[salt % multipliers.length] ?? prime;
  const second = multipliers[(salt * 3 + 1) % multipliers.length] ?? prime;
  const once = `(((${value})::bigint + ${salt * 7919}) * ${first} % ${prime})`;
  return `((((${once} >> 11) + ${once} % 2048 * 1048573) % ${prime}) * ${second} % ${prime} % ${sides})`;
}

/** True in one of `sides` cases. */
export function oneIn(value: string, salt: number, sides: number): string {
  return `(${roll(value, salt, sides)} = 0)`;
}

/** One of these texts. */
export function pick(value: string, salt: number, texts: readonly string[]): string {
  return `(${textArray(texts)})[1 + ${roll(value, salt, texts.length)}]`;
}

function textArray(texts: readonly string[]): string {
  return `array[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(",")}]::text[]`;
}
