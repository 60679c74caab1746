// The queue under the keys: which row is looked at, which are selected, and where one goes on
// after a row has left.

import { isOfRow } from "./live.js";

let place = 0;
let kept = [];

const rows = () => [...document.querySelectorAll("[data-row]")];
const link = (row) => row.querySelector("h3 a");
const current = () => document.activeElement?.closest("[data-row]");
const ticks = () => [...document.querySelectorAll("[data-row] input[name=pick]")];
const ticked = () => ticks().filter((tick) => tick.checked);
const isQueue = () => document.getElementById("page")?.dataset.page === "queue";

export function watchQueue() {
  document.addEventListener("htmx:before:request", () => {
    const row = current();
    if (row) place = rows().indexOf(row);
    kept = ticked().map((tick) => tick.value);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (isOfRow(event)) return;
    for (const tick of ticks()) if (kept.includes(tick.value)) tick.checked = true;
    count();
    goOn();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[name=pick]")) count();
  });
  document.addEventListener("reset", () => window.setTimeout(count));
  count();
}

// The row that moved up into the place of the one that left is the next to look at.
function goOn() {
  const list = rows();
  if (!isQueue() || current()) return;
  const next = list[Math.min(place, list.length - 1)];
  if (next) look(next);
  else document.getElementById("page").focus();
}

export function move(step) {
  const list = rows();
  if (!list.length) return false;
  const here = list.indexOf(current());
  const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : here + step;
  look(list[Math.max(0, Math.min(next, list.length - 1))]);
  return true;
}

export function openRow() {
  const row = current();
  if (!row) return false;
  link(row).click();
  return true;
}

// Without a step the row is selected or not; with one it is selected, and the next one looked at.
export function select(step) {
  const row = current() ?? rows()[0];
  const tick = row?.querySelector("input[name=pick]");
  if (!tick) return false;
  tick.checked = step !== 0 || !tick.checked;
  if (!current() || step === 0) look(row);
  if (step) move(step);
  count();
  return true;
}

export function selectAll() {
  const all = ticks();
  if (!all.length) return false;
  const on = all.some((tick) => !tick.checked);
  for (const tick of all) tick.checked = on;
  count();
  return true;
}

function count() {
  const form = document.getElementById("bulk");
  if (!form) return;
  const many = ticked().length;
  form.hidden = many === 0;
  form.querySelector("[data-picked]").textContent = `${many} selected`;
  if (many) document.getElementById("live").textContent = `${many} selected`;
}

// What a key does to the selected rows, when there are any.
export function bulkAction(does) {
  if (!ticked().length) return false;
  const target = document.querySelector(`#bulk [data-does-all="${does}"]`);
  if (!target) return false;
  press(target);
  return true;
}

function look(row) {
  link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function press(target) {
  const closed = target.closest("details:not([open])");
  if (closed && target.tagName !== "SUMMARY") {
    // What it needs first is asked for in there.
    closed.open = true;
    closed.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    return;
  }
  target.click();
  if (target.tagName !== "SUMMARY") return;
  const details = target.parentElement;
  details.querySelector("input:not([type=hidden]), textarea, button")?.focus();
}

// Clicks what does this in the row looked at, or on the page; else says why it cannot be done.
export function rowAction(does) {
  const row = current();
  const forPage = does === "undo" || does.startsWith("go-");
  const scope = isQueue() && !forPage ? (row ?? rows()[0]) : document;
  if (!scope) return false;
  const target = scope.querySelector(`[data-does="${does}"]`) ?? lentMenu(scope, does);
  if (!target) return refuse(scope, does);
  if (row === null && scope !== document) look(scope);
  press(target);
  return true;
}

// A menu too long to stand in every row is put into the one it is asked for in.
function lentMenu(row, does) {
  const menu = document.querySelector(`template[data-row-menu="${does}"]`);
  if (!menu || !row.matches?.("[data-row]:not(.is-gone)")) return null;
  for (const lent of document.querySelectorAll("[data-lent]")) lent.remove();
  if (menu.dataset.region === row.dataset.region) {
    say(`It stands in ${menu.dataset.region} already.`);
    return null;
  }
  const lent = menu.content.firstElementChild.cloneNode(true);
  lent.dataset.lent = "";
  const address = `/finds/${row.id.replace("find-", "")}/`;
  for (const form of lent.querySelectorAll("form")) {
    for (const name of ["action", "hx-post"]) {
      form.setAttribute(name, form.getAttribute(name).replace("/finds/0/", address));
    }
  }
  row.querySelector(".bar .buttons").append(lent);
  lent.addEventListener("toggle", () => {
    if (lent.open) return;
    const held = lent.contains(document.activeElement);
    lent.remove();
    if (held) look(row);
  });
  window.htmx?.process(lent);
  return lent.querySelector("summary");
}

function refuse(scope, does) {
  const refusal = does === "approve" ? scope.querySelector("[data-refusal]") : null;
  if (!refusal && does !== "undo") return false;
  say(refusal ? refusal.dataset.refusal : "There is nothing to undo.");
  return true;
}

function say(text) {
  document.querySelector("[data-toast]")?.remove();
  const toast = document.createElement("div");
  toast.className = "toast bad";
  toast.dataset.toast = "";
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  document.getElementById("page").prepend(toast);
  document.getElementById("live").textContent = text;
}
