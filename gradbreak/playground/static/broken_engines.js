// The row of the broken engines: a button for each, in groups by level, with what your tests make of it.
import { find, findAll, make, say } from "./shared.js";

const roving = (group) => {
  group.onkeydown = (event) => {
    const buttons = findAll("button.engine", group);
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const target = buttons[Math.min(Math.max(to, 0), buttons.length - 1)];
    for (const each of buttons) each.tabIndex = each === target ? 0 : -1;
    target.focus();
  };
};

// `chosen` is called with the id of the broken engine that somebody chooses.
export const makeRow = (project, chosen) => {
  const buttons = new Map();
  for (const group of findAll(".level")) {
    const { level } = group.dataset;
    const list = find(".engines", group);
    list.replaceChildren();
    for (const each of project.broken.filter((one) => one.level === level)) {
      const button = make(
        "button",
        { type: "button", className: "engine x", tabIndex: list.childElementCount ? -1 : 0 },
        make("span", { className: "chip x", ariaHidden: "true", textContent: "·" }),
        make("span", { className: "name", textContent: each.name }),
        make("span", { className: "hidden", textContent: "" }),
      );
      button.addEventListener("click", () => chosen(each.id));
      buttons.set(each.id, button);
      list.append(make("li", {}, button));
    }
    group.hidden = !list.childElementCount;
    roving(list);
  }
  return {
    clear() {
      for (const button of buttons.values()) button.classList.add("old");
    },
    show({ id, state, glyph, says }) {
      const button = buttons.get(id);
      button.className = `engine ${state}${button.ariaPressed === "true" ? " chosen" : ""}`;
      const [chip, , words] = button.children;
      chip.className = `chip ${state}`;
      chip.textContent = glyph;
      words.textContent = `: ${says}`;
      button.title = says;
    },
    choose(id) {
      for (const [each, button] of buttons) {
        button.ariaPressed = String(each === id);
        button.classList.toggle("chosen", each === id);
      }
    },
    levels(levels) {
      for (const { level, caught, total } of levels) {
        const group = find(`.level[data-level="${level}"]`);
        find(".count", group).textContent = say("level_count", { caught, total });
        group.classList.toggle("full", caught === total);
      }
    },
  };
};
