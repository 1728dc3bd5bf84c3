/* Required and typed checks of one input, with the message in a tooltip. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "validatebox");

  /* ---- rules ---------------------------------------------------------------------------- */

  function readRule(text) {
    const [, name, rest] = /([a-zA-Z_]+)(.*)/.exec(text);
    return { name: name, values: rest ? kit.evaluate(rest) : undefined };
  }

  function rulesOf(options) {
    const type = options.validType;
    if (!type) {
      return [];
    }
    if (Array.isArray(type)) {
      return type.map(readRule);
    }
    if (typeof type === "string") {
      return [readRule(type)];
    }
    return Object.keys(type).map((name) => ({ name: name, values: type[name] }));
  }

  /** Return the message of a broken rule, or "". */
  function broken(element, options, asked) {
    const rule = options.rules[asked.name];
    const value = options.val(element);
    const values = asked.values || options.validParams;
    if (!rule || !value || rule.validator.call(element, value, values)) {
      return "";
    }
    const filled = (values || []).reduce(
      (text, word, index) => text.split("{" + index + "}").join(word), rule.message || "");
    return options.invalidMessage || filled || " ";
  }

  function messageFor(element, options) {
    if (options.required && options.val(element) === "") {
      return options.missingMessage;
    }
    for (const asked of rulesOf(options)) {
      const message = broken(element, options, asked);
      if (message) {
        return message;
      }
    }
    return "";
  }

  function check(element, state) {
    const options = state.options;
    state.message = "";
    if (!options._validateOnCreate) {
      setTimeout(() => (options._validateOnCreate = true), 0);
      return true;
    }
    if (options.novalidate || options.disabled) {
      return true;
    }
    state.message = messageFor(element, options);
    return !state.message;
  }

  function validate(element) {
    const state = stateOf(element);
    state.options.onBeforeValidate.call(element);
    const valid = check(element, state);
    $(element).toggleClass("validatebox-invalid", !valid);
    state.options.err(element, state.message);
    state.options.onValidate.call(element, valid);
    return valid;
  }

  /* ---- the message ---------------------------------------------------------------------- */

  function tell(element, message, action) {
    const state = stateOf(element);
    const options = state.options;
    const $element = $(element);
    if (action === "hide" || !message) {
      $element.tooltip("hide");
    } else if (action === "show" || ($element.is(":focus") && state.validating)) {
      const place = { position: options.tipPosition, deltaX: options.deltaX, deltaY: options.deltaY };
      $element.tooltip($.extend({}, options.tipOptions, place, { content: message })).tooltip("show");
    }
  }

  /* While the input has the focus it is looked at every `interval` ms: `input` events are not used. */
  function watch(element) {
    const state = stateOf(element);
    if (!state) {
      return;
    }
    const options = state.options;
    state.validating = state.validating && $(element).is(":visible");
    if (!state.validating) {
      return;
    }
    const value = options.val(element);
    if (state.value !== value) {
      state.value = value;
      clearTimeout(state.checkTimer);
      state.checkTimer = setTimeout(() => stateOf(element) && validate(element), options.delay);
    } else if (state.message) {
      options.err(element, state.message);
    }
    state.watchTimer = setTimeout(() => watch(element), options.interval);
  }

  const EVENTS = {
    focus: function (event) {
      const element = event.data.target;
      const state = stateOf(element);
      if ($(element).attr("readonly") || kit.isInvented(event)) {
        return;
      }
      state.validating = true;
      state.value = state.options.val(element);
      watch(element);
    },
    blur: function (event) {
      const element = event.data.target;
      const state = stateOf(element);
      state.validating = false;
      clearTimeout(state.checkTimer);
      clearTimeout(state.watchTimer);
      if (state.options.validateOnBlur) {
        setTimeout(() => stateOf(element) && validate(element), 0);
      }
      state.options.err(element, state.message, "hide");
    },
    mouseenter: function (event) {
      const state = stateOf(event.data.target);
      state.options.err(event.data.target, state.message, "show");
    },
    mouseleave: function (event) {
      const state = stateOf(event.data.target);
      if (!state.validating) {
        state.options.err(event.data.target, state.message, "hide");
      }
    },
  };

  function listen(element) {
    const options = stateOf(element).options;
    $(element).off(".validatebox");
    if (options.novalidate || options.disabled) {
      return;
    }
    Object.keys(options.events).forEach((name) =>
      $(element).on(name + ".validatebox", { target: element }, options.events[name]));
  }

  /* ---- states --------------------------------------------------------------------------- */

  function setDisabled(element, disabled) {
    const options = stateOf(element).options;
    options.disabled = disabled === undefined ? options.disabled : disabled;
    $(element).toggleClass("validatebox-disabled", Boolean(options.disabled));
    if (options.disabled) {
      $(element).attr("disabled", "disabled");
    } else {
      $(element).removeAttr("disabled");
    }
  }

  function setReadonly(element, readonly) {
    const options = stateOf(element).options;
    options.readonly = readonly === undefined ? true : readonly;
    const locked = options.readonly || !options.editable;
    if (locked) {
      $(element).triggerHandler("blur.validatebox");
      $(element).attr("readonly", "readonly");
    } else {
      $(element).removeAttr("readonly");
    }
    $(element).toggleClass("validatebox-readonly", Boolean(locked));
  }

  function renew(element) {
    listen(element);
    validate(element);
  }

  function setValidation(element, enabled) {
    stateOf(element).options.novalidate = !enabled;
    renew(element);
  }

  kit.plugin("validatebox", {
    parse: function (element) {
      const $element = $(element);
      const flag = (name) => ($element.attr(name) ? true : undefined);
      return $.extend(
        $.parser.parseOptions(element, [
          "validType", "missingMessage", "invalidMessage", "tipPosition",
          { delay: "number", interval: "number", deltaX: "number" },
          { editable: "boolean", validateOnCreate: "boolean", validateOnBlur: "boolean" },
        ]),
        {
          required: flag("required"),
          disabled: flag("disabled"),
          readonly: flag("readonly"),
          novalidate: $element.attr("novalidate") === undefined ? undefined : true,
        }
      );
    },
    build: function (element, state) {
      $(element).addClass("validatebox-text");
      state.options._validateOnCreate = state.options.validateOnCreate;
      setDisabled(element, state.options.disabled);
      setReadonly(element, state.options.readonly);
      renew(element);
    },
    commands: {
      destroy: function (element) {
        const state = stateOf(element);
        state.validating = false;
        clearTimeout(state.checkTimer);
        clearTimeout(state.watchTimer);
        $(element).tooltip("destroy").off().remove();
      },
      validate: validate,
      enableValidation: (element) => setValidation(element, true),
      disableValidation: (element) => setValidation(element, false),
      resetValidation: function (element) {
        const options = stateOf(element).options;
        options._validateOnCreate = options.validateOnCreate;
        validate(element);
      },
      enable: function (element) {
        setDisabled(element, false);
        renew(element);
      },
      disable: function (element) {
        setDisabled(element, true);
        renew(element);
      },
      readonly: function (element, readonly) {
        setReadonly(element, readonly);
        renew(element);
      },
    },
    queries: { isValid: (element) => validate(element) },
    defaults: {
      required: false, validType: null, validParams: null, delay: 200, interval: 200,
      missingMessage: "该输入项为必输项", invalidMessage: null, tipPosition: "right", deltaX: 0,
      deltaY: 0, novalidate: false, editable: true, disabled: false, readonly: false,
      validateOnCreate: true, validateOnBlur: false, events: EVENTS,
      val: (element) => $(element).val(),
      err: tell,
      tipOptions: {
        showEvent: "none", hideEvent: "none", showDelay: 0, hideDelay: 0, zIndex: "",
        onShow: function () {
          const colours = { color: "#000", borderColor: "#CC9933", backgroundColor: "#FFFFCC" };
          $(this).tooltip("tip").css(colours);
        },
        onHide: function () {
          $(this).tooltip("destroy");
        },
      },
      rules: {
        email: {
          validator: (value) => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value),
          message: "请输入有效的电子邮件地址",
        },
        url: {
          validator: (value) => /^(https?|ftp):\/\/[^\s/?#.]+(\.[^\s/?#.]+)*([/?#]\S*)?$/i.test(value),
          message: "请输入有效的URL地址",
        },
        length: {
          validator: (value, range) => {
            const size = value.trim().length;
            return size >= range[0] && size <= range[1];
          },
          message: "输入内容长度必须介于{0}和{1}之间",
        },
        remote: {
          validator: (value, call) => {
            const data = { [call[1]]: value };
            const asked = { url: call[0], data: data, type: "post", dataType: "json", async: false };
            return $.ajax(asked).responseText === "true";
          },
          message: "请修正该字段",
        },
      },
      onBeforeValidate: kit.ignore,
      onValidate: kit.ignore,
    },
  });
})(jQuery, window.LiteKit);
