/* The page bar: size list, arrows, page number, refresh, "显示{from}到{to},共{total}记录". */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "pagination");
  const SEPARATOR = '<div class="pagination-btn-separator"></div>';

  const pagesOf = (options) => Math.ceil(options.total / options.pageSize);

  /* ---- parts ------------------------------------------------------------------------------ */

  const cellOf = ($row) => $("<td></td>").appendTo($row);

  function sizeList(element, state, $row) {
    const options = state.options;
    const $list = $('<select class="pagination-page-list"></select>').appendTo(cellOf($row));
    options.pageList.forEach((size) => $("<option></option>").text(size).appendTo($list));
    $list.on("change", function () {
      options.pageSize = parseInt($(this).val(), 10);
      options.onChangePageSize.call(element, options.pageSize);
      selectPage(element, options.pageNumber);
    });
  }

  function arrow(element, state, $row, name) {
    const action = state.options.nav[name];
    state.parts[name] = $('<a href="javascript:;"></a>').appendTo(cellOf($row));
    state.parts[name].linkbutton({ iconCls: action.iconCls, plain: true });
    state.parts[name].off(".pagination").on("click.pagination", () => action.handler.call(element));
  }

  function pageNumber(element, state, $row) {
    const options = state.options;
    $('<span style="padding-left:6px;"></span>').html(options.beforePageText)
      .appendTo(cellOf($row));
    state.parts.num = $('<input class="pagination-num" type="text" value="1" size="2">')
      .appendTo(cellOf($row))
      .on("keydown.pagination", function (event) {
        if (event.keyCode === 13) {
          selectPage(element, parseInt($(this).val(), 10) || 1);
          return false;
        }
        return undefined;
      });
    state.parts.after = $('<span style="padding-right:6px;"></span>').appendTo(cellOf($row));
  }

  function info(element, $row, isLast) {
    if (isLast) {
      $(element).append('<div class="pagination-info"></div><div style="clear:both;"></div>');
    } else {
      cellOf($row).append('<div class="pagination-info"></div>');
    }
  }

  function ownButtons(state, $row) {
    const buttons = state.options.buttons;
    if (!buttons) {
      return;
    }
    cellOf($row).append(SEPARATOR);
    if (!Array.isArray(buttons)) {
      $(buttons).appendTo(cellOf($row)).show();
      return;
    }
    buttons.forEach((button) => {
      const $cell = cellOf($row);
      if (button === "-") {
        $cell.append(SEPARATOR);
        return;
      }
      const $button = $('<a href="javascript:;"></a>').appendTo($cell);
      $button[0].onclick = button.handler || null;
      $button.linkbutton($.extend({}, button, { plain: true }));
    });
  }

  function wantedParts(options) {
    const hidden = [
      !options.showPageList && "list", !options.showPageInfo && "info",
      !options.showRefresh && "refresh",
    ];
    const parts = options.layout.filter((part) => !hidden.includes(part));
    while (parts[0] === "sep") {
      parts.shift();
    }
    while (parts[parts.length - 1] === "sep") {
      parts.pop();
    }
    return parts;
  }

  function draw(element, state) {
    state.parts = {};
    $(element).addClass("pagination").html(
      '<table cellspacing="0" cellpadding="0" border="0"><tbody><tr></tr></tbody></table>');
    const $row = $(element).find("tr");
    const parts = wantedParts(state.options);
    const makers = {
      list: () => sizeList(element, state, $row),
      sep: () => cellOf($row).append(SEPARATOR),
      manual: () => pageNumber(element, state, $row),
      links: () => $('<td class="pagination-links"></td>').appendTo($row),
    };
    parts.forEach((part, at) => {
      if (part === "info") {
        info(element, $row, at === parts.length - 1);
      } else {
        (makers[part] || (() => arrow(element, state, $row, part)))();
      }
    });
    ownButtons(state, $row);
  }

  /* ---- state ------------------------------------------------------------------------------ */

  function normalise(element, options) {
    const $list = $(element).find("select.pagination-page-list");
    if ($list.length) {
      $list.val(String(options.pageSize));
      options.pageSize = parseInt($list.val(), 10);
    }
    const pages = pagesOf(options) || 1;
    options.pageNumber = Math.min(Math.max(options.pageNumber, 1), pages);
    if (Number(options.total) === 0) {
      options.pageNumber = 0;
      return 0;
    }
    return pages;
  }

  function drawLinks(element, options, pages) {
    const $cell = $(element).find("td.pagination-links").empty();
    if (!$cell.length) {
      return;
    }
    const last = Math.min(
      Math.max(options.pageNumber - Math.floor(options.links / 2), 1) + options.links - 1, pages);
    for (let page = Math.max(last - options.links + 1, 1); page <= last; page++) {
      const $link = $('<a class="pagination-link" href="javascript:;"></a>').appendTo($cell);
      $link.linkbutton({ plain: true, text: page });
      if (page === options.pageNumber) {
        $link.linkbutton("select");
      } else {
        $link.on("click.pagination", () => selectPage(element, page));
      }
    }
  }

  function message(options) {
    const from = Number(options.total) === 0 ? 0 : options.pageSize * (options.pageNumber - 1) + 1;
    const to = Math.min(options.pageSize * options.pageNumber, options.total);
    return options.displayMsg
      .replace(/{from}/, from).replace(/{to}/, to).replace(/{total}/, options.total);
  }

  function disableArrows(parts, options, pages) {
    const atStart = !options.total || options.pageNumber === 1;
    const atEnd = options.pageNumber === pages;
    const dead = { first: atStart, prev: atStart, next: atEnd, last: atEnd };
    Object.keys(dead).forEach((name) => {
      if (parts[name]) {
        parts[name].linkbutton({ disabled: dead[name] });
      }
    });
  }

  function refresh(element, given) {
    const { options, parts } = stateOf(element);
    $.extend(options, given || {});
    const pages = normalise(element, options);
    if (parts.num) {
      parts.num.val(options.pageNumber);
      parts.after.html(options.afterPageText.replace(/{pages}/, pages));
    }
    drawLinks(element, options, pages);
    $(element).find("div.pagination-info").html(message(options));
    disableArrows(parts, options, pages);
    setLoading(element, options.loading);
  }

  function setLoading(element, loading) {
    const { options, parts } = stateOf(element);
    options.loading = loading;
    if (options.showRefresh && parts.refresh) {
      parts.refresh.linkbutton({ iconCls: loading ? "pagination-loading" : "pagination-load" });
    }
  }

  function selectPage(element, page) {
    const options = stateOf(element).options;
    refresh(element, { pageNumber: page });
    options.onSelectPage.call(element, options.pageNumber, options.pageSize);
  }

  /* `page` may answer undefined: then nothing happens. */
  const goTo = (page) =>
    function () {
      const options = $(this).pagination("options");
      const wanted = page(options, pagesOf(options));
      if (wanted) {
        selectPage(this, wanted);
      }
    };

  const NAV = {
    first: {
      iconCls: "pagination-first",
      handler: goTo((options) => (options.pageNumber > 1 ? 1 : undefined)),
    },
    prev: {
      iconCls: "pagination-prev",
      handler: goTo((options) => (options.pageNumber > 1 ? options.pageNumber - 1 : undefined)),
    },
    next: {
      iconCls: "pagination-next",
      handler: goTo((options, pages) =>
        options.pageNumber < pages ? options.pageNumber + 1 : undefined),
    },
    last: {
      iconCls: "pagination-last",
      handler: goTo((options, pages) => (options.pageNumber < pages ? pages : undefined)),
    },
    refresh: {
      iconCls: "pagination-refresh",
      handler: function () {
        const options = $(this).pagination("options");
        if (options.onBeforeRefresh.call(this, options.pageNumber, options.pageSize) !== false) {
          selectPage(this, options.pageNumber);
          options.onRefresh.call(this, options.pageNumber, options.pageSize);
        }
      },
    },
  };

  kit.plugin("pagination", {
    parse: function (element) {
      const list = $(element).attr("pageList");
      return $.extend(
        $.parser.parseOptions(element, [
          { total: "number", pageSize: "number", pageNumber: "number", links: "number" },
          { loading: "boolean", showPageList: "boolean", showPageInfo: "boolean" },
          { showRefresh: "boolean" },
        ]),
        { pageList: list ? kit.evaluate(list) : undefined }
      );
    },
    build: function (element, state) {
      draw(element, state);
      refresh(element);
    },
    commands: {
      loading: (element) => setLoading(element, true),
      loaded: (element) => setLoading(element, false),
      refresh: refresh,
      select: selectPage,
    },
    defaults: $.extend({
      total: 1, pageSize: 10, pageNumber: 1, pageList: [10, 20, 30, 50], loading: false,
      buttons: null, showPageList: true, showPageInfo: true, showRefresh: true, links: 10,
      layout: [
        "list", "sep", "first", "prev", "sep", "manual", "sep", "next", "last", "sep", "refresh",
        "info",
      ],
      beforePageText: "第", afterPageText: "共{pages}页",
      displayMsg: "显示{from}到{to},共{total}记录", nav: NAV,
    }, kit.silent("onSelectPage onBeforeRefresh onRefresh onChangePageSize")),
  });
})(jQuery, window.LiteKit);
