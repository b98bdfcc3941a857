// The engine under test: to read, and to replace by one of one's own.
import { find, make } from "./shared.js";

// `take` looks at files as at an engine; `use` takes a project, or none for the page's own, and tests for it.
export const makeEngine = ({ take, use, status }) => {
  const [text, said] = [find("#engine-text"), find("#engine-said")];
  let file = "engine.py";
  find("#engine-use").addEventListener("click", () => take({ [file]: text.value }, true));
  find("#engine-back").addEventListener("click", () => use(""));
  const tell = (sentence) => {
    said.textContent = sentence;
    status(sentence);
  };
  return {
    tell,
    found({ project, says, tests }) {
      if (project) use(project, tests);
      tell(says);
    },
    show(project, isOwn) {
      for (const each of [find("#engine-file"), find("#engine-tested")]) each.textContent = project.engine.file;
      find("#engine-view pre").replaceChildren(make("code", { textContent: project.files[project.engine.file] }));
      find("#engine-back").hidden = !isOwn;
      // Of one file, what is tested can be corrected here and tested again.
      const isHere = isOwn && Object.keys(project.files).length === 1;
      file = isHere ? project.engine.file.split("/").at(-1) : "engine.py";
      if (isHere) text.value = project.files[project.engine.file];
    },
  };
};
