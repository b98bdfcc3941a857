// The engine under test: to read, and to replace by one of one's own.
import { readFiles } from "./files.js";
import { find, make, say } from "./shared.js";

export const makeEngine = ({ ask, use, status }) => {
  const [text, said] = [find("#engine-text"), find("#engine-said")];
  let file = "engine.py";
  const tell = (sentence) => {
    said.textContent = sentence;
    status(sentence);
  };
  const look = (name, content) => {
    file = name;
    tell(say("engine_loading"));
    ask({ request: "engine", name, content });
  };
  find("#engine-use").addEventListener("click", () => look("engine.py", text.value));
  find("#engine-back").addEventListener("click", () => use(""));
  readFiles(find("#engine-open"), find("#engine"), (name, content) => {
    if (name.endsWith(".py")) text.value = content;
    look(name, content);
  });
  return {
    found(project, problem) {
      if (problem) {
        tell(problem);
        return;
      }
      const sites = JSON.parse(project).broken.filter(({ level }) => level === "sites").length;
      use(project);
      tell(say("engine_ready", { file, sites }));
    },
    show(project, isOwn) {
      find("#engine-file").textContent = project.engine.file;
      find("#engine-view pre").replaceChildren(make("code", { textContent: project.files[project.engine.file] }));
      find("#engine-back").hidden = !isOwn;
    },
  };
};
