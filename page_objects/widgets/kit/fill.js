// Filling one control the way a person would; every way ends with the panel closed.

const QUIET = 400; // a list that nobody is loading will not change any more
const STALE = 1000; // how long an old list may stay although its parent was changed

function frozenCheck(el, kind, label) {
  if (frozen(el, kind)) throw new Trouble("frozen", { label, ...layersOf(el) });
}

// Focus, write, leave. Only leaving makes the widget take the text (contract 3).
function typeIn(el, kind, value) {
  const box = typed(el);
  box.focus();
  box.value = box.maxLength > 0 ? value.slice(0, box.maxLength) : value;
  if (kind === "plain") box.dispatchEvent(new Event("input", { bubbles: true }));
  if (kind === "plain") box.dispatchEvent(new Event("change", { bubbles: true }));
  box.blur();
}

function closePanel(el, kind) {
  if ($(el)[kind]("panel").is(":visible")) $(el)[kind]("hidePanel");
}

const items = (el) => $(el).combobox("panel").find(".combobox-item:not(.combobox-item-disabled)");

const itemsNamed = (el, name) => items(el).filter((_, item) => clean(item.textContent) === name);

// Wait for the list which belongs to the parent's present value, and for `name` in it.
async function listWith(el, name, { old, strict, ms }) {
  if (!strict && itemsNamed(el, name).length) return;
  if (old) {
    await until(() => $.data(el, "combobox").data !== old || !idle(), STALE);
    await until(() => idle() && $.data(el, "combobox").data !== old, idle() ? STALE : ms);
  }
  let since = performance.now();
  await until(() => {
    if (!idle()) since = performance.now() + 1;
    else if (itemsNamed(el, name).length) return true;
    return performance.now() - since > QUIET;
  }, ms);
}

function clickItem(el, label, name) {
  $(el).combobox("showPanel");
  const found = itemsNamed(el, name);
  if (found.length !== 1) {
    const available = items(el).toArray().map((item) => clean(item.textContent));
    closePanel(el, "combobox");
    if (found.length) throw new Trouble("many", { label: `${label}: ${name}`, count: found.length });
    throw new Trouble("option", { label, value: name, available });
  }
  found[0].click();
  closePanel(el, "combobox");
}

async function choose(el, label, name, how) {
  if (name === "") return $(el).combobox("clear");
  await listWith(el, name, how);
  return clickItem(el, label, name);
}

function pickDay(el, label, value) {
  if (value === "") return $(el).datebox("clear");
  const [year, month, day] = value.split("-").map(Number);
  $(el).datebox("showPanel");
  const calendar = $(el).datebox("calendar");
  calendar.calendar("moveTo", new Date(year, month - 1, day));
  const cells = calendar
    .find(`td.calendar-day[abbr="${year},${month},${day}"]`)
    .not(".calendar-other-month, .calendar-disabled");
  if (cells.length !== 1) {
    closePanel(el, "datebox");
    throw new Trouble("option", { label, value, available: ["-"] });
  }
  cells[0].click();
  return closePanel(el, "datebox");
}

const nodesOf = (list) => $(list).children("li").children(".tree-node").toArray();

const titleOf = (node) => clean($(node).children(".tree-title").text());

const childrenOf = (node) => nodesOf($(node).next("ul"));

function nodeNamed(nodes, label, name) {
  const found = nodes.filter((node) => titleOf(node) === name);
  if (found.length === 1) return found[0];
  if (found.length) throw new Trouble("many", { label: `${label}: ${name}`, count: found.length });
  throw new Trouble("option", { label, value: name, available: nodes.map(titleOf) });
}

// Open one node and wait for what is below it; an empty answer is an empty list.
async function expand(tree, node, ms) {
  if (!$(node).children(".tree-hit").length) return [];
  if (!childrenOf(node).length || $(node).children(".tree-collapsed").length) {
    tree.tree("expand", node);
  }
  const loading = () => $(node).children(".tree-loading").length > 0;
  let since = performance.now();
  await until(() => {
    if (loading() || !idle()) since = performance.now() + 1;
    return childrenOf(node).length || performance.now() - since > QUIET;
  }, ms);
  return childrenOf(node);
}

// Walk down to the last node of the path, opening each level inside its parent only.
async function descend(el, label, path, ms) {
  const tree = $(el).combotree("tree");
  let nodes = await until(() => nodesOf(tree).length && nodesOf(tree), ms) || [];
  let node = null;
  for (const [depth, name] of path.entries()) {
    node = nodeNamed(nodes, [label, ...path.slice(0, depth)].join(" / "), name);
    if (depth < path.length - 1) nodes = await expand(tree, node, ms);
  }
  return node;
}

function clickNode(el, node) {
  $(el).combotree("showPanel");
  node.click();
  closePanel(el, "combotree");
}

async function chooseNode(el, label, path, ms) {
  if (!path.length) return $(el).combotree("clear");
  return clickNode(el, await descend(el, label, path, ms));
}

function choosePlain(el, label, name) {
  const found = [...el.options].filter((option) => clean(option.text) === name);
  if (found.length !== 1 && name !== "") {
    const available = [...el.options].map((option) => clean(option.text));
    throw new Trouble("option", { label, value: name, available });
  }
  el.value = found.length ? found[0].value : "";
  el.dispatchEvent(new Event("change", { bubbles: true }));
}
