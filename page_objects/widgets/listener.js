// Watches what a person does on the portal's pages and tells it, in the words on the screen.
// Changes nothing. On a page that asks for a password nothing that is typed is looked at.

(({ name, secretWords }) => {
  if (!location.protocol.startsWith("http") || window[Symbol.for(name)]) return;
  window[Symbol.for(name)] = true;

  let tools = null;
  const kit = () => {
    if (!tools || tools.jquery !== window.jQuery) tools = { ...bring(), jquery: window.jQuery };
    return tools;
  };

  const SETTLED = 150; // a window that nobody is loading shows what it holds
  const LONGEST = 15000; // for a list that loads
  const CONTROLS = "span.textbox, span.combo, span.numberbox, .combo-p, .calendar, .textbox-f, .combo-f";
  const BUTTONS = "a.l-btn, button, input[type=button], input[type=submit]";

  const secretName = (text) => secretWords.some((word) => (text || "").toLowerCase().includes(word));
  const isSecret = (el, label) => el.type === "password" || secretName(label) || secretName(el.name) || secretName(el.id);
  const onLogin = () =>
    location.pathname.includes("/casServer/login") ||
    [...document.querySelectorAll("input[type=password]")].some((el) => kit().visible(el));

  const short = (text) => kit().clean(text).slice(0, 200);

  function tell(kind, what = {}) {
    const login = onLogin();
    const kept = login ? { role: what.role, text: what.role ? what.text : "" } : what;
    const send = window[name];
    if (send) send(JSON.stringify({ kind, login, ...kept })).catch(() => {});
  }

  // ---- what a window or the screen holds ----------------------------------------------------

  const windowOf = (el) => el.closest(".panel.window:not(.messager-window)");
  const titleOf = (box) => (box ? short((box.querySelector(".panel-title") || {}).textContent) : "");

  function formOf(root) {
    const fields = new Map();
    const names = kit().namedControls(root);
    for (const el of kit().controlsIn(root)) {
      const group = names.get(el);
      if (!group || !kit().isOpen(el) || kit().foreign(el, root) || kit().inGrid(el) || isSecret(el, group.text)) continue;
      const held = el.type === "checkbox" || el.type === "radio" ? [] : kit().layersOf(el).names;
      fields.set(group.text, [...(fields.get(group.text) || []), ...held.map(String)]);
    }
    return Object.fromEntries(fields);
  }

  const gridOf = (root) => kit().gridsIn(root)[0] || null;

  // A row by the titles of its columns; whole texts where the cell shows only their beginning.
  function rowOf(table, row, columns, cells, at) {
    const shown = cells[at] || {};
    const text = (field) => {
      const cell = shown[field] || "";
      const whole = row[field];
      return typeof whole === "string" && whole.startsWith(cell) ? whole : cell;
    };
    return Object.fromEntries(columns.map((one) => [one.title, kit().clean(text(one.field))]));
  }

  function rowsOf(table, rows) {
    const columns = kit().columnsOf(table).filter((one) => one.title && !one.hidden && !one.box);
    const all = kit().rowsOf(table);
    const cells = kit().cellsOf(table);
    return rows.map((row) => rowOf(table, row, columns, cells, all.indexOf(row)));
  }

  function chosenIn(table) {
    const grid = kit().jquery(table);
    const checked = grid.datagrid("getChecked");
    return rowsOf(table, checked.length ? checked : grid.datagrid("getSelections"));
  }

  function around(root) {
    const table = kit().jquery ? gridOf(root) : null;
    return {
      form: formOf(root),
      columns: table ? kit().titlesOf(table) : [],
      chosen: table ? chosenIn(table) : [],
    };
  }

  const rootOf = (box) => box || document.documentElement;

  // ---- lists that come -----------------------------------------------------------------------

  let awaited = null; // the window, or the screen, whose list has been asked for and not been told

  function tellRows() {
    if (!awaited || !window.jQuery) return;
    const { box } = awaited;
    const table = gridOf(rootOf(box));
    if (!table || !kit().idle() || kit().loading(table)) return;
    awaited = null;
    tell("listed", {
      window: titleOf(box),
      columns: kit().titlesOf(table),
      rows: rowsOf(table, kit().rowsOf(table)),
      total: Number(kit().jquery(table).datagrid("getData").total) || 0,
    });
  }

  // Tells what a list shows once it is at rest, or when the person goes on before.
  async function awaitList(box) {
    awaited = { box };
    const mine = awaited;
    await kit().pause(0); // the press that asks for it is on its way
    await kit().until(() => window.jQuery && gridOf(rootOf(box)), LONGEST);
    await kit().quiet(SETTLED, LONGEST);
    if (awaited === mine) tellRows();
  }

  // ---- windows and messages that come --------------------------------------------------------

  const stood = new WeakSet();
  let fresh = null; // a window that has opened and whose first content has not been told

  function flush() {
    if (!fresh) return;
    const box = fresh;
    fresh = null;
    if (kit().visible(box)) tell("opened", { window: titleOf(box), form: formOf(box) });
  }

  function meet(box) {
    fresh = box;
    kit().quiet(SETTLED, LONGEST).then(() => { if (fresh === box) flush(); });
  }

  function look() {
    if (!window.jQuery) return;
    const boxes = kit().boxWindows();
    for (const box of boxes.filter((one) => !stood.has(one))) {
      stood.add(box);
      tell("said", { text: kit().messageText(box).slice(0, 2000), buttons: [...box.querySelectorAll(".l-btn")].map(kit().buttonText) });
    }
    for (const box of document.querySelectorAll(".panel.window:not(.messager-window)")) {
      if (!kit().visible(box)) stood.delete(box);
      else if (!stood.has(box)) {
        stood.add(box);
        meet(box);
      }
    }
  }

  let looking = 0;
  const lookSoon = () => {
    if (looking) return;
    looking = setTimeout(() => {
      looking = 0;
      look();
    }, 10);
  };

  // ---- what a person does --------------------------------------------------------------------

  function pressed(el) {
    const button = el.closest(BUTTONS);
    if (button && !button.closest(".datagrid-pager")) return { el: button, role: "button", text: kit().clean(button.value || kit().buttonText(button)) };
    const close = el.closest(".panel-tool-close");
    if (close) return { el: close, role: "close", text: "关闭" };
    const link = el.closest("a");
    if (link && !link.closest(`${CONTROLS}, .datagrid-pager, .panel-tool`)) return { el: link, role: "link", text: short(link.textContent) };
    return null;
  }

  function rowWords(el) {
    const row = el.closest("tr");
    return row && row.cells[0] ? short(row.cells[0].textContent) : "";
  }

  function onPress({ el, role, text }) {
    const message = el.closest(".messager-window");
    if (message) return tell("answered", { text: role === "close" ? "取消" : text });
    if (el.classList.contains("l-btn-disabled")) return null;
    if (onLogin()) return tell("press", { role, text: text.slice(0, 200) });
    const box = windowOf(el);
    const what = { role, text: text.slice(0, 200), window: titleOf(box) };
    if (role === "link") what.row = rowWords(el);
    tell("press", { ...what, ...around(rootOf(box)) });
    if (role === "button") awaitList(box);
    return null;
  }

  function onOther(el) {
    if (el.closest(`${CONTROLS}, label, input, select, textarea, .tree`)) return;
    if (el.closest(".datagrid-pager")) return tell("other", { role: "pager", text: short(el.textContent) });
    if (el.closest(".datagrid")) return tell("other", { role: "list" });
    const acts = el.closest("[onclick], [role=button]") || getComputedStyle(el).cursor === "pointer";
    return tell("other", { role: acts ? "pointer" : "plain", text: acts ? short(el.textContent) : "", window: titleOf(windowOf(el)) });
  }

  window.addEventListener("click", (event) => {
    if (!event.isTrusted || !(event.target instanceof Element)) return;
    look();
    flush();
    const press = pressed(event.target);
    if (press) onPress(press);
    else onOther(event.target);
  }, true);

  // What a control of no kit holds; pages without the kit have such controls, too.
  function plainly(el) {
    if (["checkbox", "radio"].includes(el.type)) return String(el.checked);
    return el.tagName === "SELECT" && el.selectedOptions.length ? kit().clean(el.selectedOptions[0].text) : el.value;
  }

  window.addEventListener("change", (event) => {
    const el = event.target;
    const isPlain = el instanceof Element && el.matches("input, select, textarea") && !el.closest(`${CONTROLS}, .datagrid`);
    if (!event.isTrusted || !isPlain || kit().kindOf(el) !== "plain") return;
    const around = el.closest("label");
    const group = kit().namedControls(document.documentElement).get(el);
    const label = (group ? group.text : kit().ownWords(el)) || (around ? short(around.textContent) : "");
    tell("set", { label, window: titleOf(windowOf(el)), value: isSecret(el, label) ? [] : [plainly(el)] });
  }, true);

  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, (event) => {
      if (!event.isTrusted) return;
      flush();
      tellRows();
    }, true);
  }
  window.addEventListener("beforeunload", tellRows);

  for (const kind of ["alert", "confirm"]) {
    const native = window[kind];
    window[kind] = function (text) {
      tell("said", { text: String(text).slice(0, 2000), buttons: kind === "confirm" ? ["确定", "取消"] : ["确定"] });
      const answer = native.call(window, text);
      tell("answered", { text: kind === "alert" || answer ? "确定" : "取消" });
      return answer;
    };
  }

  new MutationObserver(lookSoon).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["style", "class"],
  });

  document.addEventListener("DOMContentLoaded", () => {
    tell("arrive", { address: `${location.origin}${location.pathname.split(";")[0]}`, title: short(document.title) });
    if (!onLogin()) awaitList(null);
  });
})
