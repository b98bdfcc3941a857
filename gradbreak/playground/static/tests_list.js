// Your tests on the engine as it is: in a list, and below their lines in the editor.
import { find, make, say } from "./shared.js";

const KINDS = { passed: ["k", "✓", "passed"], skipped: ["x", "·", "skipped"] };

export const makeTests = (editor) => (tests) => {
  const items = tests.map(({ name, outcome, set_aside: setAside, failure }) => {
    const [state, glyph, word] = setAside ? ["x", "·", "set_aside"] : KINDS[outcome] ?? ["s", "✗", "failed"];
    const said = setAside || (failure ? `${failure.exception}: ${failure.message.split("\n")[0]}` : "");
    return make(
      "li",
      {},
      make("span", { className: `chip ${state}`, ariaHidden: "true", textContent: glyph }),
      make("code", { textContent: name }),
      make("span", { className: "said", textContent: `${say(word)}${said ? `. ${said}` : ""}` }),
    );
  });
  find("#tests ul").replaceChildren(...items);
  const messages = tests
    .filter(({ failure, set_aside: setAside }) => failure || setAside)
    .map(({ line, failure, set_aside: setAside }) => ({
      line: failure?.line || line,
      text: setAside || `${failure.exception}: ${failure.message}`,
    }));
  editor.say(messages.sort((one, other) => one.line - other.line));
};
