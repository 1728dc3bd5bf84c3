/* A combo over a flat list. `setValue` is what a click does: it fires onSelect, then onChange. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "combobox");
  const sameText = (left, right) => left.toLowerCase() === right.toLowerCase();

  const { indexOf, finder, view } = kit.lists;

  function scrollTo(element, value) {
    const $panel = $(element).combo("panel");
    const $item = stateOf(element).options.finder.getEl(element, value);
    if (!$item.length) {
      return;
    }
    const top = $item.position().top;
    const over = top + $item.outerHeight() - $panel.height();
    if (top <= 0) {
      $panel.scrollTop($panel.scrollTop() + top);
    } else if (over > 0) {
      $panel.scrollTop($panel.scrollTop() + over);
    }
  }

  /* ---- choosing -------------------------------------------------------------------------- */

  function dropSelections(element, options, kept) {
    const before = $(element).combo("getValues");
    const $panel = $(element).combo("panel");
    if ($panel.is(":visible")) {
      $panel.find(".combobox-item-selected").each(function () {
        const row = options.finder.getRow(element, $(this));
        if (row && $.easyui.indexOfArray(before, row[options.valueField]) < 0) {
          $(this).removeClass("combobox-item-selected");
        }
      });
    }
    before.filter((value) => $.easyui.indexOfArray(kept, value) < 0).forEach((value) => {
      const $item = options.finder.getEl(element, value);
      if ($item.hasClass("combobox-item-selected")) {
        $item.removeClass("combobox-item-selected");
        options.onUnselect.call(element, options.finder.getRow(element, value));
      }
    });
  }

  function markSelected(element, options, value) {
    const row = options.finder.getRow(element, value);
    if (!row) {
      return value;
    }
    const text = row[options.textField];
    const $item = options.finder.getEl(element, value);
    if (!$item.hasClass("combobox-item-selected")) {
      $item.addClass("combobox-item-selected");
      options.onSelect.call(element, row);
    }
    return text;
  }

  /** Choose `given`; `keepText` leaves the shown text alone (it is being typed). */
  function choose(element, given, keepText) {
    const options = stateOf(element).options;
    let values = Array.isArray(given) ? given.slice() : given.split(options.separator);
    if (!options.multiple) {
      values = values.length ? [values[0]] : [""];
    }
    dropSelections(element, options, values);
    const texts = values.map((value) => markSelected(element, options, value));
    if (!keepText) {
      $(element).combo("setText", texts.join(options.separator));
    }
    $(element).combo("setValues", values);
  }

  function select(element, value, keepText) {
    const options = stateOf(element).options;
    const values = $(element).combo("getValues");
    if (values.includes(String(value))) {
      return;
    }
    choose(element, options.multiple ? values.concat([value]) : [value], keepText);
  }

  function unselect(element, value) {
    const values = $(element).combo("getValues");
    const at = values.indexOf(String(value));
    if (at >= 0) {
      values.splice(at, 1);
      choose(element, values);
    }
  }

  /* ---- loading -------------------------------------------------------------------------- */

  function loadData(element, data, keepText) {
    const state = stateOf(element);
    const options = state.options;
    state.data = options.loadFilter.call(element, data);
    options.view.render(element, $(element).combo("panel"), state.data);
    const values = $(element).combobox("getValues");
    state.data.filter((row) => row.selected).forEach((row) => {
      $.easyui.addArrayItem(values, String(row[options.valueField]));
    });
    choose(element, options.multiple ? values : values.slice(-1), keepText);
    options.onLoadSuccess.call(element, data);
  }

  function request(element, url, extra, keepText) {
    const options = stateOf(element).options;
    options.url = url || options.url;
    const parameters = $.extend({}, options.queryParams, extra || {});
    if (options.onBeforeLoad.call(element, parameters) === false) {
      return;
    }
    options.loader.call(element, parameters, (data) => loadData(element, data, keepText),
      function () {
        options.onLoadError.apply(this, arguments);
      });
  }

  /* ---- typing --------------------------------------------------------------------------- */

  function filterList(element, text) {
    const state = stateOf(element);
    const options = state.options;
    let found = text;
    state.data.forEach((row) => {
      if (!options.filter.call(element, text, row)) {
        return;
      }
      options.finder.getEl(element, row[options.valueField]).show();
      if (options.groupField) {
        options.finder.getGroupEl(element, row[options.groupField]).show();
      }
      if (sameText(row[options.textField], text)) {
        found = row[options.valueField];
        select(element, found, true);
      }
    });
    return found;
  }

  function query(element, text) {
    const options = stateOf(element).options;
    const words = options.multiple ? text.split(options.separator) : [text];
    if (options.mode === "remote") {
      choose(element, options.multiple && !text ? [] : words, true);
      request(element, null, { q: text }, true);
      return;
    }
    const $panel = $(element).combo("panel");
    $panel.find(".combobox-item-hover").removeClass("combobox-item-hover");
    $panel.find(".combobox-item,.combobox-group").hide();
    const values = words.map((word) => filterList(element, word.trim()));
    choose(element, options.multiple && !text ? [] : values, true);
  }

  /* Enter takes the item under the cursor and throws away what is not in the list. */
  function enter(element) {
    const $field = $(element);
    const options = $field.combobox("options");
    const $item = $field.combobox("panel").children("div.combobox-item-hover");
    if ($item.length) {
      $item.removeClass("combobox-item-hover");
      const value = options.finder.getRow(element, $item)[options.valueField];
      const chosen = options.multiple && $item.hasClass("combobox-item-selected");
      $field.combobox(chosen ? "unselect" : "select", value);
    }
    const known = $field.combobox("getValues").filter((value) => indexOf(element, value) >= 0);
    $field.combobox("setValues", known);
    if (!options.multiple) {
      $field.combobox("hidePanel");
    }
  }

  const USABLE = "div.combobox-item:visible:not(.combobox-item-disabled)";

  function step(element, direction) {
    const options = stateOf(element).options;
    const $panel = $(element).combobox("panel");
    const $items = $panel.children(USABLE);
    let $at = $panel.children("div.combobox-item-hover");
    if (!$at.length) {
      $at = $panel.children("div.combobox-item-selected");
    }
    $at.removeClass("combobox-item-hover");
    const from = $at.length ? $items.index($at) : direction > 0 ? -1 : 0;
    const $next = $items.eq((from + direction + $items.length) % ($items.length || 1));
    const row = $next.length ? options.finder.getRow(element, $next.addClass("combobox-item-hover"))
      : null;
    if (row) {
      scrollTo(element, row[options.valueField]);
      if (options.selectOnNavigation) {
        select(element, row[options.valueField]);
      }
    }
  }

  /* ---- mouse ---------------------------------------------------------------------------- */

  const PANEL_EVENTS = {
    mouseover: function (event) {
      $(this).children("div.combobox-item-hover").removeClass("combobox-item-hover");
      const $item = $(event.target).closest("div.combobox-item");
      if (!$item.hasClass("combobox-item-disabled")) {
        $item.addClass("combobox-item-hover");
      }
      event.stopPropagation();
    },
    mouseout: function (event) {
      $(event.target).closest("div.combobox-item").removeClass("combobox-item-hover");
      event.stopPropagation();
    },
    /* A panel that was never opened belongs to nobody: a click in it does nothing. */
    click: function (event) {
      const element = $(this).panel("options").comboTarget;
      const $item = $(event.target).closest("div.combobox-item");
      if (!element || !$item.length || $item.hasClass("combobox-item-disabled")) {
        return;
      }
      const options = $(element).combobox("options");
      const row = options.finder.getRow(element, $item);
      if (!row) {
        return;
      }
      clearTimeout(stateOf(element).blurTimer);
      options.onClick.call(element, row);
      const value = row[options.valueField];
      if (!options.multiple) {
        $(element).combobox("setValue", value).combobox("hidePanel");
      } else if ($item.hasClass("combobox-item-selected")) {
        unselect(element, value);
      } else {
        select(element, value);
      }
      event.stopPropagation();
    },
  };

  function onBlur(event) {
    const element = event.data.target;
    const state = stateOf(element);
    const options = state.options;
    if (!options.limitToList && !options.reversed) {
      return;
    }
    clearTimeout(state.blurTimer);
    state.blurTimer = setTimeout(function () {
      if (!$(element).parent().length) {
        return;
      }
      if (options.reversed) {
        $(element).combobox("setValues", $(element).combobox("getValues"));
      } else {
        enter(element);
      }
    }, 50);
  }

  /* ---- the plugin ----------------------------------------------------------------------- */

  function parseData(element) {
    const options = $(element).combobox("options");
    const read = function (node, group) {
      const $node = $(node);
      const value = $node.attr("value");
      const row = { selected: $node.is(":selected"), disabled: $node.is(":disabled") };
      row[options.valueField] = value === undefined ? $node.text() : value;
      row[options.textField] = $node.text();
      if (group) {
        options.groupField = options.groupField || "group";
        row[options.groupField] = group;
      }
      return row;
    };
    const rows = [];
    $(element).children().each(function () {
      if (this.tagName === "OPTGROUP") {
        const group = $(this).attr("label");
        $(this).children().each((_, node) => rows.push(read(node, group)));
      } else {
        rows.push(read(this));
      }
    });
    return rows;
  }

  function build(element, state) {
    const options = state.options;
    $(element).addClass("combobox-f").combo($.extend({}, options, {
      onShowPanel: function () {
        const $panel = $(this).combo("panel");
        $panel.find("div.combobox-item:hidden,div.combobox-group:hidden").show();
        choose(this, $(this).combobox("getValues"), true);
        scrollTo(this, $(this).combobox("getValue"));
        options.onShowPanel.call(this);
      },
    }));
    const $panel = $(element).combo("panel").off(".combobox");
    Object.keys(options.panelEvents).forEach((name) =>
      $panel.on(name + ".combobox", { target: element }, options.panelEvents[name]));
    const written = options.data || parseData(element);
    if (options.data || written.length) {
      loadData(element, written);
    }
    request(element);
  }

  kit.plugin("combobox", {
    base: "combo",
    parse: (element) =>
      $.extend(
        $.fn.combo.parseOptions(element),
        $.parser.parseOptions(element, [
          "valueField", "textField", "groupField", "mode", "method", "url",
          { showItemIcon: "boolean", limitToList: "boolean" },
        ])
      ),
    state: () => ({ data: [], groups: [] }),
    build: build,
    commands: {
      setValues: (element, values) => choose(element, values),
      setValue: (element, value) => choose(element, Array.isArray(value) ? value : [value]),
      clear: (element) => choose(element, []),
      reset: function (element) {
        const options = $(element).combobox("options");
        $(element).combobox(options.multiple ? "setValues" : "setValue", options.originalValue);
      },
      loadData: (element, data) => loadData(element, data),
      reload: function (element, given) {
        if (given && typeof given !== "string") {
          $(element).combobox("options").queryParams = given;
        }
        request(element, typeof given === "string" ? given : undefined);
      },
      select: (element, value) => select(element, value),
      unselect: unselect,
      scrollTo: scrollTo,
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "combobox", $(element).combo("options"), [
          "width", "height", "originalValue", "disabled", "readonly",
        ]),
      getData: (element) => stateOf(element).data,
    },
    defaults: $.extend({}, $.fn.combo.defaults, {
      valueField: "value", textField: "text", groupField: null, groupFormatter: (group) => group,
      mode: "local", method: "post", url: null, data: null, queryParams: {}, showItemIcon: false,
      limitToList: false, view: view, finder: finder, panelEvents: PANEL_EVENTS,
      keyHandler: {
        up: function (event) {
          step(this, -1);
          event.preventDefault();
        },
        down: function (event) {
          step(this, 1);
          event.preventDefault();
        },
        left: kit.ignore,
        right: kit.ignore,
        enter: function () {
          enter(this);
        },
        query: function (text) {
          query(this, text);
        },
      },
      inputEvents: $.extend({}, $.fn.combo.defaults.inputEvents, { blur: onBlur }),
      filter: function (text, row) {
        const field = $(this).combobox("options").textField;
        return row[field].toLowerCase().includes(text.toLowerCase());
      },
      formatter: function (row) {
        return row[$(this).combobox("options").textField];
      },
      loader: kit.loaderFor("combobox", "url", "json"),
      loadFilter: (data) => data,
    }, kit.silent("onBeforeLoad onLoadSuccess onLoadError onSelect onUnselect onClick")),
  });
  $.fn.combobox.parseData = parseData;
})(jQuery, window.LiteKit);
