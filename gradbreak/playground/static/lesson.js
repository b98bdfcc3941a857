// The lesson: a prediction first, then each step opens the next.
import { data, find, findAll, makePlayer, say } from "./shared.js";

const asNumber = (text) => Number(text.trim().replace(/[−–]/g, "-").replace(",", "."));

// `use` is called with the test that the lesson ends with.
export const makeLesson = (use) => {
  const { lesson } = data;
  if (!lesson) return;
  for (const form of findAll("#lesson form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const input of findAll("input", form)) {
        const right = lesson.answers[input.name];
        const isRight = asNumber(input.value) === right;
        const shown = String(right).replace("-", "−").replace(".", data.decimal);
        find("output", input.parentElement).textContent = say(isRight ? "right" : "wrong", { right: shown });
      }
      for (const step of findAll(`#lesson details[data-after="${form.dataset.step}"]`)) step.open = true;
    });
  }
  for (const [index, figure] of findAll("#lesson .sweep").entries()) {
    if (find(".player", figure)) makePlayer(figure, lesson.replays[index]);
  }
  for (const button of findAll("#lesson [data-option]")) {
    button.addEventListener("click", () => {
      const isRight = button.dataset.option === lesson.lost;
      find("#lesson .diagnosis").textContent = isRight ? lesson.right : lesson.otherwise;
      for (const step of findAll('#lesson details[data-after="diagnose"]')) step.open = true;
    });
  }
  find("#lesson-test")?.addEventListener("click", () => use(lesson.test));
};
