// The galley beside its sources: looking at a sentence shows the passage it rests on.

const sentences = () => [...document.querySelectorAll("[data-sentence]")];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export function watchGalley() {
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-sentence]");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(chosen);
  });
  document.addEventListener("focusin", (event) => {
    const chosen = event.target.closest?.("[data-sentence]");
    if (chosen && chosen.matches(":focus-visible")) show(chosen);
  });
}

export function sentence(step) {
  const list = sentences();
  if (!list.length) return false;
  const here = list.findIndex((one) => one.classList.contains("is-on"));
  const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : here + step;
  look(list[Math.max(0, Math.min(next, list.length - 1))]);
  return true;
}

// The next sentence with something marked, round the end of the text to its beginning.
export function flag(step) {
  const list = sentences();
  const here = list.findIndex((one) => one.classList.contains("is-on"));
  const marked = list.map((one, i) => (one.querySelector("[data-flag], sup") ? i : -1));
  const flagged = marked.filter((i) => i >= 0);
  if (!flagged.length) return false;
  const after = flagged.filter((i) => (step > 0 ? i > here : here >= 0 && i < here));
  const next = step > 0 ? (after[0] ?? flagged[0]) : (after.at(-1) ?? flagged.at(-1));
  look(list[next]);
  return true;
}

function look(one) {
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  show(one);
}

function show(one) {
  const number = one.dataset.sentence;
  for (const other of document.querySelectorAll("[data-sentence].is-on")) {
    other.classList.remove("is-on");
    other.removeAttribute("aria-current");
  }
  one.classList.add("is-on");
  one.setAttribute("aria-current", "true");
  for (const note of document.querySelectorAll("[data-note-of]")) {
    note.classList.toggle("is-on", note.dataset.noteOf === number);
  }
  const passages = [...document.querySelectorAll("mark[data-sentences]")];
  for (const passage of passages) {
    passage.classList.toggle("is-on", passage.dataset.sentences.split(" ").includes(number));
  }
  const anchor = document.getElementById(`e-${number}`);
  if (anchor) scrollTo(anchor);
}

// Scrolls the reader, and the page only where the reader stands below the text.
function scrollTo(anchor) {
  const reader = anchor.closest("[data-reader]");
  const passage = anchor.nextElementSibling ?? anchor;
  const inside = passage.getBoundingClientRect().top - reader.getBoundingClientRect().top;
  reader.scrollTo({
    top: reader.scrollTop + inside - reader.clientHeight / 3,
    behavior: calm.matches ? "auto" : "smooth",
  });
  const beside = getComputedStyle(reader.parentElement).position === "sticky";
  if (!beside) reader.parentElement.scrollIntoView({ block: "nearest" });
}
