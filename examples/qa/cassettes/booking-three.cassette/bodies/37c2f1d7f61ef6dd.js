/*
 * Windows and dialogs. Both leave their place in the page for <body>; mask, shadow and window take
 * their z-index from one counter at every opening, so whatever opened last lies on top.
 */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "window");
  const nextLayer = () => $.fn.window.defaults.zIndex++;

  /* ---- place ---------------------------------------------------------------------------- */

  function move(element, place) {
    const state = stateOf(element);
    ["left", "top"].forEach((side) => {
      if (place && place[side] !== null && place[side] !== undefined) {
        state.options[side] = place[side];
      }
    });
    $(element).panel("move", state.options);
    if (state.shadow) {
      state.shadow.css({ left: state.options.left, top: state.options.top });
    }
  }

  const CENTRE = {
    left: { axis: "width", scroll: "scrollLeft" },
    top: { axis: "height", scroll: "scrollTop" },
  };

  function centre(element, side) {
    const options = stateOf(element).options;
    const $panel = $(element).window("panel");
    const { axis, scroll } = CENTRE[side];
    const $around = options.inline ? $panel.parent() : $(window);
    const offset = options.inline ? $panel.parent()[scroll]() : $(document)[scroll]();
    options[side] = Math.ceil(($around[axis]() - kit.outer($panel, axis)) / 2 + offset);
  }

  function dragBy(element, state, start) {
    const at = state.window.position();
    const $proxy = $('<div class="window-proxy"></div>').insertAfter(state.window);
    const place = { left: at.left, top: at.top };
    $proxy.css({ zIndex: nextLayer(), left: at.left, top: at.top });
    kit.setOuter($proxy, "width", kit.outer(state.window, "width"));
    kit.setOuter($proxy, "height", kit.outer(state.window, "height"));
    $(document)
      .on("mousemove.litedrag", function (event) {
        place.left = at.left + event.pageX - start.pageX;
        place.top = at.top + event.pageY - start.pageY;
        $proxy.css(place);
      })
      .on("mouseup.litedrag", function () {
        $(document).off(".litedrag");
        $proxy.remove();
        move(element, place);
      });
  }

  function makeDraggable(element, state) {
    state.window.off(".litedrag").on("mousedown.litedrag", function (event) {
      const $title = $(event.target).closest("div.panel-title");
      const isOwn = $title.parent().parent()[0] === state.window[0];
      if (!isOwn || state.options.draggable === false || event.which !== 1) {
        return;
      }
      raise(state);
      dragBy(element, state, event);
      event.preventDefault();
    });
  }

  function raise(state) {
    [state.mask, state.shadow, state.window].forEach(($layer) => {
      if ($layer) {
        $layer.css("z-index", nextLayer());
      }
    });
  }

  /* ---- the layers around the panel ------------------------------------------------------- */

  const hideLayers = (state) =>
    [state.mask, state.shadow].forEach(($layer) => $layer && $layer.hide());

  function fitShadow(state) {
    if (!state.shadow) {
      return;
    }
    const options = state.options;
    state.shadow.css({
      left: options.left,
      top: options.top,
      width: kit.outer(state.window, "width"),
      height: kit.outer(state.window, "height"),
    });
  }

  function showLayers(element, state) {
    if (state.mask) {
      const size = $.fn.window.getMaskSize(element);
      state.mask.css($.extend({ display: "block", zIndex: nextLayer() }, size));
    }
    if (state.shadow) {
      state.shadow.css({ display: "block", zIndex: nextLayer() });
      fitShadow(state);
    }
    state.window.css("z-index", nextLayer());
  }

  function panelEvents(element, state) {
    const options = state.options;
    return {
      onBeforeDestroy: function () {
        if (options.onBeforeDestroy.call(element) === false) {
          return false;
        }
        [state.mask, state.shadow].forEach(($layer) => $layer && $layer.remove());
        return undefined;
      },
      onClose: function () {
        hideLayers(state);
        options.onClose.call(element);
      },
      onOpen: function () {
        showLayers(element, state);
        options.onOpen.call(element);
      },
      onResize: function (width, height) {
        const lower = $(element).panel("options");
        ["width", "height", "left", "top"].forEach((name) => {
          options[name] = lower[name] === undefined ? options[name] : lower[name];
        });
        if (state.window) {
          fitShadow(state);
        }
        options.onResize.call(element, width, height);
      },
      onMinimize: function () {
        hideLayers(state);
        options.onMinimize.call(element);
      },
      onBeforeCollapse: function () {
        if (options.onBeforeCollapse.call(element) === false) {
          return false;
        }
        if (state.shadow) {
          state.shadow.hide();
        }
        return undefined;
      },
      onExpand: function () {
        if (state.shadow) {
          state.shadow.show();
        }
        options.onExpand.call(element);
      },
    };
  }

  function borderClasses(options) {
    if (!options.border) {
      return "window-thinborder window-noborder ";
    }
    return options.border === "thin" ? "window-thinborder " : "";
  }

  function build(element, state) {
    const options = state.options;
    const closed = options.closed;
    const looks = {
      border: false, doSize: true, closed: true,
      cls: "window " + borderClasses(options) + (options.cls || ""),
      headerCls: "window-header " + (options.headerCls || ""),
      bodyCls:
        "window-body " + (options.noheader ? "window-body-noheader " : " ") +
        (options.bodyCls || ""),
    };
    $(element).panel($.extend({}, options, looks, panelEvents(element, state)));
    state.window = $(element).panel("panel");
    hideLayers(state);
    [state.mask, state.shadow].forEach(($layer) => $layer && $layer.remove());
    state.mask = state.shadow = undefined;
    if (options.modal) {
      state.mask = $('<div class="window-mask" style="display:none"></div>');
      state.mask.insertAfter(state.window);
    }
    if (options.shadow) {
      state.shadow = $('<div class="window-shadow" style="display:none"></div>');
      state.shadow.insertAfter(state.window);
    }
    ["left", "top"].forEach((side) => {
      if (options[side] === null || options[side] === undefined) {
        centre(element, side);
      }
    });
    move(element);
    if (!closed) {
      $(element).window("open");
    }
    makeDraggable(element, state);
  }

  function centreBoth(element) {
    centre(element, "left");
    centre(element, "top");
    move(element);
  }

  kit.plugin("window", {
    base: "panel",
    parse: (element) =>
      $.extend(
        $.fn.panel.parseOptions(element),
        $.parser.parseOptions(element, [
          { draggable: "boolean", resizable: "boolean", shadow: "boolean" },
          { modal: "boolean", inline: "boolean" },
        ])
      ),
    state: function (element, options) {
      if (!options.inline) {
        document.body.appendChild(element);
      }
      return {};
    },
    build: build,
    commands: {
      move: move,
      hcenter: function (element) {
        centre(element, "left");
        move(element);
      },
      vcenter: function (element) {
        centre(element, "top");
        move(element);
      },
      center: centreBoth,
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "window", kit.options(element, "panel"), [
          "closed", "collapsed", "minimized", "maximized",
        ]),
      window: (element) => stateOf(element).window,
    },
    defaults: $.extend({}, $.fn.panel.defaults, {
      zIndex: 9000, draggable: true, resizable: true, shadow: true, modal: false, border: true,
      inline: false, title: "New Window", collapsible: true, minimizable: true, maximizable: true,
      closable: true, closed: false, constrain: false,
    }),
  });

  $.fn.window.getMaskSize = function (element) {
    const state = element && $(element).data("window");
    return state && state.options.inline ? {} : { position: "fixed" };
  };

  /* ---- dialog --------------------------------------------------------------------------- */

  function toolbarButton($row, button) {
    const $cell = $("<td></td>").appendTo($row);
    if (button === "-") {
      $cell.append('<div class="dialog-tool-separator"></div>');
      return;
    }
    const $button = $('<a href="javascript:;"></a>').appendTo($cell);
    $button[0].onclick =
      typeof button.handler === "string" ? kit.evaluate(button.handler) : button.handler || null;
    $button.linkbutton($.extend({}, button, { plain: true }));
  }

  function drawToolbar(element, toolbar, $window) {
    if (toolbar && !Array.isArray(toolbar)) {
      $(toolbar).addClass("dialog-toolbar").appendTo($window).show();
      return;
    }
    $(element).siblings("div.dialog-toolbar").remove();
    if (toolbar) {
      const $bar = $(
        '<div class="dialog-toolbar"><table cellspacing="0" cellpadding="0"><tbody><tr></tr>' +
        "</tbody></table></div>"
      ).appendTo($window);
      toolbar.forEach((button) => toolbarButton($bar.find("tr"), button));
    }
  }

  function drawButtons(element, buttons, $window) {
    if (buttons && !Array.isArray(buttons)) {
      $(buttons).addClass("dialog-button").appendTo($window).show();
      return;
    }
    $(element).siblings("div.dialog-button").remove();
    if (buttons) {
      const $bar = $('<div class="dialog-button"></div>').appendTo($window);
      buttons.forEach((button) => {
        const $button = $('<a href="javascript:;"></a>').appendTo($bar);
        if (button.handler) {
          $button[0].onclick = button.handler;
        }
        $button.linkbutton(button);
      });
    }
  }

  function layOutBars(element) {
    const $body = $(element);
    const options = $body.dialog("options");
    const $toolbar = $body.siblings(".dialog-toolbar");
    const $buttons = $body.siblings(".dialog-button");
    const bare = options.noheader;
    $toolbar.insertBefore(element);
    $toolbar.css({ borderTopWidth: bare ? 1 : 0, top: bare ? $toolbar.length : 0 });
    $buttons.insertAfter(element);
    const $bars = kit.setOuter($toolbar.add($buttons), "width", $body.outerWidth());
    $bars.find(".easyui-fluid:visible").each(function () {
      $(this).triggerHandler("_resize");
    });
    const taken = kit.outer($toolbar, "height") + kit.outer($buttons, "height");
    if (!isNaN(parseInt(options.height, 10))) {
      kit.setOuter($body, "height", $body.outerHeight() - taken);
    } else {
      ["min-height", "max-height"].forEach((bound) => {
        const limit = parseInt($body[0].style.getPropertyValue(bound), 10);
        if (limit) {
          $body.css(bound, limit - taken + "px");
        }
      });
    }
    fitShadow(stateOf(element));
  }

  kit.plugin("dialog", {
    base: "window",
    parse: function (element) {
      const $element = $(element);
      const inside = (cls) => {
        const $bar = $element.children("." + cls);
        return $bar.length ? $bar.removeClass(cls) : undefined;
      };
      return $.extend(
        $.fn.window.parseOptions(element),
        $.parser.parseOptions(element, ["toolbar", "buttons"]),
        { toolbar: inside("dialog-toolbar"), buttons: inside("dialog-button") }
      );
    },
    build: function (element, state) {
      const options = state.options;
      let drawn = false;
      const onResize = function (width, height) {
        if (drawn) {
          layOutBars(element);
          options.onResize.call(element, width, height);
        }
      };
      $(element).window($.extend({}, options, { onResize: onResize }));
      const $window = $(element).window("window");
      drawToolbar(element, options.toolbar, $window);
      drawButtons(element, options.buttons, $window);
      drawn = true;
      const closed = options.closed;
      $window.show();
      $(element).window("resize");
      if (closed) {
        $window.hide();
      }
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "dialog", kit.options(element, "panel"), [
          "width", "height", "left", "top", "closed", "collapsed", "minimized", "maximized",
        ]),
      dialog: (element) => $(element).window("window"),
    },
    defaults: $.extend({}, $.fn.window.defaults, {
      title: "New Dialog", collapsible: false, minimizable: false, maximizable: false,
      resizable: false, toolbar: null, buttons: null,
    }),
  });
})(jQuery, window.LiteKit);
