/* Heights, scrolling and the mask of a grid. */
(function ($, kit) {
  "use strict";

  const layout = (kit.gridLayout = {});
  const stateOf = (element) => $.data(element, "datagrid");

  const FRAME =
    '<div class="datagrid-wrap"><div class="datagrid-view"><div class="datagrid-view1">' +
    '<div class="datagrid-header"><div class="datagrid-header-inner"></div></div>' +
    '<div class="datagrid-body"><div class="datagrid-body-inner"></div></div>' +
    '<div class="datagrid-footer"><div class="datagrid-footer-inner"></div></div></div>' +
    '<div class="datagrid-view2">' +
    '<div class="datagrid-header"><div class="datagrid-header-inner"></div></div>' +
    '<div class="datagrid-body"></div>' +
    '<div class="datagrid-footer"><div class="datagrid-footer-inner"></div></div></div></div></div>';

  /** Build the frame around the table and return {panel, dc}. */
  layout.frame = function (element) {
    const $wrap = $(FRAME).insertAfter(element);
    $wrap.panel({ doSize: false, cls: "datagrid" });
    const view = $wrap.children("div.datagrid-view");
    $(element).addClass("datagrid-f").hide().appendTo(view);
    const [view1, view2] = [view.children("div.datagrid-view1"), view.children("div.datagrid-view2")];
    const part = ($view, name, inner) => {
      const $part = $view.children("div.datagrid-" + name);
      return inner ? $part.children("div.datagrid-" + name + "-inner") : $part;
    };
    return {
      panel: $wrap,
      dc: {
        view: view, view1: view1, view2: view2,
        header1: part(view1, "header", true), header2: part(view2, "header", true),
        body1: part(view1, "body", true), body2: part(view2, "body", false),
        footer1: part(view1, "footer", true), footer2: part(view2, "footer", true),
      },
    };
  };

  /* ---- sizes -------------------------------------------------------------------------------- */

  function setWidths(state, width) {
    const { dc, options } = state;
    const $inner = dc.header1.show();
    dc.view.width(width);
    dc.view1.width($inner.find("table").width() || 0);
    if (!options.showHeader) {
      $inner.hide();
    }
    dc.view2.width(width - kit.outer(dc.view1, "width"));
    [dc.view1, dc.view2].forEach(($view) => kit.setOuter($view.children("div"), "width", $view.width()));
  }

  function levelHeaders(state) {
    const { dc } = state;
    const $headers = dc.header1.parent().add(dc.header2.parent());
    const $tables = $headers.find("table");
    const $all = $headers.add($tables).css("height", "");
    const height = Math.max(...$tables.toArray().map((table) => $(table).height()), 0);
    kit.setOuter($all, "height", height);
    dc.view.children(".datagrid-empty").css("top", height + "px");
  }

  function otherHeights(state) {
    const { dc, panel } = state;
    const $others = panel.children(":not(.datagrid-view,.datagrid-mask,.datagrid-mask-msg)");
    const outside = $others.toArray().reduce((sum, part) => sum + kit.outer($(part), "height"), 0);
    const footer = dc.view2.children(".datagrid-footer");
    return outside + kit.outer(dc.header2.parent(), "height") + kit.outer(footer, "height");
  }

  /** Share the panel's room between the views, the headers and the bodies. */
  layout.spread = function (element) {
    const state = stateOf(element);
    const { dc, panel, options } = state;
    setWidths(state, panel.width());
    levelHeaders(state);
    const fixed = !isNaN(parseInt(options.height, 10));
    const height = fixed ? Math.max(0, panel.height() - otherHeights(state)) : "";
    dc.view1.add(dc.view2).children("div.datagrid-body").css("height", height);
    dc.view.height(dc.view2.height());
  };

  function levelRows($left, $right) {
    $right.each(function (at) {
      const $pair = $(this).add($left[at]).css("height", "");
      const heights = $pair.toArray().map((row) => $(row).height());
      $pair.css("height", Math.max(...heights));
    });
  }

  function autoHeight(element, state) {
    const { dc } = state;
    const $shown = dc.body2.children(":visible");
    const high = $shown.toArray().reduce((sum, part) => sum + kit.outer($(part), "height"), 0);
    const wide = Math.max(...$shown.toArray().map((part) => kit.outer($(part), "width")), 0);
    const height = high + (wide > dc.body2.width() ? 18 : 0);
    dc.body1.parent().height(height);
    dc.body2.height(height);
    dc.view.height(dc.view2.height());
  }

  /** Make the two table rows of each record equally high. */
  layout.fixRows = function (element, index) {
    const state = stateOf(element);
    const { dc, options } = state;
    if (!dc.body1.is(":empty") && (!options.nowrap || options.autoRowHeight)) {
      if (index === undefined) {
        levelRows(kit.rows.every(element, "", 1), kit.rows.every(element, "", 2));
      } else {
        levelRows(kit.rows.at(element, index, 1), kit.rows.at(element, index, 2));
      }
    }
    layout.spread(element);
    if (options.height === "auto") {
      autoHeight(element, state);
    }
    dc.body2.triggerHandler("scroll");
  };

  layout.resize = function (element, size) {
    const { options, panel } = stateOf(element);
    $.extend(options, size || {});
    if (options.fit) {
      const $parent = panel.panel("panel").parent();
      options.width = $parent.width();
      options.height = $parent.height();
    }
    panel.panel("resize", options);
  };

  /* ---- scrolling ---------------------------------------------------------------------------- */

  layout.followScroll = function (state) {
    const { dc } = state;
    dc.body1.on("wheel", function (event) {
      event.preventDefault();
      dc.body2.scrollTop(dc.body2.scrollTop() + event.originalEvent.deltaY);
    });
    dc.body2.on("scroll", function () {
      dc.view1.children("div.datagrid-body").scrollTop($(this).scrollTop());
      dc.view2.children("div.datagrid-header,div.datagrid-footer").scrollLeft($(this).scrollLeft());
    });
  };

  layout.scrollTo = function (element, index) {
    const { dc, options } = stateOf(element);
    const $row = kit.rows.at(element, index, 2);
    if (!$row.length) {
      return;
    }
    const body = dc.body2[0];
    const bar = body.offsetHeight <= body.clientHeight ? 0 : options.scrollbarSize;
    const top = $row.position().top - kit.outer(dc.view2.children("div.datagrid-header"), "height");
    const over = top + kit.outer($row, "height") - dc.body2.height() + bar;
    if (top < 0) {
      dc.body2.scrollTop(dc.body2.scrollTop() + top);
    } else if (over > 0) {
      dc.body2.scrollTop(dc.body2.scrollTop() + over);
    }
  };

  /* ---- mask --------------------------------------------------------------------------------- */

  layout.showMask = function (element) {
    const { options } = stateOf(element);
    const $panel = $(element).datagrid("getPanel");
    $(element).datagrid("getPager").pagination("loading");
    if (!options.loadMsg || $panel.children("div.datagrid-mask").length) {
      return;
    }
    $('<div class="datagrid-mask" style="display:block"></div>').appendTo($panel);
    const $message = $('<div class="datagrid-mask-msg" style="display:block;left:50%"></div>');
    $message.html(options.loadMsg).appendTo($panel);
    kit.setOuter($message, "height", 40);
    $message.css({ marginLeft: -$message.outerWidth() / 2, lineHeight: $message.height() + "px" });
  };

  layout.hideMask = function (element) {
    $(element).datagrid("getPager").pagination("loaded");
    const $panel = $(element).datagrid("getPanel");
    $panel.children("div.datagrid-mask-msg,div.datagrid-mask").remove();
  };
})(jQuery, window.LiteKit);
