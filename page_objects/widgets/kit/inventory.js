// What a screen offers, without anybody's values: labels and their controls, lists, buttons,
// columns. Read to compare a screen with the one we were written for; nothing is pressed.

const LABELLING = "td, th, label, dt";
const LONGEST_LIST = 400;

const isOpen = (el) => visible(kindOf(el) === "plain" ? el : span(el)[0] || el);

const inGrid = (el) => el.closest(".datagrid-view, .datagrid-pager, .combo-p, .calendar") !== null;

// The words of a control that has no label before it: its own, or those around or inside it.
function ownWords(el) {
  const around = el.closest("label");
  return bare(el.getAttribute("placeholder") || (around ? around.textContent : "") || el.getAttribute("aria-label"));
}

// Each visible control with the words that name it; words before it win.
function namedControls(root) {
  const names = new Map();
  for (const el of root.querySelectorAll(LABELLING)) {
    const text = bare(el.textContent);
    const fits = text && text.length < 30 && visible(el) && !inGrid(el) && !foreign(el, root);
    if (!fits || controlsIn(el).length) continue;
    const mine = controlsAfter(el).filter((control) => !names.has(control));
    const group = { text, label: el };
    for (const control of mine) names.set(control, group);
  }
  return names;
}

function isRequired(el) {
  const data = $ && $.data(typed(el), "validatebox");
  return Boolean((data && data.options.required) || el.required);
}

function listOffered(el, kind) {
  if (kind === "plain") return el.tagName === "SELECT" ? [...el.options].map((one) => clean(one.text)) : [];
  if (kind !== "combobox") return [];
  return offeredIn(el).slice(0, LONGEST_LIST);
}

const plainKind = (el) => (el.tagName === "INPUT" ? `input ${el.type}` : el.tagName.toLowerCase());

const controlKind = (el) => (kindOf(el) === "plain" ? plainKind(el) : kindOf(el));

// The fields in reading order; several controls behind one label are one field.
function fieldsSeen(root) {
  const names = namedControls(root);
  const fields = new Map();
  for (const el of controlsIn(root)) {
    if (!isOpen(el) || foreign(el, root) || inGrid(el) || el.type === "hidden") continue;
    const group = names.get(el) || { text: ownWords(el), label: el };
    const kind = controlKind(el);
    const known = fields.get(group.label);
    if (known) {
      known.control = "chain";
      continue;
    }
    const wire = kind === plainKind(el) ? el.name : posting(el)[0].name;
    fields.set(group.label, {
      label: group.text,
      control: kind,
      required: isRequired(el),
      options: listOffered(el, kindOf(el)),
      wire: wire || "",
      at: el,
    });
  }
  return [...fields.values()];
}

// Pictures that are fetched with a question, as captchas are.
function picturesOf(root) {
  return [...root.querySelectorAll("img[src*='captcha']")]
    .filter((el) => visible(el) && !foreign(el, root))
    .map((el) => ({ label: bare(el.alt), control: "picture", required: false, options: [], wire: "", at: el }));
}

const before = (a, b) => (a.at.compareDocumentPosition(b.at) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);

const isOff = (el) => el.matches(".l-btn-disabled, [disabled]");

function buttonsOf(root) {
  return [...root.querySelectorAll("a.l-btn, button, input[type=button], input[type=submit]")]
    .filter((el) => visible(el) && !inGrid(el) && !foreign(el, root) && !el.closest(".messager-window"))
    .map((el) => ({ text: clean(el.value || buttonText(el)), off: isOff(el) }))
    .filter((one) => one.text);
}

// Rows of plain tables that end in something to follow: the portal's lists of services.
function rowsOfLinks(root) {
  return [...root.querySelectorAll("tr")]
    .filter((row) => visible(row) && !inGrid(row) && !row.querySelector("tr"))
    .map((row) => ({ text: clean(row.cells[0] && row.cells[0].textContent), links: [...row.querySelectorAll("a")].filter(visible).map((el) => clean(el.textContent)) }))
    .filter((row) => row.text && row.links.length);
}

function linksOf(root) {
  return [...root.querySelectorAll("a:not(.l-btn)")]
    .filter((el) => visible(el) && !inGrid(el) && !foreign(el, root) && !el.closest("tr"))
    .map((el) => clean(el.textContent)).filter(Boolean);
}

function gridColumns(root) {
  return gridsIn(root).map((table) => columnsOf(table)
    .filter((one) => !one.hidden && !one.box && one.title)
    .map((one) => ({ title: one.title, wire: one.field })));
}

// Which generation of the kit this is, as far as the page can tell (easyui-contract 1).
function kitVersion() {
  if (!$ || !$.fn.datagrid) return "";
  if (!$.fn.textbox) return "1.3";
  if (!$.easyui) return "1.4";
  const since = [["timepicker", "1.9.0"], ["sidemenu", "1.6.0"], ["maskedbox", "1.5.5"], ["tagbox", "1.5.1"]];
  const found = since.find(([plugin]) => $.fn[plugin]);
  return found ? found[1] : "1.5.0";
}

function topWindow() {
  const all = [...document.querySelectorAll(".panel.window:not(.messager-window)")].filter(visible);
  return all.sort((a, b) => a.style.zIndex - b.style.zIndex).pop() || null;
}

// ---- called from Python -------------------------------------------------------------------

// The whole screen without its windows, or the window in front; null when there is none.
async function inventory(root, { window: inWindow, ms }) {
  await until(idle, ms);
  const place = inWindow ? topWindow() : root;
  if (!place) return null;
  const fields = [...fieldsSeen(place), ...picturesOf(place)].sort(before).map(({ at, ...field }) => field);
  return {
    title: inWindow ? clean($(place).find(".panel-title").first().text()) : clean(document.title),
    fields,
    grids: gridColumns(place),
    buttons: buttonsOf(place),
    rows: inWindow ? [] : rowsOfLinks(place),
    links: inWindow ? [] : linksOf(place),
    kit: kitVersion(),
  };
}
