/* What clicks and the mouse pointer do to a grid: rows, boxes, headers. */
(function ($, kit) {
  "use strict";

  const mouse = (kit.gridMouse = {});
  const stateOf = (element) => $.data(element, "datagrid");
  const { columns, rows, selection, gridLayout } = kit;

  const gridOf = (node) => $(node).closest("div.datagrid-view").children(".datagrid-f")[0];
  const indexOfRow = ($row) => parseInt($row.attr("datagrid-row-index"), 10);

  function onRow(action) {
    return function (event) {
      const $row = $(event.target).closest("tr.datagrid-row");
      if (!$row.length || !$row.parent().length || isNaN(indexOfRow($row))) {
        return;
      }
      action(gridOf($row), indexOfRow($row), $row, event);
    };
  }

  function highlight(element, index) {
    const state = stateOf(element);
    if (state.highlighted !== undefined) {
      rows.at(element, state.highlighted).removeClass("datagrid-row-over");
    }
    rows.at(element, index).addClass("datagrid-row-over");
    state.highlighted = index;
  }

  function clickRow(element, index, $row, event) {
    const options = stateOf(element).options;
    const $target = $(event.target);
    if ($target.parent().hasClass("datagrid-cell-check")) {
      selection.tick(element, index, $target);
      return;
    }
    const row = rows.record(element, index);
    const field = $target.closest("td[field]", $row[0]).attr("field");
    if (field) {
      options.onClickCell.call(element, index, field, row[field]);
    }
    selection.click(element, index, $row, event);
    options.onClickRow.call(element, index, row);
  }

  mouse.highlight = highlight;

  mouse.rowEvents = {
    mouseover: onRow(highlight),
    mouseout: onRow((element, index) =>
      rows.at(element, index).removeClass("datagrid-row-over")),
    click: onRow(clickRow),
    dblclick: onRow(function (element, index, $row, event) {
      const options = stateOf(element).options;
      const row = rows.record(element, index);
      const field = $(event.target).closest("td[field]", $row[0]).attr("field");
      if (field) {
        options.onDblClickCell.call(element, index, field, row[field]);
      }
      options.onDblClickRow.call(element, index, row);
    }),
    contextmenu: onRow((element, index, $row, event) =>
      stateOf(element).options.onRowContextMenu.call(
        element, event, index, rows.record(element, index))),
  };

  const EDGE = 5;

  function clickHeader(event) {
    const element = gridOf(event.target);
    const $box = $(event.target).closest("input[type=checkbox]");
    if ($box.length) {
      event.stopPropagation();
      return selection.tickAll(element, $box) === false ? false : undefined;
    }
    const $cell = $(event.target).closest(".datagrid-cell");
    if ($cell.length) {
      const left = $cell.offset().left;
      const right = left + kit.outer($cell, "width");
      if (event.pageX > left + EDGE && event.pageX < right - EDGE) {
        $(element).datagrid("sort", $cell.parent().attr("field"));
      }
    }
    return undefined;
  }

  function doubleClickHeader(event) {
    const element = gridOf(event.target);
    const $cell = $(event.target).closest(".datagrid-cell");
    const right = $cell.length ? $cell.offset().left + kit.outer($cell, "width") : Infinity;
    if (event.pageX > right - EDGE) {
      columns.autoSize(element, $cell.parent().attr("field"));
    }
  }

  const hoverHeader = (over) =>
    function (event) {
      $(event.target).closest("td[field]").toggleClass("datagrid-header-over", over);
    };

  mouse.headerEvents = {
    mouseover: hoverHeader(true),
    mouseout: hoverHeader(false),
    click: clickHeader,
    dblclick: doubleClickHeader,
    contextmenu: function (event) {
      const element = gridOf(event.target);
      const field = $(event.target).closest("td[field]").attr("field");
      stateOf(element).options.onHeaderContextMenu.call(element, event, field);
    },
  };

  /** Bind the handlers of a grid's options to its headers and bodies. */
  mouse.listen = function (state) {
    const { dc, options } = state;
    const $headers = dc.header1.add(dc.header2).off(".datagrid");
    Object.keys(options.headerEvents).forEach((name) =>
      $headers.on(name + ".datagrid", options.headerEvents[name]));
    const $bodies = dc.body1.add(dc.body2).off();
    Object.keys(options.rowEvents).forEach((name) => $bodies.on(name, options.rowEvents[name]));
    gridLayout.followScroll(state);
  };
})(jQuery, window.LiteKit);
