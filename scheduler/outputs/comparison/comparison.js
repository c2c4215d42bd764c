"use strict";
(() => {
  const choices = {person: document.getElementById("person"), place: document.getElementById("place"),
                   kind: document.getElementById("kind")};
  const rows = [...document.querySelectorAll("#changes tbody tr")];
  const count = document.getElementById("shown");
  const has = (row, name, wanted) => !wanted || row.dataset[name].split("|").includes(wanted);
  const choose = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !Object.entries(choices).every(([name, box]) => has(row, name, box.value));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  };
  for (const box of Object.values(choices)) box.addEventListener("change", choose);
  for (const button of document.querySelectorAll("button[data-box]")) {
    button.addEventListener("click", () => {
      for (const [name, box] of Object.entries(choices)) box.value = name === button.dataset.box ? button.dataset.value : "";
      choose();
      document.getElementById("changes").scrollIntoView();
    });
  }
  document.getElementById("filters").hidden = false;
  choose();
})();
