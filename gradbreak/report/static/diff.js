// The change of a mutant, drawn from the source that the page shows anyway, with what differs marked.
const CONTEXT = 2;
// A range over characters of highlighted code, whatever elements they lie in.
const characters = (root, from, to) => {
  const range = document.createRange();
  range.selectNodeContents(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let [seen, started] = [0, false];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!started && from <= seen + node.length) {
      range.setStart(node, from - seen);
      started = true;
    }
    if (started && to <= seen + node.length) {
      range.setEnd(node, to - seen);
      break;
    }
    seen += node.length;
  }
  return range;
};

const lineOf = (file, number) => {
  const line = make("code");
  line.append(...[...find("code", sources[file][number]).childNodes].map((node) => node.cloneNode(true)));
  return line;
};
const lengthOf = (file, number) => find("code", sources[file][number]).textContent.length;
const without = (line, from, to) => {
  if (from < to) characters(line, from, to).deleteContents();
  return line;
};

const diffLine = (kind, number, code) => {
  const sign = { removed: "−", added: "+" }[kind] ?? "";
  return make(
    "div",
    { className: kind },
    make("span", { textContent: number === null ? "" : number + 1 }),
    make("b", { textContent: sign }),
    code,
  );
};

// Where a stretch of some length ends, line breaks counted as characters.
const endOf = ({ place: [file, line], change: [column, length] }) => {
  let [endLine, endColumn] = [line, column + length];
  while (endColumn > lengthOf(file, endLine)) {
    endColumn -= lengthOf(file, endLine) + 1;
    endLine += 1;
  }
  return [endLine, endColumn];
};

const removedLines = (row) => {
  const [file, line] = row.place;
  const [column] = row.change;
  const [endLine, endColumn] = endOf(row);
  const found = [];
  for (let number = line; number <= endLine; number += 1) {
    const code = lineOf(file, number);
    const [from, to] = [number === line ? column : 0, number === endLine ? endColumn : lengthOf(file, number)];
    if (from < to) {
      const range = characters(code, from, to);
      const mark = make("mark");
      mark.append(range.extractContents());
      range.insertNode(mark);
    }
    found.push(diffLine("removed", number, code));
  }
  return found;
};

const addedLines = (row) => {
  const [file, line] = row.place;
  const [column, , text] = row.change;
  const [endLine, endColumn] = endOf(row);
  const parts = text.split("\n").map((part) => make("code", {}, part ? make("mark", { textContent: part }) : ""));
  parts[0].prepend(...without(lineOf(file, line), column, lengthOf(file, line)).childNodes);
  parts.at(-1).append(...without(lineOf(file, endLine), 0, endColumn).childNodes);
  return parts.filter((part) => part.textContent.trim()).map((part) => diffLine("added", null, part));
};

// Code from deep inside a class needs no eight columns of nothing in a narrow panel.
const dedent = (lines) => {
  const codes = lines.map((line) => find("code", line)).filter((code) => code && code.textContent.trim());
  const indent = Math.min(...codes.map((code) => code.textContent.search(/\S/)));
  for (const code of codes) without(code, 0, indent);
  return lines;
};

const contextLines = (file, from, to) => {
  const found = [];
  for (let number = Math.max(from, 0); number < Math.min(to, sources[file].length); number += 1) {
    if (lengthOf(file, number)) found.push(diffLine("context", number, lineOf(file, number)));
  }
  return found;
};

const drawnDiff = (row) => {
  if (row.diff) {
    const kinds = { "+": "added", "-": "removed" };
    return row.diff
      .split("\n")
      .map((line) => diffLine(kinds[line[0]] ?? "context", null, make("code", { textContent: line })));
  }
  if (row.members) {
    // A break: the lines of its members, one after the other.
    const shown = row.members.map((number) => inDataOrder[number]).filter((member) => !member.diff);
    return dedent(shown.flatMap((member) => [...removedLines(member), ...addedLines(member)]));
  }
  const [file, line] = row.place;
  const [endLine] = endOf(row);
  return dedent([
    ...contextLines(file, line - CONTEXT, line),
    ...removedLines(row),
    ...addedLines(row),
    ...contextLines(file, endLine + 1, endLine + 1 + CONTEXT),
  ]);
};
