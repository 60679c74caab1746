// Copies an edition as HTML and as plain text at once: the place it is pasted into takes which it can.
export function watchPasting() {
  const button = document.querySelector("[data-copy-edition]");
  if (!button || !navigator.clipboard?.write) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const part = (name, type) =>
      new Blob([document.querySelector(`[data-copy-${name}]`).value], { type });
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": part("html", "text/html"),
          "text/plain": part("text", "text/plain"),
        }),
      ]);
      said.textContent = "Copied. Paste it into your platform's editor.";
    } catch {
      said.textContent = "The browser does not let it be copied: open it below and copy it by hand.";
    }
  });
}
