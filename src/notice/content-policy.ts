/**
 * The Content-Security-Policy of the company's pages, from the policy: what is declared as essential may load, what rests on
 * consent only for those who gave it, and what nobody declared never (CSP Level 3). So a forgotten tag cannot load.
 */
import type { Policy } from "#policy";
import { heldBack } from "./consent-form.ts";

/** Hosts that may be reached by who consented to all of these purposes. */
export interface HostsOnConsent {
  readonly purposes: readonly string[];
  readonly hosts: readonly string[];
}

/** A host of two purposes needs both, as the script of the site has it. Sorted. */
export function hostsOnConsent(policy: Policy): readonly HostsOnConsent[] {
  const held = heldBack(policy);
  const needs = (host: string) =>
    held
      .filter(({ hosts }) => hosts.includes(host))
      .map(({ purpose }) => purpose)
      .sort();
  const hosts = [...new Set(held.flatMap((each) => each.hosts))].sort();
  return [...Map.groupBy(hosts, (host) => needs(host).join(" "))].map(([purposes, its]) => ({
    purposes: purposes.split(" "),
    hosts: its,
  }));
}

/** Hosts that the pages need whatever anybody chose. Sorted. */
function freeHosts(policy: Policy): readonly string[] {
  const { cookies = [], tags = [], widgets = [], hosts = [] } = policy.website ?? {};
  const waits = new Set(heldBack(policy).flatMap((each) => each.hosts));
  const declared = [...cookies, ...tags, ...widgets].flatMap((each) => each.hosts ?? []);
  return [...new Set([...hosts, ...declared.filter((host) => !waits.has(host))])].sort();
}

/** A host and those below it, as sources. */
export function sourcesOf(hosts: readonly string[]): string {
  return hosts.flatMap((host) => [`https://${host}`, `https://*.${host}`]).join(" ");
}

/**
 * The value of the header. `gestand`: the origin that the script of the site comes from. `granted`: sources that consent
 * adds, or what a web server puts in their place.
 */
export function contentPolicy(policy: Policy, gestand: string, granted: string): string {
  const sources = ["'self'", gestand, sourcesOf(freeHosts(policy)), granted].filter((part) => part !== "").join(" ");
  return [
    "default-src 'self'",
    `script-src ${sources}`,
    `connect-src ${sources}`,
    `img-src ${sources} data:`,
    `frame-src ${sources}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
  ].join("; ");
}
