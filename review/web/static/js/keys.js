// Single keys. Which key does what is read from the sheet that the server rendered, so the list
// of keys stands in one place; an action either is built in or clicks the element named for it.
import { bulkAction, move, openRow, rowAction, select, selectAll } from "./queue.js";
import { flag, sentence } from "./galley.js";
import { openPalette } from "./palette.js";

const builtIn = {
  next: () => move(1),
  previous: () => move(-1),
  open: () => openRow(),
  select: () => select(0),
  "select-next": () => select(1),
  "select-previous": () => select(-1),
  "select-all": () => selectAll(),
  "next-sentence": () => sentence(1),
  "previous-sentence": () => sentence(-1),
  "next-flag": () => flag(1),
  "previous-flag": () => flag(-1),
  search: () => focusSearch(),
  sheet: () => document.getElementById("sheet").showModal(),
  palette: () => openPalette(run),
  back: () => leave(),
  preview: () => preview(),
};

const SWITCH = "desk keys off";
// How long a key that is also the beginning of two waits for the second one.
const WAIT_MS = 800;
let pending = { typed: "", timer: 0 };

export function listenToKeys() {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const opener = document.querySelector("[data-open-sheet]");
  opener.hidden = false;
  opener.addEventListener("click", builtIn.sheet);
  const finder = document.querySelector("[data-open-palette]");
  finder.hidden = false;
  finder.addEventListener("click", builtIn.palette);
  const toggle = sheet.querySelector("[data-keys-switch]");
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => store(!toggle.checked));
  document.addEventListener("keydown", (event) => press(event, sheet));
  window.addEventListener("blur", forget);
}

export function run(does) {
  const act = builtIn[does] ?? (() => bulkAction(does) || rowAction(does));
  return act() !== false;
}

function press(event, sheet) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (document.querySelector("dialog[open]")) return;
  if (pressWithControl(event, sheet) || isOff() || isWriting(event)) return;
  if (chooseByNumber(event.key)) {
    event.preventDefault();
    return;
  }
  const before = pending.typed;
  forget();
  const typed = known(sheet, `${before} ${event.key}`) ? `${before} ${event.key}` : event.key;
  const does = known(sheet, typed);
  if (begins(sheet, typed)) {
    pending = { typed, timer: does ? window.setTimeout(() => finish(does), WAIT_MS) : 0 };
    if (!does) window.setTimeout(() => pending.typed === typed && forget(), WAIT_MS);
    event.preventDefault();
  } else if (does && run(does)) {
    event.preventDefault();
  }
}

function pressWithControl(event, sheet) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
  const does = known(sheet, `Control+${event.key.toLowerCase()}`);
  if (does && run(does)) event.preventDefault();
  return Boolean(does);
}

function finish(does) {
  forget();
  run(does);
}

function forget() {
  window.clearTimeout(pending.timer);
  pending = { typed: "", timer: 0 };
}

function entries(sheet) {
  const page = document.getElementById("page")?.dataset.page ?? "";
  return [...sheet.querySelectorAll("[data-key]")].filter((entry) =>
    ["everywhere", page].includes(entry.dataset.scope),
  );
}

const known = (sheet, typed) =>
  entries(sheet).find((entry) => entry.dataset.key === typed)?.dataset.calls;

const begins = (sheet, typed) =>
  entries(sheet).some((entry) => entry.dataset.key.startsWith(`${typed} `));

function isWriting(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return true;
  const fields = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
  return event.target.closest(fields) !== null;
}

function chooseByNumber(key) {
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

// Escape first closes what is open; only then it leaves the page.
function leave() {
  if (document.querySelector("details[open]:focus-within, details.menu[open]")) return false;
  return rowAction("back");
}

function preview() {
  const link = document.querySelector("[data-does=preview]");
  if (link) link.click();
  else window.location.assign("/preview");
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
