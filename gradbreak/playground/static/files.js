// Files that somebody opens or drops.
const MOST_BYTES = 2 ** 20;

// `button` opens a dialog, `target` takes drops; `take` is called with a name and a text.
export const readFiles = (button, target, take) => {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".py,.ipynb", hidden: true });
  button.after(input);
  button.addEventListener("click", () => input.click());
  const read = async ([file]) => {
    if (file && file.size <= MOST_BYTES) take(file.name, await file.text());
  };
  input.addEventListener("change", async () => {
    await read(input.files);
    input.value = "";
  });
  const mark = (isOver) => target.classList.toggle("dropping", isOver);
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  target.addEventListener("dragleave", () => mark(false));
  target.addEventListener(
    "drop",
    (event) => {
      mark(false);
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      event.stopPropagation();
      read(event.dataTransfer.files);
    },
    true,
  );
};
