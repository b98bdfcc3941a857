// Files that somebody opens, drops or pastes.
import { findAll, say } from "./shared.js";

const MOST_BYTES = 2 ** 20;
const KINDS = [".py", ".ipynb"];

// `take` is called with an object of names and texts, `complain` with a sentence on each file that is not taken.
export const makeReader = (take, complain) => async (files, isEngine) => {
  const texts = {};
  const refused = [];
  for (const file of files) {
    if (!KINDS.some((kind) => file.name.endsWith(kind))) refused.push(say("file_of_no_kind", { file: file.name }));
    else if (file.size > MOST_BYTES) refused.push(say("file_too_large", { file: file.name }));
    else texts[file.name] = await file.text();
  }
  if (refused.length) complain(refused.join(" "));
  if (Object.keys(texts).length) take(texts, isEngine, refused);
};

// `button` opens a dialog for files.
export const openFiles = (button, isEngine, read) => {
  const settings = { type: "file", accept: KINDS.join(), multiple: true, hidden: true };
  const input = Object.assign(document.createElement("input"), settings);
  button.after(input);
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    await read([...input.files], isEngine);
    input.value = "";
  });
};

// Files may be dropped or pasted anywhere: within `zone` they are an engine, elsewhere what they hold decides.
export const takeDrops = (zone, elsewhere, read) => {
  // What is copied from an office program is a text and a picture of it: the text is meant.
  const hasFiles = (transfer) => transfer?.types.includes("Files") && !transfer.types.includes("text/plain");
  const isIn = (event) => event.composedPath().includes(zone);
  const mark = (element) => {
    for (const each of findAll(".dropping")) each.classList.remove("dropping");
    element?.classList.add("dropping");
  };
  const on = (kind, listener) => document.addEventListener(kind, listener, true);
  on("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    mark(isIn(event) ? zone : elsewhere);
  });
  on("dragleave", (event) => {
    if (!event.relatedTarget) mark(null);
  });
  const receive = (transfer) => (event) => {
    mark(null);
    if (!hasFiles(event[transfer])) return;
    event.preventDefault();
    event.stopPropagation();
    read([...event[transfer].files], isIn(event));
  };
  on("drop", receive("dataTransfer"));
  on("paste", receive("clipboardData"));
};
