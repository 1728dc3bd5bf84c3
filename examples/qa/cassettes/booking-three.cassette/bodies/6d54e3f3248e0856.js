/*
 * Selected and checked records. With `idField` both lists outlive reloads and page changes; without
 * it they are what the page shows.
 */
(function ($, kit) {
  "use strict";

  const selection = (kit.selection = {});
  const stateOf = (element) => $.data(element, "datagrid");
  const headBoxes = (state) =>
    state.dc.header1.add(state.dc.header2).find("input[type=checkbox]");
  const boxesIn = ($rows) => $rows.find("div.datagrid-cell-check input[type=checkbox]");

  /* One table for both lists; `partner` is the list which follows when the options say so. */
  const KINDS = {
    selected: {
      list: "selectedRows", cls: "datagrid-row-selected", partner: "checked",
      follows: "checkOnSelect", on: ["onBeforeSelect", "onSelect", "onSelectAll"],
      off: ["onBeforeUnselect", "onUnselect", "onUnselectAll"],
    },
    checked: {
      list: "checkedRows", cls: "datagrid-row-checked", partner: "selected",
      follows: "selectOnCheck", on: ["onBeforeCheck", "onCheck", "onCheckAll"],
      off: ["onBeforeUncheck", "onUncheck", "onUncheckAll"],
    },
  };

  function remember(state, kind, row) {
    if (state.options.idField) {
      $.easyui.addArrayItem(state[kind.list], state.options.idField, row);
    }
  }

  function forget(state, kind, row) {
    const field = state.options.idField;
    if (field) {
      $.easyui.removeArrayItem(state[kind.list], field, row[field]);
    }
  }

  function paintBoxes(element, state, $rows, checked) {
    boxesIn($rows).prop("checked", checked);
    if (!checked) {
      headBoxes(state).prop("checked", false);
    } else if (kit.rows.every(element, "checked", 2).length === state.data.rows.length) {
      headBoxes(state).prop("checked", true);
    }
  }

  function only(element, state, name) {
    const single = name === "selected" ||  state.options.selectOnCheck;
    if (state.options.singleSelect && single) {
      offAll(element, name, true);
      state[KINDS[name].list] = [];
    }
  }

  function turnOn(element, name, index, alone) {
    const state = stateOf(element);
    const kind = KINDS[name];
    const row = kit.rows.record(element, index);
    if (!row || state.options[kind.on[0]].call(element, index, row) === false) {
      return;
    }
    only(element, state, name);
    if (!alone && state.options[kind.follows]) {
      turnOn(element, kind.partner, index, true);
    }
    const $rows = kit.rows.at(element, index).addClass(kind.cls);
    if (name === "checked") {
      paintBoxes(element, state, $rows, true);
    }
    remember(state, kind, row);
    state.options[kind.on[1]].call(element, index, row);
    if (name === "selected" && state.options.scrollOnSelect && !state.restoring) {
      $(element).datagrid("scrollTo", index);
    }
  }

  function turnOff(element, name, index, alone) {
    const state = stateOf(element);
    const kind = KINDS[name];
    const row = kit.rows.record(element, index);
    if (!row || state.options[kind.off[0]].call(element, index, row) === false) {
      return;
    }
    if (!alone && state.options[kind.follows]) {
      turnOff(element, kind.partner, index, true);
    }
    const $rows = kit.rows.at(element, index).removeClass(kind.cls);
    if (name === "checked") {
      paintBoxes(element, state, $rows, false);
    }
    forget(state, kind, row);
    state.options[kind.off[1]].call(element, index, row);
  }

  function onAll(element, name, alone) {
    const state = stateOf(element);
    const kind = KINDS[name];
    if (!alone && state.options[kind.follows]) {
      onAll(element, kind.partner, true);
    }
    const $rows = kit.rows.every(element).addClass(kind.cls);
    if (name === "checked") {
      headBoxes(state).add(boxesIn($rows)).prop("checked", true);
    }
    state.data.rows.forEach((row) => remember(state, kind, row));
    state.options[kind.on[2]].call(element, state.data.rows);
  }

  /* Only the records of this page are forgotten: those of other pages stay in the list. */
  function offAll(element, name, alone) {
    const state = stateOf(element);
    const kind = KINDS[name];
    if (!alone && state.options[kind.follows]) {
      offAll(element, kind.partner, true);
    }
    const $rows = kit.rows.every(element, name).removeClass(kind.cls);
    if (name === "checked") {
      headBoxes(state).add(boxesIn($rows)).prop("checked", false);
    }
    state.data.rows.forEach((row) => forget(state, kind, row));
    state.options[kind.off[2]].call(element, state.data.rows);
  }

  function clear(element, name) {
    const state = stateOf(element);
    const kind = KINDS[name];
    state[kind.list].length = 0;
    offAll(element, name);
    if (state.options[kind.follows]) {
      state[KINDS[kind.partner].list].length = 0;
    }
  }

  function listed(element, name) {
    const state = stateOf(element);
    if (state.options.idField) {
      return state[KINDS[name].list];
    }
    return kit.rows.every(element, name, 2).toArray().map((row) =>
      kit.rows.recordOf(element, row));
  }

  /** Mark again, after new records came, what was chosen before. */
  function restore(element) {
    const state = stateOf(element);
    const { options } = state;
    headBoxes(state).prop("checked", false);
    if (!options.idField) {
      return;
    }
    const told = [options.onSelect, options.onCheck];
    options.onSelect = options.onCheck = kit.ignore;
    state.restoring = true;
    state.data.rows.forEach((row, index) => {
      Object.keys(KINDS).forEach((name) => {
        const list = state[KINDS[name].list];
        const at = $.easyui.indexOfArray(list, options.idField, row[options.idField]);
        if (at >= 0) {
          list[at] = row;
          turnOn(element, name, index, true);
        }
      });
    });
    state.restoring = false;
    [options.onSelect, options.onCheck] = told;
  }

  selection.restore = restore;

  /** A click on a row: choose it alone, or toggle it when several may be chosen. */
  selection.click = function (element, index, $row, event) {
    const { options } = stateOf(element);
    const isSelected = $row.hasClass("datagrid-row-selected");
    if (options.singleSelect) {
      turnOn(element, "selected", index);
    } else if (!options.ctrlSelect) {
      (isSelected ? turnOff : turnOn)(element, "selected", index);
    } else if (event.metaKey || event.ctrlKey) {
      (isSelected ? turnOff : turnOn)(element, "selected", index);
    } else {
      clear(element, "selected");
      const from = event.shiftKey ? options.lastSelectedIndex || 0 : index;
      for (let at = Math.min(from, index); at <= Math.max(from, index); at++) {
        turnOn(element, "selected", at);
      }
      options.lastSelectedIndex = event.shiftKey ? options.lastSelectedIndex : index;
    }
  };

  /** A click on a row's box; the browser has flipped the box already. */
  selection.tick = function (element, index, $box) {
    const { options } = stateOf(element);
    const checked = $box.is(":checked");
    if (options.singleSelect && options.selectOnCheck) {
      $box.prop("checked", !checked);
      turnOn(element, "checked", index);
      return;
    }
    $box.prop("checked", !checked);
    (checked ? turnOn : turnOff)(element, "checked", index);
  };

  /** A click on the box in the header; answers false when the click must not happen. */
  selection.tickAll = function (element, $box) {
    const { options } = stateOf(element);
    if (options.singleSelect && options.selectOnCheck) {
      return false;
    }
    ($box.is(":checked") ? onAll : offAll)(element, "checked");
    return true;
  };

  selection.forgetRow = function (element, row) {
    const state = stateOf(element);
    Object.keys(KINDS).forEach((name) => forget(state, KINDS[name], row));
  };

  selection.commands = {
    selectRow: (element, index) => turnOn(element, "selected", index),
    unselectRow: (element, index) => turnOff(element, "selected", index),
    selectAll: (element) => onAll(element, "selected"),
    unselectAll: (element) => offAll(element, "selected"),
    clearSelections: (element) => clear(element, "selected"),
    selectRecord: function (element, id) {
      const index = kit.rows.indexOf(element, id);
      if (stateOf(element).options.idField && index >= 0) {
        turnOn(element, "selected", index);
      }
    },
    checkRow: (element, index) => turnOn(element, "checked", index),
    uncheckRow: (element, index) => turnOff(element, "checked", index),
    checkAll: (element) => onAll(element, "checked"),
    uncheckAll: (element) => offAll(element, "checked"),
    clearChecked: (element) => clear(element, "checked"),
    setSelectionState: restore,
  };

  selection.queries = {
    getSelections: (element) => listed(element, "selected"),
    getSelected: (element) => listed(element, "selected")[0] || null,
    getChecked: (element) => listed(element, "checked"),
  };
})(jQuery, window.LiteKit);
