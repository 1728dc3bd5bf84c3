/*
 * A text field with a panel hanging off <body>. It listens to keydown, paste and drop only, asks
 * 200 ms later, and remembers the last asked text (`previousText`) through everything but setText.
 */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "combo");
  const FOLLOW_MS = 200;
  const OPEN_PANELS = "div.combo-panel:visible";

  let layer = 110000;

  /* Esc, a click elsewhere or another combo closes a panel; so does the end of the panel's own field. */
  $(function () {
    $(document).off(".combo").on("mousedown.combo mousewheel.combo", function (event) {
      const $inside = $(event.target).closest("span.combo,div.combo-p,div.menu");
      if ($inside.length) {
        closeNested($inside);
        return;
      }
      $("body>div.combo-p>div.combo-panel:visible").panel("close");
    });
  });

  function closeNested($container) {
    $container.find(".combo-f").each(function () {
      const $panel = $(this).combo("panel");
      if ($panel.is(":visible")) {
        $panel.panel("close");
      }
    });
  }

  /* ---- building ------------------------------------------------------------------------- */

  const ownerOf = ($panel) => $panel.panel("options").comboTarget;

  function makePanel(options) {
    const $panel = $('<div class="combo-panel"></div>').appendTo("body");
    const tell = (event) =>
      function () {
        const owner = ownerOf($(this));
        const state = owner && stateOf(owner);
        if (state) {
          state.options[event].call(owner);
        }
      };
    $panel.panel({
      minWidth: options.panelMinWidth, maxWidth: options.panelMaxWidth,
      minHeight: options.panelMinHeight, maxHeight: options.panelMaxHeight,
      doSize: false, closed: true, cls: "combo-p", style: { position: "absolute", zIndex: 10 },
      onOpen: tell("onShowPanel"),
      onBeforeClose: function () {
        closeNested($(this).parent());
      },
      onClose: tell("onHidePanel"),
    });
    return $panel;
  }

  function build(element, state, given, isNew) {
    const options = state.options;
    if (!isNew && given.value !== undefined) {
      options.originalValue = given.value;
    }
    state.panel = state.panel || makePanel(options);
    const icons = (options.icons || []).slice();
    if (options.hasDownArrow) {
      icons.push({ iconCls: "combo-arrow", handler: (event) => toggle(event.data.target) });
    }
    const own = { icons: icons, onChange: kit.ignore };
    $(element).addClass("combo-f").textbox($.extend({}, options, own));
    $(element).attr("comboName", $(element).attr("textboxName"));
    state.combo = $(element).next().addClass("combo");
    startValue(element, options);
  }

  function startValue(element, options) {
    const onChange = options.onChange;
    options.onChange = kit.ignore;
    if (options.multiple) {
      setValues(element, options.value ? options.value : []);
    } else {
      setValue(element, options.value);
    }
    options.onChange = onChange;
  }

  /* ---- the panel ------------------------------------------------------------------------ */

  function hidePanel(element) {
    stateOf(element).panel.panel("close");
  }

  function toggle(element) {
    const $panel = stateOf(element).panel;
    if ($panel.is(":visible")) {
      const owner = ownerOf($panel);
      hidePanel(owner);
      if (owner !== element) {
        $(element).combo("showPanel");
      }
    } else {
      const $around = $(element).closest("div.combo-p").children(".combo-panel");
      $(OPEN_PANELS).not($panel).not($around).panel("close");
      $(element).combo("showPanel");
    }
    kit.focus($(element).combo("textbox"));
  }

  function panelLeft(state, $panel) {
    const $combo = state.combo;
    const width = kit.outer($panel, "width");
    const edge = $(window).width() + $(document).scrollLeft();
    let left = $combo.offset().left;
    if (state.options.panelAlign === "right") {
      left += kit.outer($combo, "width") - width;
    }
    return Math.max(0, Math.min(left, edge - width));
  }

  function panelTop(state, $panel) {
    const $combo = state.combo;
    const below = $combo.offset().top + kit.outer($combo, "height");
    const above = $combo.offset().top - kit.outer($panel, "height");
    const scrolled = $(document).scrollTop();
    const fits = below + kit.outer($panel, "height") <= $(window).height() + scrolled;
    return fits || above < scrolled ? below : above;
  }

  /* The panel follows its field as long as it is open: it is looked at every 200 ms. */
  function follow(element) {
    const state = stateOf(element);
    if (!state) {
      return;
    }
    const $panel = state.panel;
    if (ownerOf($panel) !== element || !$panel.is(":visible")) {
      return;
    }
    $panel.panel("move", { left: panelLeft(state, $panel), top: panelTop(state, $panel) });
    setTimeout(() => follow(element), FOLLOW_MS);
  }

  function showPanel(element) {
    const state = stateOf(element);
    const options = $(element).combo("options");
    const $panel = state.panel;
    const panelOptions = $panel.panel("options");
    panelOptions.comboTarget = element;
    if (panelOptions.closed) {
      const $outer = $panel.panel("panel");
      $outer.show().css({ zIndex: layer++, left: -999999 });
      $panel.panel("resize", {
        width: options.panelWidth || kit.outer(state.combo, "width"),
        height: options.panelHeight,
      });
      $outer.hide();
      $panel.panel("open");
    }
    follow(element);
  }

  /* ---- input ---------------------------------------------------------------------------- */

  function onClick(event) {
    const element = event.data.target;
    if (!stateOf(element).options.editable) {
      toggle(element);
      return;
    }
    const $around = $(element).closest("div.combo-p").children(".combo-panel");
    $(OPEN_PANELS).not($around).each(function () {
      const owner = ownerOf($(this));
      if (owner !== element) {
        hidePanel(owner);
      }
    });
  }

  const KEY_HANDLERS = { 37: "left", 38: "up", 39: "right", 40: "down" };

  function queryLater(element, event) {
    const state = stateOf(element);
    const options = state.options;
    clearTimeout(state.timer);
    state.timer = setTimeout(function () {
      const text = $(element).combo("getText");
      if (state.previousText === text) {
        return;
      }
      state.previousText = text;
      $(element).combo("showPanel");
      options.keyHandler.query.call(element, text, event);
      $(element).combo("validate");
    }, options.delay);
  }

  function onKey(event) {
    const element = event.data.target;
    const state = stateOf(element);
    const options = $(element).combo("options");
    state.panel.panel("options").comboTarget = element;
    if (KEY_HANDLERS[event.keyCode]) {
      options.keyHandler[KEY_HANDLERS[event.keyCode]].call(element, event);
    } else if (event.keyCode === 13) {
      event.preventDefault();
      options.keyHandler.enter.call(element, event);
      return false;
    } else if (event.keyCode === 9 || event.keyCode === 27) {
      hidePanel(element);
    } else if (options.editable) {
      queryLater(element, event);
    }
    return undefined;
  }

  /* ---- values --------------------------------------------------------------------------- */

  function setText(element, text) {
    if ($(element).textbox("getText") !== text) {
      $(element).textbox("setText", text);
    }
    stateOf(element).previousText = text;
  }

  function getValues(element) {
    const options = stateOf(element).options;
    const $posted = $(element).next().find(".textbox-value");
    const values = $posted.toArray().map((input) => $(input).val());
    if (options.multivalue) {
      return values;
    }
    return values.length ? values[0].split(options.separator) : values;
  }

  function post(element, state, value) {
    const $input = $('<input type="hidden" class="textbox-value">').appendTo(state.combo);
    $input.attr("name", $(element).attr("textboxName") || "");
    if (state.options.disabled) {
      $input.attr("disabled", "disabled");
    }
    $input.val(value);
  }

  function postAll(element, state, values) {
    const options = state.options;
    state.combo.find(".textbox-value").remove();
    if (!values.length) {
      return;
    }
    const posted = options.multivalue ? values : [values.join(options.separator)];
    posted.forEach((value) => post(element, state, value));
  }

  function setValues(element, given) {
    const state = stateOf(element);
    const options = $(element).combo("options");
    const values = Array.isArray(given) ? given : given.split(options.separator);
    const before = getValues(element);
    postAll(element, state, values);
    const differs =
      before.length !== values.length ||
      values.some((value, at) => value != before[at]); // eslint-disable-line eqeqeq
    if (!differs) {
      return;
    }
    $(element).val(values.join(options.separator));
    const pair = options.multiple ? [values, before] : [values[0], before[0]];
    options.onChange.call(element, pair[0], pair[1]);
    $(element).closest("form").trigger("_change", [element]);
  }

  const setValue = (element, value) => setValues(element, [value]);

  kit.plugin("combo", {
    base: "textbox",
    parse: function (element) {
      const $element = $(element);
      const height = $element.attr("panelHeight");
      return $.extend(
        $.fn.textbox.parseOptions(element),
        $.parser.parseOptions(element, [
          "separator", "panelAlign",
          { panelWidth: "number", delay: "number", hasDownArrow: "boolean" },
          { reversed: "boolean", multivalue: "boolean", selectOnNavigation: "boolean" },
          { panelMinWidth: "number", panelMaxWidth: "number" },
          { panelMinHeight: "number", panelMaxHeight: "number" },
        ]),
        {
          panelHeight: height === "auto" ? "auto" : parseInt(height, 10) || undefined,
          multiple: $element.attr("multiple") ? true : undefined,
        }
      );
    },
    state: function (element, options) {
      options.originalValue = options.value;
      return { previousText: "" };
    },
    build: build,
    commands: {
      destroy: function (element) {
        const state = stateOf(element);
        clearTimeout(state.timer);
        if (state.panel.is(":visible")) {
          state.panel.panel("close");
        }
        state.panel.panel("destroy");
        $(element).textbox("destroy");
      },
      showPanel: showPanel,
      hidePanel: hidePanel,
      clear: function (element) {
        $(element).textbox("setText", "");
        const multiple = stateOf(element).options.multiple;
        $(element).combo(multiple ? "setValues" : "setValue", multiple ? [] : "");
      },
      reset: function (element) {
        const options = stateOf(element).options;
        $(element).combo(options.multiple ? "setValues" : "setValue", options.originalValue);
      },
      setText: setText,
      setValues: setValues,
      setValue: setValue,
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "combo", kit.options(element, "textbox"), [
          "width", "height", "disabled", "readonly",
        ]),
      combo: (element) => ownerOf($(element).closest(".combo-panel")),
      panel: (element) => stateOf(element).panel,
      getValues: getValues,
      getValue: (element) => getValues(element)[0],
    },
    defaults: $.extend({}, $.fn.textbox.defaults, {
      inputEvents: { click: onClick, keydown: onKey, paste: onKey, drop: onKey },
      panelWidth: null, panelHeight: 200, panelMinWidth: null, panelMaxWidth: null,
      panelMinHeight: null, panelMaxHeight: null, panelAlign: "left", reversed: false,
      multiple: false, multivalue: true, selectOnNavigation: true, separator: ",",
      hasDownArrow: true, delay: 200,
      keyHandler: kit.silent("up down left right enter query"),
    }, kit.silent("onShowPanel onHidePanel onChange")),
  });
})(jQuery, window.LiteKit);
