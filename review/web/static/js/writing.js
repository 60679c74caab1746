// Writing: words counted and marked as one types, everything typed kept at the desk, and a warning
// before text that is not kept yet is left behind.

const PAUSE_MS = 700;
const AGAIN_MS = 5000;

const isWord = (token) => /[\p{L}\p{N}]/u.test(token);

export const countWords = (text) => text.split(/\s+/u).filter(isWord).length;

// Longer than any answer takes: what comes after it is sent all the same.
const LONGEST_MS = 20000;

let timer = 0;
let strokes = 0;
let sending = null;

export function watchWriting() {
  document.addEventListener("input", onInput);
  document.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!event.target.dataset.unsaved) return;
    sending?.abort();
    if (event.target.dataset.unsaved === "yes") event.target.dataset.unsaved = "sent";
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-unsaved]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved=yes]")) event.preventDefault();
  });
  // The last words typed before a window is hidden or closed.
  document.addEventListener("visibilitychange", () => {
    const form = document.querySelector("form[data-keep][data-unsaved=yes]");
    if (form && document.visibilityState === "hidden") keep(form);
  });
  document.addEventListener("htmx:after:swap", begin);
  begin();
  catchUp();
}

// A page takes text before its scripts have come; that text is as unsaved as any other.
function catchUp() {
  for (const field of document.querySelectorAll("form[data-unsaved] :is(input, textarea)")) {
    if (field.type !== "hidden" && field.value !== field.defaultValue) onInput({ target: field });
  }
}

function begin() {
  document.querySelectorAll("[data-words]").forEach(showCount);
  const field = document.querySelector("[data-mirror] + textarea");
  if (field) mirror(field);
  for (const button of document.querySelectorAll("[data-keep-button]")) button.hidden = true;
}

function onInput(event) {
  if (event.target.matches?.("[data-words]")) showCount(event.target);
  if (event.target.matches?.("[data-mirror] + textarea")) mirror(event.target);
  const form = event.target.closest?.("form[data-unsaved]");
  if (!form) return;
  form.dataset.unsaved = "yes";
  strokes += 1;
  if (!form.dataset.keep) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), PAUSE_MS);
}

// Keeps what stands in the form; the answer says what the house's rules make of it. One at a time:
// an older text that comes late must not take the place of a newer one.
async function keep(form) {
  clearTimeout(timer);
  if (sending) {
    if (document.visibilityState !== "hidden") {
      timer = setTimeout(() => keep(form), PAUSE_MS);
      return;
    }
    sending.abort();
  }
  const here = new AbortController();
  sending = here;
  const late = setTimeout(() => here.abort(), LONGEST_MS);
  const typed = new FormData(form);
  const upTo = strokes;
  try {
    const answer = await fetch(form.dataset.keep, {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: { "HX-Request": "true" },
      redirect: "manual",
      keepalive: true,
      signal: here.signal,
    });
    if (!answer.ok) return notKept(form, answer.status === 401);
    const marks = await answer.text();
    // What was typed while the answer was on its way is kept by the next one.
    if (form.isConnected && strokes === upTo) showMarks(form, marks);
  } catch {
    if (form.dataset.unsaved !== "sent" && sending === here) notKept(form, false);
  } finally {
    clearTimeout(late);
    if (sending === here) sending = null;
  }
}

function showMarks(form, html) {
  const old = document.getElementById("marks");
  if (!old) return;
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("marks");
  if (!fresh) return;
  old.replaceWith(document.importNode(fresh, true));
  form.dataset.unsaved = "kept";
  const field = form.querySelector("[data-mirror] + textarea");
  if (field) mirror(field);
}

function notKept(form, signedOut) {
  const line = document.querySelector("[data-kept]");
  if (line) {
    line.classList.add("not-kept");
    line.textContent = signedOut
      ? "Not kept: you are signed out. Sign in in another window; your text stays here."
      : "Not kept: the desk does not answer. Your text stays here; it is tried again.";
  }
  timer = setTimeout(() => keep(form), AGAIN_MS);
}

// The same text under the field, with what the rules speak of underlined. It also lends the field
// its height.
function mirror(field) {
  const under = field.previousElementSibling;
  const quotes = [...document.querySelectorAll("#marks [data-quote]")].map((one) => ({
    text: one.dataset.quote,
    blocks: one.classList.contains("block"),
  }));
  under.replaceChildren(...pieces(field.value, quotes), "\n");
}

function pieces(text, quotes) {
  const found = quotes
    .map((quote) => ({ ...quote, from: text.indexOf(quote.text) }))
    .filter((quote) => quote.from >= 0 && quote.text)
    .map((quote) => ({ ...quote, to: quote.from + quote.text.length }));
  const edges = new Set([0, text.length, ...found.flatMap((one) => [one.from, one.to])]);
  const cuts = [...edges].sort((one, other) => one - other);
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i];
    const over = found.filter((quote) => quote.from < end && quote.to > start);
    if (!over.length) return text.slice(start, end);
    const mark = document.createElement("span");
    mark.className = over.some((quote) => quote.blocks) ? "flagged block" : "flagged";
    mark.textContent = text.slice(start, end);
    return mark;
  });
}

function showCount(field) {
  const words = countWords(field.value);
  const out = document.querySelector("[data-words-out]");
  out.textContent = words === 1 ? "1 word" : `${words} words`;
  const fits = words >= Number(field.dataset.min) && words <= Number(field.dataset.max);
  out.closest(".words").classList.toggle("off", !fits);
}
