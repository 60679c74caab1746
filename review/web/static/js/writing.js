// Writing: the words counted as one types, and a warning before typed text is left behind.

const isWord = (token) => /[\p{L}\p{N}]/u.test(token);

export const countWords = (text) => text.split(/\s+/u).filter(isWord).length;

export function watchWriting() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-words]")) showCount(event.target);
    const form = event.target.closest?.("form[data-unsaved]");
    if (form) form.dataset.unsaved = "yes";
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.unsaved === "yes") event.target.dataset.unsaved = "sent";
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-unsaved]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved=yes]")) event.preventDefault();
  });
  document.querySelectorAll("[data-words]").forEach(showCount);
}

function showCount(field) {
  const words = countWords(field.value);
  const out = document.querySelector("[data-words-out]");
  out.textContent = words === 1 ? "1 word" : `${words} words`;
  const fits = words >= Number(field.dataset.min) && words <= Number(field.dataset.max);
  out.closest(".words").classList.toggle("off", !fits);
}
