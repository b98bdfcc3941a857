// Begin: what only a script should fold away, the first tab stop, and the cell that the address asks for.
for (const folded of findAll("#tests .suite, #source details + details")) folded.open = false;
makeTabStop(rows.length ? cellOf(rows[0], data.home) : find(".fold", grid));
addEventListener("hashchange", arrive);
arrive();
// Where the details have a place of their own, they begin with an example.
if (!asked() && !isSheet() && rows.length) show(rows[0], data.home);
