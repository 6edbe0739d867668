// Makes the console quicker; every page works without it. No data is kept in the browser.

const going = {
  q: "/console",
  r: "/console/register",
  p: "/console/promises",
  v: "/console/versions",
  e: "/console/evidence",
};
let selected = -1;
let afterG = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (afterG) {
    afterG = false;
    if (going[event.key] !== undefined) location.assign(going[event.key]);
    return;
  }
  if (event.key === "g") afterG = true;
  const links = [...document.querySelectorAll("a[data-row]")];
  if (links.length === 0 || (event.key !== "j" && event.key !== "k")) return;
  selected = Math.max(0, Math.min(links.length - 1, selected + (event.key === "j" ? 1 : -1)));
  for (const link of links) link.closest("tr").classList.toggle("selected", link === links[selected]);
  links[selected].focus();
});

// A second look before what cannot be undone, in the browser's own dialog element.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed === "yes") return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    const text = document.createElement("p");
    text.textContent = form.dataset.confirm;
    const actions = document.createElement("div");
    actions.className = "actions";
    const yes = document.createElement("button");
    yes.className = "button danger";
    yes.textContent = form.querySelector("button[type=submit]").textContent;
    const no = document.createElement("button");
    no.className = "button quiet";
    no.textContent = document.documentElement.lang === "nl" ? "Terug" : "Back";
    no.autofocus = true;
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "yes";
      dialog.close();
      form.requestSubmit();
    });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    actions.append(yes, no);
    dialog.append(text, actions);
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Somebody who clicked a link is on their way: a reload now would call them back. One round later they are gone, or it was
// a download and the page stays.
let leaving = false;
addEventListener("beforeunload", () => {
  leaving = true;
});

// A plan that moves is fetched again; when it has come to rest the whole page is, because what may be decided changed.
async function followPlan() {
  const section = document.querySelector("#plan[data-refresh]");
  if (section === null) return;
  await new Promise((wake) => setTimeout(wake, Number(section.dataset.refresh)));
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (answer?.ok) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#plan");
    if (leaving) {
      leaving = false;
      return followPlan();
    }
    if (fresh === null || fresh.dataset.refresh === undefined) return location.replace(location.pathname);
    section.replaceWith(document.adoptNode(fresh));
  }
  return followPlan();
}
void followPlan();

const post = async (path, body) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const ceremonies = {
  async "sign-in"() {
    const { id, options } = await post("/console/passkey/sign-in/options");
    const credential = await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    });
    await post("/console/passkey/sign-in", { id, response: credential.toJSON() });
    location.assign("/console");
  },
  async register() {
    const { id, options } = await post("/console/passkey/register/options");
    const credential = await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
    await post("/console/passkey/register", { id, response: credential.toJSON() });
    location.reload();
  },
};

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === undefined) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.parentElement.querySelector("[role=alert]")?.remove();
    button.disabled = true;
    const ceremony = ceremonies[button.dataset.passkey]();
    ceremony.catch(() => {
      button.disabled = false;
      const said = document.createElement("p");
      said.className = "error";
      said.setAttribute("role", "alert");
      said.textContent = button.dataset.failed;
      button.after(said);
    });
  });
}
