/**
 * Holds back what was not allowed: tags that say so (`data-gestand="purpose"`), and by their host whatever a page or another
 * script adds later. Parser-inserted tags without a mark are held by the Content-Security-Policy, which no script can be.
 */
import type { SiteForm } from "../form.ts";
import type { Refuses } from "./payload.ts";

type Allowed = (purpose: string) => boolean;
/** Purposes of a host that are all needed; none when it is nobody's. */
type PurposesOf = (url: string) => readonly string[];

interface Sourced extends Element {
  src: string;
}

export interface Gate {
  /** Loads what is allowed now. */
  open(): void;
}

const mark = "data-gestand";

function purposesBy({ held }: SiteForm): PurposesOf {
  const hosts = Object.entries(held).flatMap(([purpose, each]) => each.hosts.map((host) => [host, purpose] as const));
  return (url) => {
    let host: string;
    try {
      host = new URL(url, location.href).hostname;
    } catch {
      return [];
    }
    return hosts.filter(([each]) => host === each || host.endsWith(`.${each}`)).map(([, purpose]) => purpose);
  };
}

export function createGate(
  form: SiteForm,
  allowed: Allowed,
  placeholder: (frame: Element, purposes: readonly string[]) => void,
  refuses: Refuses,
): Gate {
  const purposesOf = purposesBy(form);
  const free = (purposes: readonly string[]) => purposes.every(allowed);
  const waiting = new Set<Element>();
  holdSources((node, url) => {
    const purposes = purposesOf(url);
    // A picture is how small things are sent; dropped, not kept for later.
    if (free(purposes)) return refuses(url, node instanceof HTMLImageElement ? "" : undefined);
    node.setAttribute(mark, purposes.join(" "));
    node.setAttribute("data-src", url);
    waiting.add(node);
    return true;
  });
  holdCalls((url, body) => !free(purposesOf(String(url))) || refuses(String(url), body));
  const see = (node: Element) => {
    const purposes = (node.getAttribute(mark) ?? "").split(" ");
    if (free(purposes)) {
      waiting.delete(node);
      load(node);
    } else if (node instanceof HTMLIFrameElement) placeholder(node, purposes);
  };
  const all = (root: ParentNode) => root.querySelectorAll(`[${mark}]`).forEach(see);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element) {
          if (node.hasAttribute(mark)) see(node);
          all(node);
        }
  }).observe(document, { childList: true, subtree: true });
  return {
    open: () => {
      all(document);
      waiting.forEach(see);
    },
  };
}

/** A tag that was held by its type runs when it is made anew; everything else gets the address it was to have. */
function load(node: Element): void {
  const source = node.getAttribute("data-src");
  node.removeAttribute(mark);
  node.removeAttribute("data-src");
  if (node instanceof HTMLScriptElement && node.type === "text/plain") {
    const script = document.createElement("script");
    for (const { name, value } of node.attributes) script.setAttribute(name, value);
    script.type = node.dataset["type"] ?? "";
    // Scripts that follow each other keep their order.
    script.async = node.async;
    script.nonce = node.nonce;
    if (source !== null) script.src = source;
    script.text = node.text;
    node.replaceWith(script);
  } else if (source !== null) node.setAttribute("src", source);
}

/** An address that is given to an element waits in `data-src` until it is allowed. */
function holdSources(hold: (node: Element, url: string) => boolean): void {
  for (const { prototype } of [HTMLScriptElement, HTMLIFrameElement, HTMLImageElement]) {
    const source = Object.getOwnPropertyDescriptor(prototype, "src") as PropertyDescriptor;
    Object.defineProperty(prototype, "src", {
      ...source,
      set(this: Sourced, url: string) {
        if (!hold(this, url)) source.set?.call(this, url);
      },
    });
  }
  // oxlint-disable-next-line unbound-method
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const sourced = name.toLowerCase() === "src" && this.matches("script,iframe,img");
    if (!sourced || !hold(this, value)) setAttribute.call(this, name, value);
  };
}

function refusal(url: unknown): TypeError {
  return new TypeError(`Held back by the privacy policy: ${String(url)}`);
}

function holdCalls(held: (url: unknown, body?: unknown) => boolean): void {
  const fetch = window.fetch.bind(window);
  const { Worker } = window;
  // oxlint-disable-next-line unbound-method
  const { open, send } = XMLHttpRequest.prototype;
  const opened = new WeakMap<XMLHttpRequest, string | URL>();
  const beacon = navigator.sendBeacon.bind(navigator);
  window.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : input;
    return held(url, init?.body ?? "") ? Promise.reject(refusal(url)) : fetch(input, init);
  };
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...call: [string, string | URL]) {
    if (held(call[1])) throw refusal(call[1]);
    opened.set(this, call[1]);
    (open as (...call: unknown[]) => void).apply(this, call);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const url = opened.get(this);
    if (url !== undefined && held(url, body ?? "")) throw refusal(url);
    send.call(this, body);
  };
  navigator.sendBeacon = (url, data) => !held(url, data ?? "") && beacon(url, data);
  window.Worker = new Proxy(Worker, {
    construct(target, [url, options]: [string | URL, WorkerOptions?]) {
      if (held(url)) throw refusal(url);
      return new target(url, options);
    },
  });
}
