// A player for each figure of the page.
for (const [index, figure] of findAll(".sweep").entries()) {
  if (find(".player", figure)) makePlayer(figure, data.replays[index]);
}
