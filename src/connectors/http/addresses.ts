/** Addresses that a call to an outside service must not reach, however its name resolves. */
import { BlockList, isIP } from "node:net";
import { assert } from "#base";

/** IANA special-purpose registries (RFC 6890 and successors), and what else is nobody's public service. */
const notPublic: readonly (readonly [net: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 8],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
];

/** Where clouds hand out credentials to whoever asks from the inside, and everything that is only on the same wire. */
const never: readonly (readonly [net: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["fd00:ec2::", 32],
  ["fd20:ce::", 32],
  ["fe80::", 10],
  ["ff00::", 8],
];

const reserved = blockList(notPublic);
const forbidden = blockList(never);
const loopback = blockList([
  ["127.0.0.0", 8],
  ["::1", 128],
]);

/** Whether this is an address of the public internet. IPv4 written as IPv6 counts as the IPv4 address that it is. */
export function isPublicAddress(address: string): boolean {
  const { text, family } = plain(address);
  return !reserved(text, family);
}

/** Whether it may be reached once somebody named the host as one of their own network. */
export function isPrivateAddress(address: string): boolean {
  const { text, family } = plain(address);
  return reserved(text, family) && !forbidden(text, family);
}

export function isLoopback(address: string): boolean {
  const { text, family } = plain(address);
  return loopback(text, family);
}

/** One list per family: `::/8` of a common one would hold every IPv4 address too, because a list writes those as IPv6. */
function blockList(
  nets: readonly (readonly [string, number])[],
): (address: string, family: "ipv4" | "ipv6") => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const [net, prefix] of nets) {
    const family = net.includes(":") ? "ipv6" : "ipv4";
    lists[family].addSubnet(net, prefix, family);
  }
  return (address, family) => lists[family].check(address, family);
}

/** Without a zone, and `::ffff:10.0.0.1` as `10.0.0.1`, however it is written. */
function plain(address: string): { text: string; family: "ipv4" | "ipv6" } {
  const bare = address.replace(/%.*$/, "");
  assert(isIP(bare) !== 0, "an address was asked about that is none");
  if (isIP(bare) === 4) return { text: bare, family: "ipv4" };
  const mapped = mappedIpv4(bare);
  return mapped === undefined ? { text: bare, family: "ipv6" } : { text: mapped, family: "ipv4" };
}

function mappedIpv4(address: string): string | undefined {
  // The URL parser writes any spelling of an IPv6 address in its one canonical form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}
