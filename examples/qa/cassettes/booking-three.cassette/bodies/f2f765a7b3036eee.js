/* A box with an optional title bar and footer; windows, dialogs, grids and pop-up lists are panels. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "panel");
  const SIZE_OPTIONS = [
    "width", "height", "minWidth", "maxWidth", "minHeight", "maxHeight", "left", "top",
  ];

  /* ---- size and place ------------------------------------------------------------------- */

  function resizeBody(element, state) {
    const options = state.options;
    const $header = state.panel.children(".panel-header");
    const $body = state.panel.children(".panel-body");
    const $footer = state.panel.children(".panel-footer");
    const taken = kit.outer($header, "height") + kit.outer($footer, "height");
    kit.setOuter($header, "width", state.panel.width());
    kit.setOuter($body, "width", state.panel.width());
    if (!isNaN(parseInt(options.height, 10))) {
      kit.setOuter($body, "height", state.panel.height() - taken);
      return;
    }
    const rim = taken + kit.outer(state.panel, "height") - state.panel.height();
    const $parent = state.panel.parent();
    $body.css("height", "");
    ["min", "max"].forEach((bound) => {
      const limit = kit.pixels(options[bound + "Height"], "height", $parent);
      const inner = limit ? Math.max(0, limit - rim - ($body.outerHeight() - $body.height())) : "";
      $body.css(bound + "Height", inner);
    });
  }

  function resize(element, size) {
    const state = stateOf(element);
    const options = state.options;
    if (size) {
      SIZE_OPTIONS.forEach((name) => {
        options[name] = size[name] === undefined ? options[name] : size[name];
      });
    }
    kit.applySize(state.panel, options);
    resizeBody(element, state);
    const place = { left: options.left, top: options.top };
    state.panel.css({ height: "", minHeight: "", maxHeight: "" }).css(place);
    options.onResize.call(element, options.width, options.height);
    $(element).panel("doLayout");
  }

  function move(element, place) {
    const state = stateOf(element);
    const options = state.options;
    ["left", "top"].forEach((side) => {
      if (place && place[side] !== null && place[side] !== undefined) {
        options[side] = place[side];
      }
    });
    state.panel.css({ left: options.left, top: options.top });
    state.panel.find(".tooltip-f").each(function () {
      $(this).tooltip("reposition");
    });
    options.onMove.call(element, options.left, options.top);
  }

  const RESIZABLE = "div.panel:visible,.easyui-fluid:visible";

  function layOut(container, kind, all) {
    if (!container) {
      return;
    }
    $(container).find(RESIZABLE).filter(function () {
      const owner = $(this).parents(".panel-" + kind).first()[0];
      return container === document.body ? !owner : owner === container;
    }).each(function () {
      $(this).triggerHandler("_resize", [all || false]);
    });
  }

  /* ---- contents ------------------------------------------------------------------------- */

  function clear(element) {
    const $element = $(element);
    $element.find(".combo-f").each(function () {
      $(this).combo("destroy");
    });
    $element.find(".tooltip-f").each(function () {
      $(this).tooltip("destroy");
    });
    kit.unfit($element.children("div"));
    $element.empty();
  }

  function fillWith(element, html) {
    clear(element);
    $(element).html(html);
  }

  function load(element, force) {
    const state = stateOf(element);
    const options = state.options;
    if (!options.href || (state.isLoaded && options.cache && !force)) {
      return;
    }
    const parameters = $.extend({}, options.queryParams);
    if (options.onBeforeLoad.call(element, parameters) === false) {
      return;
    }
    state.isLoaded = false;
    if (options.loadingMessage) {
      fillWith(element, $('<div class="panel-loading"></div>').html(options.loadingMessage));
    }
    const done = function (answer) {
      fillWith(element, options.extractor.call(element, answer));
      $.parser.parse($(element));
      options.onLoad.apply(element, arguments);
      state.isLoaded = true;
    };
    options.loader.call(element, parameters, done, function () {
      options.onLoadError.apply(element, arguments);
    });
  }

  /* ---- open, close and the like ---------------------------------------------------------- */

  const MOTIONS = {
    slide: { open: "slideDown", close: "slideUp" },
    fade: { open: "fadeIn", close: "fadeOut" },
    show: { open: "show" },
    hide: { close: "hide" },
  };

  function animate($panel, animation, duration, direction, done) {
    const motion = (MOTIONS[animation] || {})[direction];
    $panel.stop(true, true);
    if (motion) {
      $panel[motion](duration, done);
    } else {
      $panel[direction === "open" ? "show" : "hide"]();
      done();
    }
  }

  function opened(element) {
    const state = stateOf(element);
    const options = state.options;
    options.closed = options.minimized = false;
    if (state.panel.children(".panel-header").find("a.panel-tool-restore").length) {
      options.maximized = true;
    }
    options.onOpen.call(element);
    if (options.maximized) {
      options.maximized = false;
      maximize(element);
    }
    if (options.collapsed) {
      options.collapsed = false;
      collapse(element);
      return;
    }
    load(element);
    $(element).panel("doLayout", true);
  }

  function open(element, forced) {
    const { options, panel } = stateOf(element);
    if (forced !== true && options.onBeforeOpen.call(element) === false) {
      return;
    }
    const done = () => opened(element);
    if (typeof options.openAnimation === "function") {
      options.openAnimation.call(element, done);
      return;
    }
    animate(panel, options.openAnimation, options.openDuration, "open", done);
  }

  function close(element, forced) {
    const { options, panel } = stateOf(element);
    if (forced !== true && options.onBeforeClose.call(element) === false) {
      return;
    }
    panel.find(".tooltip-f").each(function () {
      $(this).tooltip("hide");
    });
    kit.unfit(panel);
    const done = function () {
      options.closed = true;
      options.onClose.call(element);
    };
    if (typeof options.closeAnimation === "function") {
      options.closeAnimation.call(element, done);
      return;
    }
    animate(panel, options.closeAnimation, options.closeDuration, "close", done);
  }

  function destroy(element, forced) {
    const { options, panel } = stateOf(element);
    if (forced !== true && options.onBeforeDestroy.call(element) === false) {
      return;
    }
    clear(element);
    $(element).siblings(".panel-footer").each(function () {
      clear(this);
    });
    panel.remove();
    options.onDestroy.call(element);
  }

  function collapse(element, animated) {
    const { options, panel } = stateOf(element);
    const $body = panel.children(".panel-body");
    if (options.collapsed || options.onBeforeCollapse.call(element) === false) {
      return;
    }
    panel.children(".panel-header").find("a.panel-tool-collapse").addClass("panel-tool-expand");
    const done = function () {
      $body.hide();
      options.collapsed = true;
      options.onCollapse.call(element);
    };
    if (animated === true) {
      $body.stop(true, true).slideUp("normal", done);
    } else {
      done();
    }
  }

  function expand(element, animated) {
    const { options, panel } = stateOf(element);
    const $body = panel.children(".panel-body");
    if (!options.collapsed || options.onBeforeExpand.call(element) === false) {
      return;
    }
    panel.children(".panel-header").find("a.panel-tool-collapse").removeClass("panel-tool-expand");
    const done = function () {
      $body.show();
      options.collapsed = false;
      options.onExpand.call(element);
      load(element);
      $(element).panel("doLayout", true);
    };
    if (animated === true) {
      $body.stop(true, true).slideDown("normal", done);
    } else {
      done();
    }
  }

  function maximize(element) {
    const state = stateOf(element);
    const options = state.options;
    if (options.maximized) {
      return;
    }
    state.panel.children(".panel-header").find("a.panel-tool-max").addClass("panel-tool-restore");
    const { width, height, left, top, fit } = options;
    state.original = state.original || { width, height, left, top, fit };
    $.extend(options, { left: 0, top: 0, fit: true, minimized: false });
    resize(element);
    options.maximized = true;
    options.onMaximize.call(element);
  }

  function restore(element) {
    const state = stateOf(element);
    const options = state.options;
    if (!options.maximized) {
      return;
    }
    state.panel.show();
    state.panel.children(".panel-header").find("a.panel-tool-max")
      .removeClass("panel-tool-restore");
    Object.assign(options, state.original);
    resize(element);
    options.minimized = options.maximized = false;
    state.original = null;
    options.onRestore.call(element);
  }

  function minimize(element) {
    const { options, panel } = stateOf(element);
    kit.unfit(panel);
    panel.hide();
    options.minimized = true;
    options.maximized = false;
    options.onMinimize.call(element);
  }

  /* ---- the plugin ----------------------------------------------------------------------- */

  function childFor($element, selector, cls) {
    const $child = $element.children(selector);
    return $child.length ? $child.removeClass(cls) : undefined;
  }

  function parse(element) {
    const $element = $(element);
    return $.extend(
      $.parser.parseOptions(element, [
        "id", "width", "height", "left", "top", "title", "iconCls", "cls", "headerCls", "bodyCls",
        "tools", "href", "method", "header", "footer", "halign", "loadingMessage",
        { cache: "boolean", fit: "boolean", border: "boolean", noheader: "boolean" },
        { collapsible: "boolean", minimizable: "boolean", maximizable: "boolean" },
        { closable: "boolean", collapsed: "boolean", minimized: "boolean", maximized: "boolean" },
        { closed: "boolean" }, "openAnimation", "closeAnimation",
        { openDuration: "number", closeDuration: "number" },
      ]),
      {
        header: childFor($element, ".panel-header,header", "panel-header"),
        footer: childFor($element, ".panel-footer,footer", "panel-footer"),
      }
    );
  }

  kit.plugin("panel", {
    parse: parse,
    state: function (element) {
      $(element).attr("title", "");
      return { panel: kit.panelFrame.wrap(element), isLoaded: false };
    },
    build: function (element, state, given, isNew) {
      const options = state.options;
      state.isLoaded = isNew && state.isLoaded;
      kit.panelFrame.draw(element, state);
      $(element).show();
      if (options.doSize) {
        state.panel.css("display", "block");
        resize(element);
      }
      if (options.closed || options.minimized) {
        state.panel.hide();
      } else {
        open(element);
      }
    },
    commands: {
      setTitle: function (element, title) {
        stateOf(element).options.title = title;
        $(element).panel("header").find("div.panel-title").html(title);
      },
      open: open, close: close, destroy: destroy, resize: resize, move: move,
      clear: (element, kind) =>
        kind === "footer" ? $(element).siblings(".panel-footer").each(function () {
          clear(this);
        }) : clear(element),
      refresh: function (element, address) {
        const options = stateOf(element).options;
        if (address) {
          options[typeof address === "string" ? "href" : "queryParams"] = address;
        }
        load(element, true);
      },
      doLayout: function (element, all) {
        layOut(element, "body", all);
        layOut($(element).siblings(".panel-footer")[0], "footer", all);
      },
      maximize: maximize, minimize: minimize, restore: restore, collapse: collapse, expand: expand,
    },
    queries: {
      panel: (element) => stateOf(element).panel,
      header: (element) => stateOf(element).panel.children(".panel-header"),
      body: (element) => stateOf(element).panel.children(".panel-body"),
      footer: (element) => stateOf(element).panel.children(".panel-footer"),
    },
    defaults: $.extend({
      id: null, title: null, iconCls: null, width: "auto", height: "auto", left: null, top: null,
      cls: null, headerCls: null, bodyCls: null, style: {}, href: null, cache: true, fit: false,
      border: true, doSize: true, noheader: false, content: null, halign: "top",
      collapsible: false, minimizable: false, maximizable: false, closable: false,
      collapsed: false, minimized: false, maximized: false, closed: false, openAnimation: false,
      openDuration: 400, closeAnimation: false, closeDuration: 400, tools: null, footer: null,
      header: null, queryParams: {}, method: "get", loadingMessage: "Loading...",
      loader: kit.loaderFor("panel", "href", "html"),
      extractor: function (html) {
        const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(html);
        return body ? body[1] : html;
      },
    }, kit.silent(
      "onBeforeLoad onLoad onLoadError onBeforeOpen onOpen onBeforeClose onClose onBeforeDestroy " +
      "onDestroy onResize onMove onMaximize onRestore onMinimize onBeforeCollapse " +
      "onBeforeExpand onCollapse onExpand")),
  });

  let pending = null;
  $(window).on("resize.panel", function () {
    clearTimeout(pending);
    pending = setTimeout(() => $("body").panel("doLayout"), 100);
  });
})(jQuery, window.LiteKit);
