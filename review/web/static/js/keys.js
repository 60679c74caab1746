// Single keys. Which key does what is read from the sheet that the server rendered, so the list
// of keys stands in one place; an action either is built in or clicks the element named for it.
import { move, openRow, rowAction } from "./queue.js";
import { flag, sentence } from "./galley.js";

const builtIn = {
  next: () => move(1),
  previous: () => move(-1),
  open: () => openRow(),
  "next-sentence": () => sentence(1),
  "previous-sentence": () => sentence(-1),
  "next-flag": () => flag(1),
  "previous-flag": () => flag(-1),
  search: () => focusSearch(),
  sheet: () => document.getElementById("sheet").showModal(),
};

const SWITCH = "desk keys off";
const CHORD_MS = 1200;
let chord = { first: "", at: 0 };

export function listenToKeys() {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const opener = document.querySelector("[data-open-sheet]");
  opener.hidden = false;
  opener.addEventListener("click", builtIn.sheet);
  const toggle = sheet.querySelector("[data-keys-switch]");
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => store(!toggle.checked));
  document.addEventListener("keydown", (event) => press(event, sheet));
  window.addEventListener("blur", () => (chord = { first: "", at: 0 }));
}

function press(event, sheet) {
  if (event.defaultPrevented || isOff() || isWriting(event) || sheet.open) return;
  if (chooseReason(event.key)) {
    event.preventDefault();
    return;
  }
  const does = lookUp(event.key, sheet);
  if (!does) return;
  const handled = (builtIn[does] ?? (() => rowAction(does)))();
  if (handled !== false) event.preventDefault();
}

function lookUp(key, sheet) {
  const page = document.getElementById("page")?.dataset.page ?? "";
  const typed = Date.now() - chord.at < CHORD_MS ? `${chord.first} ${key}` : key;
  const known = [...sheet.querySelectorAll("[data-key]")].filter((entry) =>
    ["everywhere", page].includes(entry.dataset.scope),
  );
  const begins = known.some((entry) => entry.dataset.key.startsWith(`${key} `));
  chord = begins ? { first: key, at: Date.now() } : { first: "", at: 0 };
  return known.find((entry) => entry.dataset.key === typed)?.dataset.calls;
}

function isWriting(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
  return event.target.closest("input, select, textarea, [contenteditable]") !== null;
}

function chooseReason(key) {
  const chip = document.querySelector(`[data-menu][open] [data-number="${CSS.escape(key)}"]`);
  chip?.click();
  return chip !== null;
}

function focusSearch() {
  const field = document.querySelector("[data-does=search]");
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

function isOff() {
  try {
    return localStorage.getItem(SWITCH) === "yes";
  } catch {
    return false;
  }
}

function store(off) {
  try {
    localStorage.setItem(SWITCH, off ? "yes" : "no");
  } catch {
    // Without storage the switch holds for this page only.
  }
}
