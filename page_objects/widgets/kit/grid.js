// Grids: found by the titles of their columns, read as the widget's own data plus the cells.

const HALF = (titles, columns) =>
  Object.values(columns).filter((words) => titles.some((title) => titleFits(title, words))).length;

// A header may be cut on the screen: "型号/标…" stands for a word that begins so.
function titleFits(title, words) {
  if (words.includes(title)) return true;
  const stem = title.match(/^(.{2,})(…|\.{3})$/);
  return stem !== null && words.some((word) => word.startsWith(stem[1]));
}

const shellOf = (table) => $(table).datagrid("getPanel")[0];

function columnsOf(table) {
  const grid = $(table);
  const names = [...grid.datagrid("getColumnFields", true), ...grid.datagrid("getColumnFields")];
  const cells = new Map();
  for (const cell of shellOf(table).querySelectorAll(".datagrid-header td[field] .datagrid-cell")) {
    const name = cell.closest("td[field]").getAttribute("field");
    if (!cells.has(name)) cells.set(name, cell);
  }
  return names.map((name) => {
    const option = grid.datagrid("getColumnOption", name);
    const cell = cells.get(name);
    const title = option.title ? clean($("<i>").html(option.title).text()) : "";
    const full = cell ? clean(cell.getAttribute("title") || cell.textContent) : "";
    return { field: name, title: bare(title || full), hidden: Boolean(option.hidden), box: Boolean(option.checkbox) };
  });
}

function gridsIn(root) {
  if (!$) return [];
  return $(root).find("table.datagrid-f").toArray()
    .filter((table) => $.data(table, "datagrid") && visible(shellOf(table)))
    .filter((table) => !foreign(shellOf(table), root));
}

const titlesOf = (table) =>
  columnsOf(table).filter((one) => !one.hidden && one.title).map((one) => one.title);

// The one grid that has these columns; all of them, or the trouble names what is missing.
function gridWith(root, { label, columns, optional = [] }) {
  const ranked = gridsIn(root)
    .map((table) => ({ table, titles: titlesOf(table) }))
    .map((one) => ({ ...one, fit: HALF(one.titles, columns) }))
    .sort((a, b) => b.fit - a.fit);
  const need = Object.entries(columns).filter(([key]) => !optional.includes(key));
  const best = ranked[0];
  if (!best || best.fit === 0) throw new Trouble("missing", { label, seen: ranked.flatMap((one) => one.titles) });
  const missing = need.filter(([, words]) => !best.titles.some((title) => titleFits(title, words)));
  if (missing.length) throw new Trouble("missing", { label: missing[0][1][0], seen: best.titles });
  const rivals = ranked.filter((one) => one.fit === best.fit);
  if (rivals.length > 1) throw new Trouble("many", { label, count: rivals.length });
  return best.table;
}

const loading = (table) => $(shellOf(table)).find(".datagrid-mask").length > 0;

const rowsOf = (table) => $(table).datagrid("getRows");

function cellsOf(table) {
  const rows = rowsOf(table).map(() => ({}));
  $(shellOf(table)).find(".datagrid-body tr.datagrid-row").each((_, tr) => {
    const at = Number(tr.getAttribute("datagrid-row-index"));
    $(tr).children("td[field]").each((__, td) => {
      if (!rows[at] || td.querySelector("input[type=checkbox]")) return;
      rows[at][td.getAttribute("field")] = clean(td.textContent);
    });
  });
  return rows;
}

function pagerOf(table) {
  const options = $(table).datagrid("options");
  const info = $(shellOf(table)).find(".pagination-info").text();
  return {
    on: Boolean(options.pagination),
    page: Number(options.pageNumber),
    size: Number(options.pageSize),
    sizes: (options.pageList || []).map(Number),
    counted: (info.match(/\d+/g) || []).map(Number),
  };
}

function gridData(table) {
  return {
    rows: JSON.parse(JSON.stringify(rowsOf(table))),
    cells: cellsOf(table),
    total: Number($(table).datagrid("getData").total),
    columns: columnsOf(table),
    pager: pagerOf(table),
  };
}

// Do something to the grid and wait for other data; null when nothing new came.
async function renewed(table, act, ms) {
  await until(() => idle() && !loading(table), ms);
  const before = rowsOf(table);
  act();
  let since = performance.now();
  await until(() => {
    if (!idle() || loading(table)) since = performance.now() + 1;
    if (rowsOf(table) !== before && idle() && !loading(table)) return true;
    return performance.now() - since > QUIET;
  }, ms);
  return rowsOf(table) !== before;
}

// ---- called from Python -------------------------------------------------------------------

async function gridReady(root, spec) {
  let trouble = null;
  const table = await until(() => {
    try {
      return gridWith(root, spec);
    } catch (caught) {
      if (!(caught instanceof Trouble)) throw caught;
      trouble = caught;
      return null;
    }
  }, spec.ms);
  if (!table) throw trouble;
  await until(() => idle() && !loading(table) && $(table).datagrid("getData"), spec.ms);
  return titlesOf(table);
}

async function gridRead(root, spec) {
  const table = gridWith(root, spec);
  await until(() => idle() && !loading(table), spec.ms);
  return gridData(table);
}

async function gridGlance(root, spec) {
  const table = gridWith(root, spec);
  await until(() => idle() && !loading(table), spec.ms);
  const identities = rowsOf(table).map((row) => String(row[spec.key] ?? ""));
  return { total: Number($(table).datagrid("getData").total), identities };
}

// Where a pager stands: the page-size list, the page box, the arrow to the next page.
function pagerAct(table, spec) {
  const pager = $(shellOf(table)).find(".datagrid-pager");
  if (spec.act === "size") {
    const list = pager.find("select.pagination-page-list")[0];
    list.value = String(spec.size);
    return () => $(list).trigger("change");
  }
  if (spec.act === "page") {
    return () => $(table).datagrid("getPager").pagination("select", spec.page);
  }
  if (spec.act === "reload") {
    const button = pager.find(".pagination-load").closest("a")[0];
    return () => (button ? button.click() : $(table).datagrid("reload"));
  }
  return () => pager.find(".pagination-next").closest("a")[0].click();
}

async function gridTurn(root, spec) {
  const table = gridWith(root, spec);
  const changed = await renewed(table, pagerAct(table, spec), spec.ms);
  return { changed, ...gridData(table) };
}

// Press a button near the grid (查询) and wait for the grid's new data.
async function gridAfterButton(root, spec) {
  const table = gridWith(root, spec);
  const found = $(root).find(".l-btn").toArray()
    .filter((one) => visible(one) && !foreign(one, root) && spec.words.includes(buttonText(one)));
  if (found.length !== 1) {
    throw new Trouble(found.length ? "many" : "missing", { label: spec.words[0], count: found.length, seen: [] });
  }
  const changed = await renewed(table, () => found[0].click(), spec.ms);
  return { changed, ...gridData(table) };
}

const rowElement = (table, at) =>
  $(shellOf(table)).find(`.datagrid-view2 tr.datagrid-row[datagrid-row-index="${at}"]`)[0];

function rowsWith(table, key, value) {
  return rowsOf(table).map((row, at) => ({ row, at })).filter((one) => String(one.row[key]) === value);
}

// Select the one row whose own data carries this identity, and nothing else.
async function gridSelect(root, spec) {
  const table = gridWith(root, spec);
  await until(() => idle() && !loading(table), spec.ms);
  const found = rowsWith(table, spec.key, spec.value);
  if (found.length !== 1) return { count: found.length };
  $(table).datagrid("clearSelections");
  $(table).datagrid("uncheckAll");
  $(rowElement(table, found[0].at)).children("td[field]").filter((_, td) => visible(td)).last()[0].click();
  const chosen = $(table).datagrid("getSelections").map((row) => String(row[spec.key]));
  return { count: 1, chosen };
}

// Tick or clear the boxes of this page so that exactly the wanted rows of it are ticked.
async function gridTick(root, spec) {
  const table = gridWith(root, spec);
  await until(() => idle() && !loading(table), spec.ms);
  if (spec.fresh) {
    $(table).datagrid("clearSelections");
    $(table).datagrid("clearChecked");
  }
  const wanted = new Set(spec.values);
  const ticked = () => new Set($(table).datagrid("getChecked").map((row) => String(row[spec.key])));
  for (const [at, row] of rowsOf(table).entries()) {
    const id = String(row[spec.key]);
    if (wanted.has(id) === ticked().has(id)) continue;
    $(shellOf(table)).find(`tr.datagrid-row[datagrid-row-index="${at}"] .datagrid-cell-check input`)[0].click();
  }
  return [...ticked()];
}

// How well the best grid of this document fits, from 0 to 1, what it lacks and shows, and which
// dialogs stand.
async function gridFit(root, { columns, optional = [] }) {
  const need = Object.entries(columns).filter(([key]) => !optional.includes(key));
  const ranked = gridsIn(root).map((table) => {
    const titles = titlesOf(table);
    const missing = need.filter(([, words]) => !titles.some((title) => titleFits(title, words)));
    return { fit: 1 - missing.length / need.length, missing: missing.map(([, words]) => words[0]), titles };
  });
  const best = ranked.sort((a, b) => b.fit - a.fit)[0] || { fit: 0, missing: [], titles: [] };
  return { ...best, windows: openTitles() };
}
