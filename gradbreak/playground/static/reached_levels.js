// Which levels were ever reached, kept in this browser: what is reached stays reached.
import { find, findAll, remembered, say } from "./shared.js";

export const makeLevels = ({ engine }) => {
  const key = `reached-${engine.file}`;
  const reached = new Set((remembered.get(key) ?? "").split(" ").filter(Boolean));
  const show = () => {
    for (const level of findAll(".level .badge")) level.textContent = "";
    for (const level of reached) {
      const badge = find(`.level[data-level="${level}"] .badge`);
      if (badge) badge.textContent = `★ ${say("reached_level")}`;
    }
  };
  show();
  return (levels) => {
    for (const { level, caught, total } of levels) if (caught === total) reached.add(level);
    remembered.set(key, [...reached].join(" "));
    show();
  };
};
