// The palette: pages, what can be done here, and finds by their words, in one list.

const SEARCH_MS = 180;
let runAction = () => false;
let asked = 0;

const dialog = () => document.getElementById("palette");
const field = () => dialog().querySelector("[data-palette-field]");
const list = () => document.getElementById("palette-list");
const shown = () => [...list().querySelectorAll("[role=option]:not([hidden])")];

export function openPalette(run) {
  runAction = run;
  field().value = "";
  narrow();
  dialog().showModal();
  field().focus();
  return true;
}

export function watchPalette() {
  if (!dialog()) return;
  field().addEventListener("input", () => {
    narrow();
    window.clearTimeout(asked);
    asked = window.setTimeout(find, SEARCH_MS);
  });
  field().addEventListener("keydown", steer);
  list().addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  dialog().addEventListener("click", (event) => {
    if (event.target === dialog()) dialog().close();
  });
}

function narrow() {
  const words = field().value.toLowerCase().split(/\s+/u).filter(Boolean);
  const page = document.getElementById("page")?.dataset.page ?? "";
  for (const found of list().querySelectorAll("[data-found]")) found.remove();
  for (const option of list().querySelectorAll("[role=option]")) {
    const scopes = option.dataset.scopes?.trim().split(" ") ?? ["everywhere"];
    const here = scopes.includes("everywhere") || scopes.includes(page);
    option.hidden = !here || !words.every((word) => option.dataset.fits.includes(word));
  }
  mark(shown()[0]);
}

async function find() {
  const query = field().value.trim();
  if (!query) return;
  const answer = await fetch(`/palette?${new URLSearchParams({ q: query })}`);
  if (!answer.ok || answer.redirected || field().value.trim() !== query) return;
  // The server escaped what it lists; scripts never run from markup that is put in so.
  list().insertAdjacentHTML("beforeend", await answer.text());
  mark(list().querySelector("[aria-selected=true]:not([hidden])") ?? shown()[0]);
}

function steer(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const options = shown();
  const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (step && options.length) {
    event.preventDefault();
    mark(options[(here + step + options.length) % options.length]);
  } else if (event.key === "Enter" && here >= 0) {
    event.preventDefault();
    choose(options[here]);
  }
}

function mark(option) {
  for (const other of list().querySelectorAll("[role=option]")) {
    other.setAttribute("aria-selected", String(other === option));
  }
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
  dialog().querySelector("[data-palette-none]").hidden = Boolean(option);
}

function choose(option) {
  dialog().close();
  if (option.dataset.go) window.location.assign(option.dataset.go);
  else runAction(option.dataset.run);
}
