type Props = Readonly<Record<string, string | boolean | (() => void)>>;

/** An element with attributes, what to do on a click (`on`), and what is in it. Text is always text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props))
    if (typeof value === "function") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
