/*
 * What every widget of this engine leans on: one way to declare a plugin, one way to size a box,
 * a handful of list helpers. The widgets keep the DOM and the `$.fn` contract of jQuery EasyUI 1.5.2
 * (see the project's contract tests); nothing here is taken from that library.
 */
(function ($) {
  "use strict";

  const kit = (window.LiteKit = {});

  /* ---- plugins -------------------------------------------------------------------------- */

  const eachOf = (command) => (jq, argument) =>
    jq.each(function () {
      command(this, argument);
    });
  const firstOf = (query) => (jq, argument) => query(jq[0], argument);

  /** Turn {name: fn(element, argument)} into the public (jq, argument) shape. */
  kit.methods = function (commands, queries) {
    const table = {};
    Object.keys(commands || {}).forEach((name) => (table[name] = eachOf(commands[name])));
    Object.keys(queries || {}).forEach((name) => (table[name] = firstOf(queries[name])));
    return table;
  };

  /**
   * Declare `$.fn[name]`.
   *
   * spec: base (plugin that answers unknown methods) or fallback(jq, method, argument),
   * defaults, parse(element), state(element, options), build(element, state, given, isNew),
   * commands (run on each element), queries (answered by the first).
   */
  kit.plugin = function (name, spec) {
    const plugin = function (first, second) {
      if (typeof first === "string") {
        const method = plugin.methods[first];
        if (method) {
          return method(this, second);
        }
        return fallback(this, first, second);
      }
      return this.each(function () {
        construct(this, first || {});
      });
    };
    function fallback(jq, method, argument) {
      if (spec.fallback) {
        return spec.fallback(jq, method, argument);
      }
      if (spec.base) {
        return jq[spec.base](method, argument);
      }
      throw new TypeError(name + " has no method " + method);
    }
    function construct(element, given) {
      const known = $.data(element, name);
      if (known) {
        $.extend(known.options, given);
        spec.build(element, known, given, false);
        return;
      }
      const options = $.extend({}, plugin.defaults, plugin.parseOptions(element), given);
      const state = { options: options };
      $.data(element, name, state);
      $.extend(state, spec.state ? spec.state(element, options) : {});
      spec.build(element, state, given, true);
    }
    plugin.methods = kit.methods(spec.commands, spec.queries);
    if (!plugin.methods.options) {
      plugin.methods.options = (jq) => $.data(jq[0], name).options;
    }
    plugin.parseOptions = spec.parse || ((element) => $.parser.parseOptions(element));
    plugin.defaults = spec.defaults || {};
    $.fn[name] = plugin;
  };

  /** Return the options of one layer of a widget. */
  kit.options = (element, name) => $.data(element, name).options;

  /** Copy what a lower layer knows better (size, state) into a layer's own options. */
  kit.borrow = function (element, name, lower, fields) {
    const own = kit.options(element, name);
    fields.forEach((field) => (own[field] = lower[field]));
    return own;
  };

  kit.ignore = function () {};

  /** Return {name: ignore} for the named events, so that calling an unset one is harmless. */
  kit.silent = function (names) {
    const table = {};
    names.split(" ").forEach((name) => (table[name] = kit.ignore));
    return table;
  };

  /** Give the focus to the first element: one that has it is told again, a hidden one is not. */
  kit.focus = function ($element) {
    const element = $element[0];
    if (element && element === document.activeElement) {
      $element.first().trigger("focus");
    } else if (element) {
      element.focus();
    }
  };

  /**
   * Return whether a focus event is jQuery's invention: since version 3 it calls the handlers
   * even of elements which cannot take the focus, such as those of a closed dialog.
   */
  kit.isInvented = (event) => event.isTrigger === 3 && event.target !== document.activeElement;

  /* ---- loading -------------------------------------------------------------------------- */

  /** Make the default loader of plugin `name`: one ajax call, or false when there is no address. */
  kit.loaderFor = (name, address, dataType) =>
    function (parameters, done, failed) {
      const options = $(this)[name]("options");
      if (!options[address]) {
        return false;
      }
      $.ajax({
        type: options.method,
        url: options[address],
        data: parameters,
        dataType: dataType,
        success: (answer) => done(answer),
        error: function () {
          failed.apply(this, arguments);
        },
      });
      return undefined;
    };

  /* ---- sizes ---------------------------------------------------------------------------- */

  const OUTER = { width: "outerWidth", height: "outerHeight" };

  function rimOf(element, axis) {
    const $element = $(element);
    return $element[OUTER[axis]]() - $element[axis]();
  }

  /** Return the outer size along `axis` ("width" or "height"); 0 for nothing. */
  kit.outer = function ($element, axis) {
    if ($element[0] === window) {
      return $element[axis]();
    }
    return $element[OUTER[axis]]() || 0;
  };

  /** Make every element's outer size along `axis` exactly `value` pixels. */
  kit.setOuter = function ($element, axis, value) {
    return $element.each(function () {
      $(this).css(axis, Math.max(0, value - rimOf(this, axis)) + "px");
    });
  };

  /** Read a size option: pixels, "30%" of the parent, or undefined. */
  kit.pixels = function (value, axis, $parent, less) {
    const text = String(value === undefined || value === null ? "" : value).trim();
    if (text.endsWith("%")) {
      return Math.floor((($parent[axis]() - (less || 0)) * parseFloat(text)) / 100);
    }
    return parseInt(text, 10) || undefined;
  };

  function fitToParent(element, $parent, options) {
    const wanted = Boolean(options.fit);
    const owner = $parent[0];
    if (Boolean(element.liteFitted) !== wanted) {
      element.liteFitted = wanted;
      owner.liteFitCount = (owner.liteFitCount || 0) + (wanted ? 1 : -1);
      $parent.toggleClass("panel-noscroll", owner.liteFitCount > 0);
      if (owner.tagName === "BODY") {
        $("html").toggleClass("panel-fit", owner.liteFitCount > 0);
      }
    }
    if (wanted) {
      options.width = $parent.width() || 1;
      options.height = $parent.height() || 1;
    }
  }

  function setLimit($element, property, axis, value) {
    const known = value !== undefined && value !== "";
    $element.css(property, known ? Math.max(0, value - rimOf($element[0], axis)) + "px" : "");
  }

  function sizeAxis($element, axis, options, $parent) {
    const suffix = axis.charAt(0).toUpperCase() + axis.slice(1);
    const lowest = kit.pixels(options["min" + suffix], axis, $parent);
    const highest = kit.pixels(options["max" + suffix], axis, $parent);
    const value = kit.pixels(options[axis], axis, $parent);
    const relative = String(options[axis] || "").includes("%");
    if (value === undefined) {
      $element.css(axis, "");
      setLimit($element, "min" + suffix, axis, lowest);
      setLimit($element, "max" + suffix, axis, highest);
    } else {
      const bounded = Math.min(Math.max(value, lowest || 0), highest || 99999);
      if (!relative) {
        options[axis] = bounded;
      }
      $element.css("min" + suffix, "").css("max" + suffix, "");
      kit.setOuter($element, axis, bounded);
    }
    return relative || Boolean(options.fit);
  }

  /** Give an element the size its options ask for; relative sizes mark it `easyui-fluid`. */
  kit.applySize = function ($element, options, $parent) {
    const $owner = $parent && $parent.length ? $parent : $element.parent();
    if ($owner.length) {
      fitToParent($element[0], $owner, options);
    }
    const wide = sizeAxis($element, "width", options, $owner);
    const high = sizeAxis($element, "height", options, $owner);
    $element.toggleClass("easyui-fluid", wide || high);
  };

  /** Undo `fit` bookkeeping of an element that is being hidden or destroyed. */
  kit.unfit = function ($element) {
    $element.each(function () {
      if (this.liteFitted) {
        fitToParent(this, $(this).parent(), { fit: false });
      }
    });
  };

  /** Answer the `_resize` call that containers send to their contents. */
  kit.onResize = function ($element, namespace, resize) {
    $element.off("_resize" + namespace).on("_resize" + namespace, function (event, force) {
      if ($(this).hasClass("easyui-fluid") || force) {
        resize();
      }
      return false;
    });
  };

  /** Return a CSS-ready split of what a styler answered: text is style, an object may add a class. */
  kit.styleOf = function (answer) {
    if (typeof answer === "string") {
      return { cls: "", css: answer };
    }
    return { cls: (answer && answer["class"]) || "", css: (answer && answer.style) || "" };
  };

  /** Evaluate the words of an attribute such as handler="save" or pageList="[10,20]". */
  kit.evaluate = (words) => new Function("return (" + words + ")")();

  /* ---- lists (the public `$.easyui` helpers) --------------------------------------------- */

  function indexOfArray(list, key, wanted) {
    const sameItem = (item) => item == key; // eslint-disable-line eqeqeq
    const sameField = (item) => item[key] == wanted; // eslint-disable-line eqeqeq
    return list.findIndex(wanted === undefined ? sameItem : sameField);
  }

  function removeArrayItem(list, key, wanted) {
    const at = typeof key === "string" ? indexOfArray(list, key, wanted) : indexOfArray(list, key);
    if (at >= 0) {
      list.splice(at, 1);
    }
  }

  function addArrayItem(list, key, item) {
    const at = item ? indexOfArray(list, key, item[key]) : indexOfArray(list, key);
    if (at < 0) {
      list.push(item || key);
    } else {
      list[at] = item || key;
    }
  }

  function forEach(items, deep, visit) {
    for (const item of items.slice()) {
      if (visit(item) === false) {
        return false;
      }
      if (deep && item.children && forEach(item.children, deep, visit) === false) {
        return false;
      }
    }
    return undefined;
  }

  $.easyui = {
    indexOfArray: indexOfArray,
    removeArrayItem: removeArrayItem,
    addArrayItem: addArrayItem,
    getArrayItem: (list, key, wanted) => list[indexOfArray(list, key, wanted)] || null,
    forEach: forEach,
  };
})(jQuery);
