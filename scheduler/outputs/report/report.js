"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const byId = (id) => document.getElementById(id);
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const cell = (text, more, kind) => {
    const td = make("td", text, kind);
    if (more) td.append(make("small", more));
    return td;
  };

  /* What a department gets. A visit: department, week, day, time, asset, equipment, room, work, out, call, agreement, uid. */
  const content = read("departments-content");
  const { departments, weeks, visits, words } = content;
  const department = byId("department"), week = byId("week"), find = byId("find-department");
  const option = (value, text) => { const made = make("option", text); made.value = value; return made; };
  const names = departments.map(([name, id, site]) => name === id ? `${name} (${site})` : `${name} (${id}, ${site})`);
  const counts = new Map();
  visits.forEach(([owner]) => counts.set(owner, (counts.get(owner) || 0) + 1));
  const fillDepartments = () => {
    const wanted = find.value.trim().toLowerCase(), before = department.value;
    const kept = names.map((name, number) => [number, name]).filter(([, name]) => name.toLowerCase().includes(wanted));
    department.replaceChildren(...kept.map(([number, name]) => option(number, name)));
    if (kept.some(([number]) => String(number) === before)) department.value = before;
  };
  weeks.forEach(([label, said]) => week.append(option(label, `${label}: ${said}`)));
  let sought = "";
  const show = () => {
    const owner = Number(department.value), label = week.value, body = document.querySelector("#department-visits tbody");
    const own = department.value === "" ? [] : visits.filter((row) => row[0] === owner && words[row[1]] === label);
    let day = "";
    body.replaceChildren(...own.map((row) => {
      const [, , dayNumber, time, asset, equipment, room, work, out, call, asked, uid] = row;
      const line = make("tr"), said = words[dayNumber];
      if (said !== day) line.className = "day";
      line.append(make("td", said === day ? "" : said), cell(time, "", "time"), cell(asset, words[equipment]), cell(words[room]),
        cell(words[work]), cell(words[out]), cell(words[call]));
      if (words[asked]) line.children[1].append(" ", make("span", words[asked], "tag proposed"));
      if (sought && words[uid] === sought) line.classList.add("found");
      day = said;
      return line;
    }));
    const name = department.value === "" ? "No department has this name" : departments[owner][0];
    const total = counts.get(owner) || 0;
    byId("department-said").textContent = department.value === "" ? name + "." :
      `${name}: ${own.length || "no"} visit${own.length === 1 ? "" : "s"} in ${label}, ${total} in the whole horizon.`;
  };
  const step = (by) => { week.selectedIndex = Math.min(weeks.length - 1, Math.max(0, week.selectedIndex + by)); show(); };
  byId("week-before").addEventListener("click", () => step(-1));
  byId("week-after").addEventListener("click", () => step(1));
  department.addEventListener("change", show);
  week.addEventListener("change", show);
  find.addEventListener("input", () => { fillDepartments(); show(); });
  fillDepartments();
  if (visits.length) { department.value = String(visits[0][0]); week.value = words[visits[0][1]]; }
  const followLink = () => {
    const uid = decodeURIComponent(location.hash.slice(1)), row = visits.find((each) => words[each[11]] === uid);
    if (!row) return;
    sought = uid;
    find.value = "";
    fillDepartments();
    department.value = String(row[0]);
    week.value = words[row[1]];
    show();
    byId("departments").scrollIntoView();
  };
  addEventListener("hashchange", followLink);
  show();
  followLink();

  /* What is late or not placed. */
  const table = document.querySelector("#troubles tbody");
  if (!table) return;
  const rows = read("troubles-content").rows, most = 300;
  const search = byId("find-trouble");
  const list = () => {
    const wanted = search.value.trim().toLowerCase();
    const kept = wanted ? rows.filter((row) => row.join(" ").toLowerCase().includes(wanted)) : rows;
    table.replaceChildren(...kept.slice(0, most).map((row) => {
      const [asset, equipment, owner, procedure, high, due, end, what, planned, words, reason, help, price] = row;
      const line = make("tr");
      const state = make("td");
      state.append(make("span", what, "tag " + (what === "not placed" ? "missing" : planned ? "late" : "aside")));
      if (planned) state.append(make("small", "planned " + planned));
      if (high) state.append(" ", make("span", "high risk", "tag escalate"));
      line.append(cell(asset, equipment), cell(procedure), cell(owner), cell(due), cell(end), state, cell(words, reason),
        cell(help), cell(price.toLocaleString("en"), "", "n"));
      return line;
    }));
    byId("trouble-said").textContent = kept.length > most ? `${kept.length} found, the first ${most} are shown` : `${kept.length} found`;
  };
  search.addEventListener("input", list);
  list();
})();
