/*
 * Turns `class="easyui-xxx" data-options="..."` into widgets. Inner widgets are made before the
 * containers that move them, so the order of `plugins` is part of the contract.
 */
(function ($) {
  "use strict";

  const SIZES = ["width", "height", "left", "top", "minWidth", "maxWidth", "minHeight", "maxHeight"];

  function writtenOptions($element) {
    const words = ($element.attr("data-options") || "").trim();
    if (!words) {
      return {};
    }
    return window.LiteKit.evaluate(words.startsWith("{") ? words : "{" + words + "}");
  }

  function inlineSizes(element) {
    const sizes = {};
    SIZES.forEach((property) => {
      const value = (element.style[property] || "").trim();
      if (!value) {
        return;
      }
      const whole = parseInt(value, 10);
      sizes[property] = value.includes("%") ? value : isNaN(whole) ? undefined : whole;
    });
    return sizes;
  }

  function typed($element, name, type) {
    const value = $element.attr(name);
    if (type === "boolean") {
      return value ? value === "true" : undefined;
    }
    return value === "0" ? 0 : parseFloat(value) || undefined;
  }

  function attributes($element, properties) {
    const found = {};
    properties.forEach((property) => {
      if (typeof property === "string") {
        found[property] = $element.attr(property);
        return;
      }
      Object.keys(property).forEach((name) => {
        found[name] = typed($element, name, property[name]);
      });
    });
    return found;
  }

  $.parser = {
    auto: true,
    onComplete: window.LiteKit.ignore,
    plugins: [
      "pagination", "tooltip", "linkbutton", "progressbar", "tree", "textbox", "passwordbox",
      "combo", "combobox", "combotree", "tagbox", "numberbox", "validatebox", "calendar",
      "datebox", "panel", "datagrid", "window", "dialog", "form",
    ],
    /** Make a widget of every marked element below `context` (default: the page). */
    parse: function (context) {
      this.plugins.forEach((plugin) => {
        const $found = $(".easyui-" + plugin, context);
        if ($found.length && $.fn[plugin]) {
          $found.each(function () {
            $(this)[plugin]($.data(this, "options") || {});
          });
        }
      });
      this.onComplete.call(this, context);
    },
    /** Return the options written in the markup: data-options, inline sizes, named attributes. */
    parseOptions: function (element, properties) {
      const $element = $(element);
      return $.extend(
        writtenOptions($element),
        inlineSizes(element),
        properties ? attributes($element, properties) : {}
      );
    },
    parseValue: (property, value, $parent, less) =>
      window.LiteKit.pixels(value, /width/i.test(property) ? "width" : "height", $parent, less),
  };

  $(function () {
    if ($.parser.auto) {
      $.parser.parse();
    }
  });
})(jQuery);
