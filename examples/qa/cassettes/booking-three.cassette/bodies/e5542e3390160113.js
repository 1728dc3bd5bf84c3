/* Columns of a grid: what the markup says, the two header tables, widths. */
(function ($, kit) {
  "use strict";

  const columns = (kit.columns = {});
  const stateOf = (element) => $.data(element, "datagrid");

  /* ---- markup ------------------------------------------------------------------------------ */

  function columnOf(cell) {
    const $cell = $(cell);
    const column = $.parser.parseOptions(cell, [
      "id", "field", "align", "halign", "order", "width",
      { sortable: "boolean", checkbox: "boolean", resizable: "boolean", fixed: "boolean" },
      { rowspan: "number", colspan: "number" },
    ]);
    column.title = $cell.html() || column.title;
    column.hidden = $cell.attr("hidden") ? true : column.hidden;
    ["formatter", "styler", "sorter"].forEach((name) => {
      const words = $cell.attr(name);
      column[name] = words ? kit.evaluate(words) : column[name];
    });
    if (column.width && !String(column.width).includes("%")) {
      column.width = parseInt(column.width, 10);
    }
    return column;
  }

  /** Return {frozen: rows of columns, normal: rows of columns} as written in the `thead`s. */
  columns.written = function (element) {
    const found = { frozen: [], normal: [] };
    $(element).children("thead").each(function () {
      const options = $.parser.parseOptions(this, [{ frozen: "boolean" }]);
      const kind = options.frozen ? "frozen" : "normal";
      $(this).find("tr").each(function () {
        found[kind].push($(this).find("th").toArray().map(columnOf));
      });
    });
    return found;
  };

  /* ---- look-ups ------------------------------------------------------------------------------ */

  const rowsOf = (element, frozen) =>
    stateOf(element).options[frozen ? "frozenColumns" : "columns"] || [];

  /** Return the field of each leaf column, left to right; group titles are not columns. */
  columns.fields = function (element, frozen) {
    const rows = rowsOf(element, frozen);
    if (!rows.length) {
      return [];
    }
    const table = rows.map(() => []);
    rows.forEach((row, at) => {
      row.forEach((column) => {
        let place = table[at].findIndex((name) => name === undefined);
        place = place < 0 ? table[at].length : place;
        for (let down = 0; down < (column.rowspan || 1); down++) {
          for (let right = 0; right < (column.colspan || 1); right++) {
            const line = table[at + down];
            while (line.length < place + right) {
              line.push(undefined);
            }
            line[place + right] = column.field || column.id || "";
          }
        }
      });
    });
    return table[table.length - 1];
  };

  columns.find = function (element, field) {
    for (const frozen of [false, true]) {
      for (const row of rowsOf(element, frozen)) {
        const column = row.find((candidate) => candidate.field === field);
        if (column) {
          return column;
        }
      }
    }
    return null;
  };

  columns.all = (element) =>
    columns.fields(element, true).concat(columns.fields(element, false));

  /* ---- header -------------------------------------------------------------------------------- */

  /* What a cell is wider than its text box: its padding, and the border of the td. */
  function cellRim() {
    const $probe = $('<div class="datagrid-cell" style="position:absolute;left:-99999px"></div>');
    $probe.appendTo("body");
    const rim = $probe.outerWidth() - $probe.width() + 1;
    $probe.remove();
    return rim;
  }

  function measure(state, column, rim) {
    const options = state.options;
    if (!column.width) {
      column.auto = true;
      return;
    }
    const less = options.scrollbarSize + (options.rownumbers ? options.rownumberWidth : 0);
    column.deltaWidth = rim;
    column.boxWidth = kit.pixels(column.width, "width", state.dc.view, less) - rim;
  }

  function headCell(state, column, rim) {
    const options = state.options;
    const $cell = $('<div class="datagrid-cell"><span></span><span class="datagrid-sort-icon"></span></div>');
    $cell.children("span").first().html(column.title);
    const sorted = (options.sortName || "").split(",").indexOf(column.field);
    if (sorted >= 0) {
      $cell.addClass("datagrid-sort-" + options.sortOrder.split(",")[sorted]);
    }
    $cell.toggleClass("datagrid-sort", Boolean(column.sortable));
    if (column.resizable === false) {
      $cell.attr("resizable", "false");
    }
    measure(state, column, rim);
    $cell.css("text-align", column.halign || column.align || "");
    column.cellClass = state.cellClassPrefix + "-" + column.field.replace(/[.|\s]/g, "-");
    return $cell.addClass(column.cellClass);
  }

  function headTd(state, column, rim) {
    const $td = $("<td></td>");
    ["rowspan", "colspan", "id"].forEach((name) => column[name] && $td.attr(name, column[name]));
    if (column.checkbox) {
      $td.attr("field", column.field);
      $td.append('<div class="datagrid-header-check"><input type="checkbox"></div>');
    } else if (column.field) {
      $td.attr("field", column.field).append(headCell(state, column, rim));
    } else {
      $td.append($('<div class="datagrid-cell-group"></div>').html(column.title));
    }
    if (column.hidden) {
      $td.hide();
    }
    return $td;
  }

  function drawHeader(state, $header, rows, numbered) {
    const rim = cellRim();
    const $table = $(
      '<table class="datagrid-htable" border="0" cellspacing="0" cellpadding="0">' +
      "<tbody></tbody></table>");
    rows.forEach((row) => {
      const $row = $('<tr class="datagrid-header-row"></tr>').appendTo($table.find("tbody"));
      row.forEach((column) => $row.append(headTd(state, column, rim)));
    });
    if (numbered) {
      const $corner = $('<td><div class="datagrid-header-rownumber"></div></td>');
      $corner.attr("rowspan", rows.length);
      if (!rows.length) {
        $table.find("tbody").append('<tr class="datagrid-header-row"></tr>');
      }
      $table.find("tr").first().prepend($corner);
    }
    $header.show().empty().append($table);
  }

  columns.draw = function (element) {
    const state = stateOf(element);
    const { options, dc } = state;
    drawHeader(state, dc.header1, options.frozenColumns || [], options.rownumbers);
    drawHeader(state, dc.header2, options.columns || [], false);
    columns.writeStyles(element);
    dc.header1.add(dc.header2).css("display", options.showHeader ? "block" : "none");
  };

  /* ---- widths -------------------------------------------------------------------------------- */

  /** Write the width of every column into the grid's own style sheet. */
  columns.writeStyles = function (element) {
    const state = stateOf(element);
    const number = state.options.rownumberWidth - 1 + "px";
    const rules = [".datagrid-header-rownumber", ".datagrid-cell-rownumber"].map(
      (selector) => selector + "{width:" + number + "}");
    columns.all(element).forEach((field) => {
      const column = columns.find(element, field);
      if (column && column.cellClass) {
        const width = column.boxWidth ? column.boxWidth + "px" : "auto";
        rules.push("." + column.cellClass + "{width:" + width + "}");
      }
    });
    if (!state.sheet) {
      state.sheet = $('<style type="text/css" easyui="true"></style>').appendTo(state.dc.view);
    }
    state.sheet.text(rules.join("\n"));
  };

  function widest($cells, $probe) {
    return $cells.toArray().reduce((width, cell) => {
      const $cell = $(cell);
      const own = $cell.is(":visible") ? $cell : $probe.html($cell.html());
      return Math.max(width, kit.outer(own, "width"));
    }, 0);
  }

  function sizeOne(element, field, $probe) {
    const state = stateOf(element);
    const column = columns.find(element, field);
    const $view = state.dc.view;
    const $cells = $view.find('td[field="' + field + '"] div.datagrid-cell');
    $.extend(column, { auto: true });
    column.width = column.boxWidth = undefined;
    columns.writeStyles(element);
    column.width = widest($cells, $probe) + 1;
    column.deltaWidth = cellRim();
    column.boxWidth = column.width - column.deltaWidth;
    columns.writeStyles(element);
    state.options.onResizeColumn.call(element, field, column.width);
  }

  /** Give columns without a width the room their longest cell needs. */
  columns.autoSize = function (element, field) {
    const fields = field ? [field] : columns.all(element).filter((name) =>
      (columns.find(element, name) || {}).auto);
    if (!fields.length) {
      return;
    }
    const $probe = $('<div class="datagrid-cell" style="position:absolute;left:-9999px"></div>');
    $probe.appendTo("body");
    fields.forEach((name) => sizeOne(element, name, $probe));
    $probe.remove();
    $(element).datagrid("fixRowHeight").datagrid("fitColumns");
  };

  function relativeWidths(element, state) {
    const options = state.options;
    const less = options.scrollbarSize + (options.rownumbers ? options.rownumberWidth : 0);
    columns.all(element).map((field) => columns.find(element, field)).forEach((column) => {
      if (column && String(column.width || "").includes("%")) {
        column.boxWidth = kit.pixels(column.width, "width", state.dc.view, less) - column.deltaWidth;
      }
    });
  }

  const stretches = (column) =>
    column && !column.hidden && !column.checkbox && !column.auto && !column.fixed &&
    !String(column.width || "").includes("%");

  function stretch(element, state) {
    const $header = state.dc.view2.children("div.datagrid-header");
    const flexible = columns.fields(element, false)
      .map((field) => columns.find(element, field)).filter(stretches);
    const total = flexible.reduce((sum, column) => sum + column.width, 0);
    if (!total) {
      return;
    }
    const missing =
      $header.width() - $header.find("table").width() - state.options.scrollbarSize;
    let left = missing;
    flexible.forEach((column, at) => {
      const share = Math.trunc((column.width * missing) / total);
      const added = at === flexible.length - 1 ? left : share;
      left -= share;
      if (column.boxWidth + added > 0) {
        column.boxWidth += added;
        column.width += added;
      }
    });
  }

  /** Fit the columns into the view when `fitColumns` asks for it. */
  columns.fit = function (element) {
    const state = stateOf(element);
    const $header = state.dc.view2.children("div.datagrid-header");
    state.dc.body2.css("overflow-x", "");
    relativeWidths(element, state);
    columns.writeStyles(element);
    if (state.options.fitColumns) {
      stretch(element, state);
      columns.writeStyles(element);
    }
    $(element).datagrid("fixRowHeight");
    if ($header.width() >= $header.find("table").width()) {
      state.dc.body2.css("overflow-x", "hidden");
    }
  };

  columns.setHidden = function (element, field, hidden) {
    const column = columns.find(element, field);
    if (!column || Boolean(column.hidden) === hidden) {
      return;
    }
    column.hidden = hidden;
    $(element).datagrid("getPanel").find('td[field="' + field + '"]').toggle(!hidden);
    columns.fit(element);
  };
})(jQuery, window.LiteKit);
