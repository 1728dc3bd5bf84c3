/*
 * Rows of a grid: each record is two table rows, one in view1 (numbers, frozen columns) and one in
 * view2. Row ids and indexes are places, not identities.
 */
(function ($, kit) {
  "use strict";

  const rows = (kit.rows = {});
  const stateOf = (element) => $.data(element, "datagrid");

  /* ---- finding ------------------------------------------------------------------------------- */

  const idOf = (state, view, index) => state.rowIdPrefix + "-" + view + "-" + index;

  /** Return the table rows of a record in `view` 1, 2 or (0) both. */
  rows.at = function (element, index, view) {
    const state = stateOf(element);
    if (!view) {
      return rows.at(element, index, 1).add(rows.at(element, index, 2));
    }
    return $(document.getElementById(idOf(state, view, index)) || []);
  };

  /** Return all table rows, or those "selected" or "checked". */
  rows.every = function (element, mark, view) {
    const { dc } = stateOf(element);
    const suffix = mark ? ".datagrid-row-" + mark : "";
    const $bodies = view === 2 ? dc.body2 : view === 1 ? dc.body1 : dc.body1.add(dc.body2);
    return $bodies.find(">table>tbody>tr.datagrid-row[datagrid-row-index]" + suffix);
  };

  rows.record = (element, index) => stateOf(element).data.rows[index];

  rows.recordOf = (element, row) =>
    rows.record(element, parseInt($(row).attr("datagrid-row-index"), 10));

  rows.indexOf = function (element, given) {
    const { data, options } = stateOf(element);
    if (given && typeof given === "object") {
      return data.rows.indexOf(given);
    }
    return data.rows.findIndex((row) => row[options.idField] == given); // eslint-disable-line eqeqeq
  };

  /* ---- html ---------------------------------------------------------------------------------- */

  const attribute = (name, value) => (value ? " " + name + '="' + value + '"' : "");

  function numberHtml(options, index) {
    const before = options.pagination ? (options.pageNumber - 1) * options.pageSize : 0;
    return '<td class="datagrid-td-rownumber"><div class="datagrid-cell-rownumber">' +
      (index + 1 + before) + "</div></td>";
  }

  function cellStyle(options, column) {
    const align = column.align ? "text-align:" + column.align + ";" : "";
    if (!options.nowrap) {
      return align + "white-space:normal;height:auto;";
    }
    return align + (options.autoRowHeight ? "height:auto;" : "");
  }

  function checkHtml(field, value, row) {
    const checked = row.checked ? ' checked="checked"' : "";
    const held = value === undefined || value === null ? "" : value;
    return '<div style="" class="datagrid-cell-check"><input type="checkbox"' + checked +
      ' name="' + field + '" value="' + held + '"></div>';
  }

  function cellHtml(element, field, row, index) {
    const options = stateOf(element).options;
    const column = kit.columns.find(element, field);
    if (!column) {
      return "";
    }
    const value = row[field];
    const look = kit.styleOf(column.styler ? column.styler.call(element, value, row, index) : "");
    const css = (column.hidden ? "display:none;" : "") + look.css;
    const td = '<td field="' + field + '"' + attribute("class", look.cls) +
      attribute("style", css) + ">";
    if (column.checkbox) {
      return td + checkHtml(field, value, row) + "</td>";
    }
    const text = column.formatter ? column.formatter(value, row, index) : value;
    const shown = text === undefined || text === null ? "" : text;
    return td + '<div style="' + cellStyle(options, column) + '" class="datagrid-cell ' +
      column.cellClass + '">' + shown + "</div></td>";
  }

  function rowInner(element, row, index, frozen) {
    const options = stateOf(element).options;
    const number = frozen && options.rownumbers ? numberHtml(options, index) : "";
    const cells = kit.columns.fields(element, frozen).map((field) =>
      cellHtml(element, field, row, index));
    return number + cells.join("");
  }

  function rowLook(element, row, index) {
    const options = stateOf(element).options;
    const look = kit.styleOf(options.rowStyler ? options.rowStyler.call(element, index, row) : "");
    const striped = index % 2 && options.striped ? "datagrid-row-alt " : "";
    return { cls: ("datagrid-row " + striped + look.cls).trim(), css: look.css };
  }

  function rowHtml(element, row, index, frozen) {
    const look = rowLook(element, row, index);
    const id = idOf(stateOf(element), frozen ? 1 : 2, index);
    return '<tr id="' + id + '" datagrid-row-index="' + index + '" class="' + look.cls + '"' +
      attribute("style", look.css) + ">" + rowInner(element, row, index, frozen) + "</tr>";
  }

  const TABLE = '<table class="datagrid-btable" cellspacing="0" cellpadding="0" border="0"><tbody>';

  const tableHtml = (element, records, frozen) =>
    TABLE + records.map((row, index) => rowHtml(element, row, index, frozen)).join("") +
    "</tbody></table>";

  const hasLeftView = (options) =>
    options.rownumbers || Boolean(options.frozenColumns && options.frozenColumns.length);

  /** Draw all records into both views; an empty grid keeps one thin row without a class. */
  rows.drawAll = function (element) {
    const { dc, data, options } = stateOf(element);
    dc.body2.html(tableHtml(element, data.rows, false));
    dc.body1.html(hasLeftView(options) ? tableHtml(element, data.rows, true) : "");
    rows.showEmpty(element);
  };

  rows.showEmpty = function (element) {
    const { dc, data, options } = stateOf(element);
    const empty = data.rows.length === 0;
    if (empty) {
      drawPlaceholder(element, dc);
    }
    if (options.emptyMsg) {
      dc.view.children(".datagrid-empty").remove();
      if (empty) {
        const top = dc.header2.parent().outerHeight() + "px";
        $('<div class="datagrid-empty"></div>').html(options.emptyMsg).css("top", top)
          .appendTo(dc.view);
      }
    }
  };

  function drawPlaceholder(element, dc) {
    const leaves = kit.columns.fields(element).map((field) => kit.columns.find(element, field));
    const kept = leaves.map((column) => [column.formatter, column.styler]);
    leaves.forEach((column) => (column.formatter = column.styler = undefined));
    dc.body2.html(tableHtml(element, [{}], false));
    leaves.forEach((column, at) => ([column.formatter, column.styler] = kept[at]));
    const thin = { height: 1, borderColor: "transparent", background: "transparent" };
    dc.body2.find("tbody *").css(thin);
    dc.body2.find(".datagrid-row").removeClass("datagrid-row").removeAttr("datagrid-row-index");
    dc.body2.find(".datagrid-cell,.datagrid-cell-check").empty();
  }

  /* ---- footer -------------------------------------------------------------------------------- */

  rows.drawFooter = function (element) {
    const { dc, footer, options } = stateOf(element);
    [[dc.footer1, true], [dc.footer2, false]].forEach(([$footer, frozen]) => {
      const html = (footer || []).map((row, index) =>
        '<tr class="datagrid-row" datagrid-row-index="' + index + '">' +
        rowInner(element, row, index, frozen) + "</tr>");
      $footer.css("display", options.showFooter ? "block" : "none");
      $footer.html(
        '<table class="datagrid-ftable" cellspacing="0" cellpadding="0" border="0"><tbody>' +
        html.join("") + "</tbody></table>");
      $footer.find("div.datagrid-cell-rownumber,div.datagrid-cell-check")
        .css("visibility", "hidden");
    });
  };

  /* ---- single rows --------------------------------------------------------------------------- */

  function redrawView(element, index, frozen) {
    const $row = rows.at(element, index, frozen ? 1 : 2);
    if (!$row.length) {
      return;
    }
    const row = rows.record(element, index);
    const ticked = $row.find("div.datagrid-cell-check input[type=checkbox]").is(":checked");
    const kept = ["datagrid-row-checked", "datagrid-row-selected"].filter((cls) =>
      $row.hasClass(cls));
    const look = rowLook(element, row, index);
    $row.html(rowInner(element, row, index, frozen));
    $row.attr({ style: look.css, class: [look.cls].concat(kept).join(" ") });
    $row.find("div.datagrid-cell-check input[type=checkbox]").prop("checked", ticked);
  }

  rows.redraw = function (element, index) {
    redrawView(element, index, true);
    redrawView(element, index, false);
    $(element).datagrid("fixRowHeight", index);
  };

  function renumber(element, view, from, to) {
    const state = stateOf(element);
    const options = state.options;
    const $row = rows.at(element, from, view);
    $row.attr({ "datagrid-row-index": to, id: idOf(state, view, to) });
    if (view === 1 && options.rownumbers) {
      const before = options.pagination ? (options.pageNumber - 1) * options.pageSize : 0;
      $row.find("div.datagrid-cell-rownumber").html(to + 1 + before);
    }
    $row.toggleClass("datagrid-row-alt", Boolean(options.striped && to % 2));
  }

  function insertView(element, index, view) {
    const { dc, data, options } = stateOf(element);
    const id = idOf(stateOf(element), view, index);
    const html = '<tr id="' + id + '" class="datagrid-row" datagrid-row-index="' + index + '"></tr>';
    if (view === 1 && !hasLeftView(options)) {
      return;
    }
    if (!data.rows.length) {
      (view === 1 ? dc.body1 : dc.body2).html(TABLE + html + "</tbody></table>");
    } else if (index >= data.rows.length) {
      rows.every(element, "", view).last().after(html);
    } else {
      rows.at(element, index + 1, view).before(html);
    }
  }

  rows.insert = function (element, given, row) {
    const { data } = stateOf(element);
    const last = data.rows.length;
    const index = given === undefined || given === null ? last : Math.min(given, last);
    for (const view of [1, 2]) {
      for (let at = last - 1; at >= index; at--) {
        renumber(element, view, at, at + 1);
      }
      insertView(element, index, view);
    }
    data.total += 1;
    data.rows.splice(index, 0, row);
    rows.showEmpty(element);
    rows.redraw(element, index);
  };

  rows.remove = function (element, index) {
    const { data } = stateOf(element);
    rows.at(element, index).remove();
    for (const view of [1, 2]) {
      for (let at = index + 1; at < data.rows.length; at++) {
        renumber(element, view, at, at - 1);
      }
    }
    data.total -= 1;
    data.rows.splice(index, 1);
    rows.showEmpty(element);
  };
})(jQuery, window.LiteKit);
