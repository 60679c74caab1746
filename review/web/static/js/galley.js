// The proof: looking at a sentence shows the passages it rests on, here and in the full texts.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const sentences = () => [...document.querySelectorAll("[data-sentence]")];
const reader = () => document.querySelector("[data-reader]");
const current = () => document.querySelector("[data-sentence].is-on");

let looked = "";

export function watchGalley() {
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest?.("[data-line]");
    if (!line) return;
    const one = line.querySelector("[data-sentence]");
    if (one !== event.target || one.matches(":focus-visible")) show(one);
  });
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("toggle", onToggle, true);
  const first = current();
  if (first) show(first);
}

function onClick(event) {
  const with_key = event.ctrlKey || event.metaKey || event.shiftKey;
  if (with_key) return;
  const chosen = event.target.closest?.("[data-sentence]");
  if (chosen) {
    event.preventDefault();
    show(chosen);
  } else if (event.target.closest?.("[data-close-reader]")) {
    event.preventDefault();
    closeReader();
  } else if (event.target.closest?.("[data-does=read]") && reader()) {
    event.preventDefault();
    event.stopPropagation();
    closeReader();
  } else if (event.target.closest?.("[data-read]") && document.querySelector("[data-does=read]")) {
    event.preventDefault();
    show(event.target.closest("[data-line]").querySelector("[data-sentence]"));
    if (!reader()) document.querySelector("[data-does=read]").click();
  }
}

export function sentence(step) {
  const list = sentences();
  if (!list.length) return false;
  const here = list.indexOf(current());
  const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : here + step;
  look(list[Math.max(0, Math.min(next, list.length - 1))]);
  return true;
}

// The next sentence with something marked, round the end of the text to its beginning.
export function flag(step) {
  const list = sentences();
  const here = list.indexOf(current());
  const flagged = list.flatMap((one, i) => (one.querySelector("[data-flag]") ? [i] : []));
  if (!flagged.length) return false;
  const after = flagged.filter((i) => (step > 0 ? i > here : here >= 0 && i < here));
  const next = step > 0 ? (after[0] ?? flagged[0]) : (after.at(-1) ?? flagged.at(-1));
  look(list[next]);
  return true;
}

function look(one) {
  one.focus({ preventScroll: true });
  one.closest("[data-line]").scrollIntoView({ block: "nearest" });
  show(one);
}

function show(one) {
  const number = one.dataset.sentence;
  looked = number;
  for (const line of document.querySelectorAll("[data-line]")) {
    const on = line.dataset.line === number;
    line.classList.toggle("is-on", on);
    const text = line.querySelector("[data-sentence]");
    text.classList.toggle("is-on", on);
    if (on) text.setAttribute("aria-current", "true");
    else text.removeAttribute("aria-current");
    // The key for the original page means the one of the passage that is looked at.
    const original = line.querySelector("[data-original]");
    if (original && on) original.dataset.does = "original";
    else original?.removeAttribute("data-does");
  }
  showInReader(number);
}

function showInReader(number) {
  const body = reader();
  if (!body) return;
  for (const passage of body.querySelectorAll("mark[data-sentences]")) {
    passage.classList.toggle("is-on", passage.dataset.sentences.split(" ").includes(number));
  }
  const anchor = document.getElementById(`e-${number}`);
  if (anchor) scrollTo(body, anchor);
}

// Scrolls the full texts, and the page only where they stand below the proof.
function scrollTo(body, anchor) {
  const passage = anchor.nextElementSibling ?? anchor;
  const inside = passage.getBoundingClientRect().top - body.getBoundingClientRect().top;
  body.scrollTo({
    top: body.scrollTop + inside - body.clientHeight / 3,
    behavior: calm.matches ? "auto" : "smooth",
  });
  const beside = getComputedStyle(body.parentElement).position === "sticky";
  if (!beside) body.parentElement.scrollIntoView({ block: "nearest" });
}

// After a swap: the full texts have come, or the page is new and the place in it is found again.
function settle() {
  const proof = document.querySelector("[data-proof]");
  if (!proof) return;
  const open = reader() !== null;
  if (proof.classList.contains("with-reader") !== open) setOpen(open);
  const one = document.getElementById(`s-${looked}`);
  if (one && looked !== "") show(one);
}

function closeReader() {
  const aside = document.getElementById("sources");
  aside.replaceChildren();
  aside.hidden = true;
  setOpen(false);
  (current() ?? document.getElementById("page")).focus({ preventScroll: true });
}

function setOpen(open) {
  document.querySelector("[data-proof]").classList.toggle("with-reader", open);
  document.querySelector("[data-does=read]")?.setAttribute("aria-expanded", String(open));
}

// Where there is one thing to fill in, one begins with it; where numbers choose, they do.
function onToggle(event) {
  const menu = event.target;
  if (!menu.open || !menu.matches?.("details[data-menu]")) return;
  menu.querySelector("[data-first]")?.focus();
}
