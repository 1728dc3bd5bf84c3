/* Numbers: rounded and clamped without a word on blur and on Enter. */
(function ($, kit) {
  "use strict";

  const FREE_KEYS = [0, 8, 13, 46];

  const without = (text, word) => (word ? text.split(word.trim()).join("").trim() : text);

  /** Return the number a text stands for, as a string with the asked precision, or "". */
  function toNumber(given) {
    const options = $(this).numberbox("options");
    let text = given === undefined || given === null ? "" : String(given);
    text = without(without(text, options.prefix), options.suffix);
    if (parseFloat(text) !== options.value) {
      text = without(text, options.groupSeparator);
      text = text.split(options.decimalSeparator || ".").join(".").replace(/\s/g, "");
    }
    const rounded = parseFloat(text).toFixed(options.precision);
    if (isNaN(rounded)) {
      return "";
    }
    if (typeof options.min === "number" && rounded < options.min) {
      return options.min.toFixed(options.precision);
    }
    if (typeof options.max === "number" && rounded > options.max) {
      return options.max.toFixed(options.precision);
    }
    return rounded;
  }

  function toText(value) {
    if (!value) {
      return value;
    }
    const options = $(this).numberbox("options");
    const [whole, fraction] = String(value).split(".");
    const grouped = options.groupSeparator
      ? whole.replace(/\B(?=(\d{3})+$)/g, options.groupSeparator)
      : whole;
    const tail = fraction ? options.decimalSeparator + fraction : "";
    return options.prefix + grouped + tail + options.suffix;
  }

  function allowKey(event) {
    const options = $(this).numberbox("options");
    const text = $(this).numberbox("getText");
    if (event.metaKey || event.ctrlKey || FREE_KEYS.includes(event.which)) {
      return true;
    }
    const letter = String.fromCharCode(event.which);
    if (letter === "-" || letter === options.decimalSeparator) {
      return !text.includes(letter);
    }
    return letter === options.groupSeparator || /[0-9]/.test(letter);
  }

  function setValue(element, given) {
    const options = kit.options(element, "numberbox");
    options.value = parseFloat(given);
    const value = options.parser.call(element, given);
    options.value = value;
    $(element).textbox("setText", options.formatter.call(element, value));
    $(element).textbox("setValue", value);
    const posted = $(element).textbox("getValue");
    $(element).textbox("setText", options.formatter.call(element, posted));
  }

  function fix(element) {
    const options = $(element).numberbox("options");
    options.value = null;
    const value = options.parser.call(element, $(element).numberbox("getText"));
    $(element).numberbox("setValue", value);
  }

  kit.plugin("numberbox", {
    base: "textbox",
    parse: (element) =>
      $.extend(
        $.fn.textbox.parseOptions(element),
        $.parser.parseOptions(element, [
          "decimalSeparator", "groupSeparator", "suffix",
          { min: "number", max: "number", precision: "number" },
        ]),
        { prefix: $(element).attr("prefix") || undefined }
      ),
    build: function (element, state) {
      const options = state.options;
      $(element).addClass("numberbox-f").textbox(options);
      $(element).textbox("textbox").css("imeMode", "disabled");
      $(element).attr("numberboxName", $(element).attr("textboxName"));
      state.numberbox = $(element).next().addClass("numberbox");
      const value = options.parser.call(element, options.value);
      const text = options.formatter.call(element, value);
      $(element).numberbox("initValue", value).numberbox("setText", text);
    },
    commands: {
      fix: fix,
      setValue: setValue,
      clear: function (element) {
        $(element).textbox("clear");
        kit.options(element, "numberbox").value = "";
      },
      reset: function (element) {
        $(element).textbox("reset");
        $(element).numberbox("setValue", $(element).numberbox("getValue"));
      },
    },
    queries: {
      options: function (element) {
        if (!$.data(element, "textbox")) {
          return kit.options(element, "numberbox");
        }
        const lower = kit.options(element, "textbox");
        const fields = ["width", "originalValue", "disabled", "readonly"];
        return kit.borrow(element, "numberbox", lower, fields);
      },
    },
    defaults: $.extend({}, $.fn.textbox.defaults, {
      inputEvents: {
        keypress: (event) =>
          $(event.data.target).numberbox("options").filter.call(event.data.target, event),
        blur: (event) => fix(event.data.target),
        keydown: function (event) {
          if (event.keyCode === 13) {
            fix(event.data.target);
          }
        },
      },
      min: null, max: null, precision: 0, decimalSeparator: ".", groupSeparator: "", prefix: "",
      suffix: "", filter: allowKey, parser: toNumber, formatter: toText,
    }),
  });
})(jQuery, window.LiteKit);
