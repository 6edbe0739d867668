import { element } from "./element.ts";
import { button, type Surroundings } from "./surface.ts";

/** Stands where a frame is not loaded, says whose it is, and goes when the frame comes. */
export function putPlaceholder({ shown, acts }: Surroundings, frame: Element, purposes: readonly string[]): void {
  const { texts, language } = shown;
  if (frame.previousElementSibling?.classList.contains("gestand-placeholder")) return;
  const title = frame.getAttribute("title");
  const place = element(
    "div",
    { class: "gestand gestand-placeholder", lang: language },
    ...(title ? [element("strong", {}, title)] : []),
    element("p", {}, texts.placeholder.replace("{host}", hostOf(frame.getAttribute("data-src")))),
    button(texts.load, "load", () => acts.allow(purposes)),
  );
  frame.before(place);
  const watch = new MutationObserver(() => {
    if (frame.hasAttribute("data-gestand")) return;
    watch.disconnect();
    place.remove();
  });
  watch.observe(frame, { attributes: true });
}

function hostOf(url: string | null): string {
  return url !== null && URL.canParse(url, location.href) ? new URL(url, location.href).hostname : "";
}
