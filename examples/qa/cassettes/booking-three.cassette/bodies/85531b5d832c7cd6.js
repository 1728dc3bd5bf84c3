/* Rows which the page itself adds, changes and removes, and the record of that. */
(function ($, kit) {
  "use strict";

  const changes = (kit.changes = {});
  const stateOf = (element) => $.data(element, "datagrid");
  const { rows, selection, gridLayout } = kit;

  const renewTotal = (element) =>
    $(element).datagrid("getPager").pagination("refresh", { total: stateOf(element).data.total });

  function insertRow(element, given) {
    rows.insert(element, given.index, given.row);
    stateOf(element).insertedRows.push(given.row);
    renewTotal(element);
  }

  function deleteRow(element, index) {
    const state = stateOf(element);
    const row = rows.record(element, index);
    const inserted = state.insertedRows.indexOf(row);
    if (inserted >= 0) {
      state.insertedRows.splice(inserted, 1);
    } else {
      state.deletedRows.push(row);
    }
    selection.forgetRow(element, row);
    rows.remove(element, index);
    if (state.options.height === "auto") {
      gridLayout.fixRows(element);
    }
    renewTotal(element);
  }

  function updateRow(element, given) {
    const state = stateOf(element);
    const row = rows.record(element, given.index);
    const changes = given.row || {};
    if (!Object.keys(changes).some((name) => row[name] !== changes[name])) {
      return;
    }
    if (!state.insertedRows.includes(row) && !state.updatedRows.includes(row)) {
      state.updatedRows.push(row);
    }
    $.extend(row, changes);
    rows.redraw(element, given.index);
  }

  function changesOf(element, kind) {
    const state = stateOf(element);
    if (kind) {
      return state[kind + "Rows"] || [];
    }
    return [].concat(state.insertedRows, state.deletedRows, state.updatedRows);
  }

  /** Forget what was changed: the records are as the server gave them. */
  changes.forget = function (element) {
    const state = stateOf(element);
    state.originalRows = state.data.rows.map((row) => $.extend({}, row));
    state.updatedRows = [];
    state.insertedRows = [];
    state.deletedRows = [];
  };

  changes.commands = {
    updateRow: updateRow,
    appendRow: (element, row) => insertRow(element, { row: row }),
    insertRow: insertRow,
    deleteRow: deleteRow,
    acceptChanges: changes.forget,
  };
  changes.queries = { getChanges: changesOf };
})(jQuery, window.LiteKit);
