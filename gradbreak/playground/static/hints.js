// Hints in three steps: the idea, the skeleton, the test. Each step is asked for.
import { find, make, say, withCode } from "./shared.js";

// `use` is called with a test that somebody wants in the editor.
export const makeHints = (use) => {
  const list = find("#hints ul");
  let shown = "";
  return (hints) => {
    const key = JSON.stringify(hints);
    if (key === shown) return;
    shown = key;
    list.replaceChildren(
      ...hints.map(({ name, idea, skeleton, test }) => {
        const steps = [
          make("p", {}, make("b", { textContent: `${name}: ` }), ...withCode(idea)),
          make("pre", { tabIndex: 0 }, make("code", { textContent: skeleton })),
          test ? make("pre", { tabIndex: 0 }, make("code", { textContent: test })) : "",
        ].filter(Boolean);
        const item = make("li", {}, steps[0]);
        let at = 0;
        const more = make("button", { type: "button", textContent: say("hint_more") });
        more.addEventListener("click", () => {
          at += 1;
          if (at > 1) steps[at - 1].remove();
          more.before(steps[at]);
          if (at < steps.length - 1) return;
          more.replaceWith(...(test ? [put] : []));
          put.focus();
        });
        const put = make("button", { type: "button", textContent: say("use_hint") });
        put.addEventListener("click", () => use(test));
        item.append(more);
        return item;
      }),
    );
    if (!hints.length) list.append(make("li", { textContent: say("hint_none") }));
  };
};
