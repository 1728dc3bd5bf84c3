/* The grid: loading, sorting, bars, and the `$.fn.datagrid` contract over the other grid files. */
(function ($, kit) {
  "use strict";

  let grids = 0;

  const stateOf = (element) => $.data(element, "datagrid");
  const { columns, rows, selection, gridLayout, gridMouse } = kit;

  /* ---- loading ------------------------------------------------------------------------------ */

  function compare(element, options) {
    const names = options.sortName.split(",");
    const orders = options.sortOrder.split(",");
    const plain = (left, right) => (left === right ? 0 : left > right ? 1 : -1);
    return function (left, right) {
      for (let at = 0; at < names.length; at++) {
        const sorter = columns.find(element, names[at]).sorter || plain;
        const result = sorter(left[names[at]], right[names[at]]);
        if (result) {
          return orders[at] === "asc" ? result : -result;
        }
      }
      return 0;
    };
  }

  /* A page that no longer exists is asked again as the last one there is. */
  function updatePager(element, data) {
    const { options } = stateOf(element);
    const $pager = $(element).datagrid("getPager");
    if (!$pager.length) {
      return;
    }
    const pager = $pager.pagination("options");
    if (pager.total === data.total) {
      return;
    }
    $pager.pagination("refresh", { total: data.total });
    if (options.pageNumber !== pager.pageNumber && pager.pageNumber > 0) {
      options.pageNumber = pager.pageNumber;
      request(element);
    }
  }

  function show(element, given) {
    const state = stateOf(element);
    const options = state.options;
    let data = options.loadFilter.call(element, given);
    if (Array.isArray(data)) {
      data = { total: data.length, rows: data };
    }
    data.total = parseInt(data.total, 10);
    state.data = data;
    state.footer = data.footer || state.footer;
    if (!options.remoteSort && options.sortName) {
      data.rows.sort(compare(element, options));
    }
    rows.drawAll(element);
    if (options.showFooter) {
      rows.drawFooter(element);
    }
    updatePager(element, data);
    gridLayout.fixRows(element);
    $(element).datagrid("setSelectionState");
    columns.autoSize(element);
    options.onLoadSuccess.call(element, data);
  }

  function loadData(element, data) {
    show(element, data);
    kit.changes.forget(element);
  }

  function queryOf(options) {
    return $.extend(
      {}, options.queryParams,
      options.pagination ? { page: options.pageNumber || 1, rows: options.pageSize } : {},
      options.sortName ? { sort: options.sortName, order: options.sortOrder } : {});
  }

  function request(element, parameters, done) {
    const options = stateOf(element).options;
    options.queryParams = parameters || options.queryParams;
    const query = queryOf(options);
    if (options.onBeforeLoad.call(element, query) === false) {
      return;
    }
    $(element).datagrid("loading");
    const started = options.loader.call(
      element, query,
      function (data) {
        $(element).datagrid("loaded").datagrid("loadData", data);
        if (done) {
          done();
        }
      },
      function () {
        $(element).datagrid("loaded");
        options.onLoadError.apply(element, arguments);
      });
    if (started === false) {
      $(element).datagrid("loaded");
    }
  }

  /* A text argument is an address, an object is the query. */
  function load(element, given, page) {
    const options = stateOf(element).options;
    if (typeof given === "string") {
      options.url = given;
    }
    if (page) {
      options.pageNumber = page;
      $(element).datagrid("getPager").pagination("refresh", { pageNumber: page });
    }
    request(element, typeof given === "string" ? null : given);
  }

  function goToPage(element, given) {
    const { page, callback } = typeof given === "object" ? given : { page: given };
    stateOf(element).options.pageNumber = page;
    $(element).datagrid("getPager").pagination("refresh", { pageNumber: page });
    request(element, null, () => callback && callback.call(element, page));
  }

  /* ---- sorting ------------------------------------------------------------------------------ */

  function nextSort(element, field) {
    const options = stateOf(element).options;
    const column = columns.find(element, field);
    const first = column.order || "asc";
    const pairs = options.sortName
      ? options.sortName.split(",").map((name, at) => [name, options.sortOrder.split(",")[at]])
      : [];
    const at = pairs.findIndex((pair) => pair[0] === field);
    if (at < 0) {
      return (options.multiSort ? pairs : []).concat([[field, first]]);
    }
    const turned = pairs[at][1] === "asc" ? "desc" : "asc";
    if (options.multiSort && turned === first) {
      return pairs.filter((pair) => pair[0] !== field);
    }
    pairs[at][1] = turned;
    return pairs;
  }

  function sort(element, given) {
    const state = stateOf(element);
    const options = state.options;
    if (typeof given === "string") {
      const column = columns.find(element, given);
      if (!column || !column.sortable) {
        return;
      }
    }
    const pairs = typeof given === "string" ? nextSort(element, given) : null;
    const asked = pairs
      ? {
        sortName: pairs.map((pair) => pair[0]).join(","),
        sortOrder: pairs.map((pair) => pair[1]).join(","),
      }
      : $.extend({ sortName: options.sortName, sortOrder: options.sortOrder }, given);
    if (options.onBeforeSortColumn.call(element, asked.sortName, asked.sortOrder) === false) {
      return;
    }
    $.extend(options, asked);
    markSorted(element, state);
    if (options.remoteSort) {
      request(element);
    } else {
      show(element, state.data);
    }
    options.onSortColumn.call(element, options.sortName, options.sortOrder);
  }

  function markSorted(element, state) {
    const options = state.options;
    const $headers = state.dc.header1.add(state.dc.header2);
    $headers.find("div.datagrid-cell").removeClass("datagrid-sort-asc datagrid-sort-desc");
    (options.sortName || "").split(",").filter(Boolean).forEach((name, at) => {
      const column = columns.find(element, name);
      $headers.find("div." + column.cellClass)
        .addClass("datagrid-sort-" + options.sortOrder.split(",")[at]);
    });
  }

  /* ---- bars --------------------------------------------------------------------------------- */

  function toolbarButton($row, button) {
    const $cell = $("<td></td>").appendTo($row);
    if (button === "-") {
      $cell.append('<div class="datagrid-btn-separator"></div>');
      return;
    }
    const $button = $('<a href="javascript:;"></a>').appendTo($cell);
    $button[0].onclick =
      typeof button.handler === "string" ? kit.evaluate(button.handler) : button.handler || null;
    $button.linkbutton($.extend({}, button, { plain: true }));
  }

  function drawToolbar(state) {
    const { options, panel } = state;
    if (options.toolbar && !Array.isArray(options.toolbar)) {
      $(options.toolbar).addClass("datagrid-toolbar").prependTo(panel).show();
      return;
    }
    $("div.datagrid-toolbar", panel).remove();
    if (options.toolbar) {
      const $bar = $(
        '<div class="datagrid-toolbar"><table cellspacing="0" cellpadding="0"><tbody><tr></tr>' +
        "</tbody></table></div>").prependTo(panel);
      options.toolbar.forEach((button) => toolbarButton($bar.find("tr"), button));
    }
  }

  function pagerAt(position, panel) {
    const $pager = $('<div class="datagrid-pager"></div>');
    return position === "top"
      ? $pager.addClass("datagrid-pager-top").prependTo(panel)
      : $pager.appendTo(panel);
  }

  function drawPager(element, state) {
    const { options, panel } = state;
    $("div.datagrid-pager", panel).remove();
    if (!options.pagination) {
      return;
    }
    const places = options.pagePosition === "both" ? ["bottom", "top"] : [options.pagePosition];
    const $pager = $(places.map((place) => pagerAt(place, panel)[0]));
    $pager.pagination({
      total: 0, pageNumber: options.pageNumber, pageSize: options.pageSize,
      pageList: options.pageList,
      onSelectPage: function (page, size) {
        options.pageNumber = page || 1;
        options.pageSize = size;
        $pager.pagination("refresh", { pageNumber: page, pageSize: size });
        request(element);
      },
    });
    options.pageSize = $pager.pagination("options").pageSize;
  }

  /* ---- building ------------------------------------------------------------------------------ */

  function drawPanel(element, state) {
    const { options, panel } = state;
    panel.panel($.extend({}, options, {
      id: null,
      doSize: false,
      onResize: function (width, height) {
        if (stateOf(element)) {
          gridLayout.spread(element);
          columns.fit(element);
          options.onResize.call(panel, width, height);
        }
      },
      onExpand: function () {
        if (stateOf(element)) {
          $(element).datagrid("fixRowHeight");
          columns.fit(element);
          options.onExpand.call(panel);
        }
      },
    }));
  }

  function parseData(element) {
    const fields = columns.all(element);
    return $(element).find("tbody tr").toArray().map((tr) => {
      const row = $.parser.parseOptions(tr, ["iconCls", "state"]);
      fields.forEach((field, at) => (row[field] = $(tr).find("td").eq(at).html()));
      return row;
    });
  }

  function firstData(element, options) {
    const written = options.data ? [] : parseData(element);
    if (options.data) {
      $(element).datagrid("loadData", options.data);
    } else if (written.length) {
      $(element).datagrid("loadData", { total: written.length, rows: written });
    } else {
      rows.showEmpty(element);
      columns.autoSize(element);
    }
  }

  function build(element, state) {
    grids += 1;
    state.rowIdPrefix = "datagrid-row-r" + grids;
    state.cellClassPrefix = "datagrid-cell-c" + grids;
    drawPanel(element, state);
    columns.draw(element);
    const { dc, options } = state;
    dc.footer1.add(dc.footer2).css("display", options.showFooter ? "block" : "none");
    drawToolbar(state);
    drawPager(element, state);
    gridMouse.listen(state);
    gridLayout.resize(element);
    firstData(element, options);
    request(element);
  }

  function newState(element, options) {
    $(element).css({ width: "", height: "" });
    const frame = gridLayout.frame(element);
    const written = columns.written(element);
    options.columns = $.extend(true, [], options.columns || written.normal);
    options.frozenColumns = $.extend(true, [], options.frozenColumns || written.frozen);
    options.queryParams = options.queryParams || {};
    return {
      panel: frame.panel, dc: frame.dc, selectedRows: [], checkedRows: [],
      data: { total: 0, rows: [] }, originalRows: [], updatedRows: [], insertedRows: [],
      deletedRows: [],
    };
  }

  function parse(element) {
    const list = $(element).attr("pageList");
    const styler = $(element).attr("rowStyler");
    return $.extend(
      $.fn.panel.parseOptions(element),
      $.parser.parseOptions(element, [
        "url", "toolbar", "idField", "sortName", "sortOrder", "pagePosition", "loadMsg",
        { fitColumns: "boolean", autoRowHeight: "boolean", striped: "boolean", nowrap: "boolean" },
        { rownumbers: "boolean", singleSelect: "boolean", ctrlSelect: "boolean" },
        { checkOnSelect: "boolean", selectOnCheck: "boolean", pagination: "boolean" },
        { pageSize: "number", pageNumber: "number", multiSort: "boolean", remoteSort: "boolean" },
        { showHeader: "boolean", showFooter: "boolean", scrollbarSize: "number" },
      ]),
      {
        pageList: list ? kit.evaluate(list) : undefined,
        rowStyler: styler ? kit.evaluate(styler) : undefined,
      }
    );
  }

  kit.plugin("datagrid", {
    parse: parse,
    state: newState,
    build: build,
    commands: $.extend({
      resize: gridLayout.resize,
      load: (element, given) => load(element, given, 1),
      reload: (element, given) => load(element, given),
      reloadFooter: function (element, footer) {
        stateOf(element).footer = footer || stateOf(element).footer;
        rows.drawFooter(element);
        gridLayout.fixRows(element);
      },
      loading: gridLayout.showMask,
      loaded: gridLayout.hideMask,
      loadData: loadData,
      fitColumns: columns.fit,
      fixColumnSize: columns.writeStyles,
      fixRowHeight: gridLayout.fixRows,
      autoSizeColumn: columns.autoSize,
      scrollTo: gridLayout.scrollTo,
      highlightRow: function (element, index) {
        gridMouse.highlight(element, index);
        gridLayout.scrollTo(element, index);
      },
      refreshRow: rows.redraw,
      showColumn: (element, field) => columns.setHidden(element, field, false),
      hideColumn: (element, field) => columns.setHidden(element, field, true),
      sort: sort,
      gotoPage: goToPage,
    }, selection.commands, kit.changes.commands),
    queries: $.extend({
      options: (element) =>
        kit.borrow(element, "datagrid", stateOf(element).panel.panel("options"), [
          "width", "height", "closed", "collapsed", "minimized", "maximized",
        ]),
      getPanel: (element) => stateOf(element).panel,
      getPager: (element) => stateOf(element).panel.children("div.datagrid-pager"),
      getColumnFields: columns.fields,
      getColumnOption: columns.find,
      getData: (element) => stateOf(element).data,
      getRows: (element) => stateOf(element).data.rows,
      getFooterRows: (element) => stateOf(element).footer,
      getRowIndex: rows.indexOf,
    }, selection.queries, kit.changes.queries),
    defaults: $.extend({}, $.fn.panel.defaults, {
      frozenColumns: undefined, columns: undefined, fitColumns: false, autoRowHeight: true,
      toolbar: null, striped: false, method: "post", nowrap: true, idField: null, url: null,
      data: null, loadMsg: "正在处理，请稍待。。。", emptyMsg: "", rownumbers: false,
      singleSelect: false, ctrlSelect: false, selectOnCheck: true, checkOnSelect: true,
      pagination: false, pagePosition: "bottom", pageNumber: 1, pageSize: 10,
      pageList: [10, 20, 30, 40, 50], queryParams: null, sortName: null, sortOrder: "asc",
      multiSort: false, remoteSort: true, showHeader: true, showFooter: false,
      scrollOnSelect: true, scrollbarSize: 18, rownumberWidth: 30, headerEvents: gridMouse.headerEvents,
      rowEvents: gridMouse.rowEvents, rowStyler: kit.ignore,
      loader: kit.loaderFor("datagrid", "url", "json"),
      loadFilter: (data) => data,
    }, kit.silent(
      "onBeforeLoad onLoadSuccess onLoadError onClickRow onDblClickRow onClickCell " +
      "onDblClickCell onBeforeSortColumn onSortColumn onResizeColumn onBeforeSelect onSelect " +
      "onBeforeUnselect onUnselect onSelectAll onUnselectAll onBeforeCheck onCheck " +
      "onBeforeUncheck onUncheck onCheckAll onUncheckAll onHeaderContextMenu onRowContextMenu")),
  });
})(jQuery, window.LiteKit);
