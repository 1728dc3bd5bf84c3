/*
 * The text field every other field is built on. Three values: the text shown in `.textbox-text`,
 * `options.value` (what the widget holds) and the hidden `.textbox-value` (what is posted).
 * They meet on blur and on Enter only.
 */
(function ($, kit) {
  "use strict";

  let inputs = 0;

  const stateOf = (element) => $.data(element, "textbox");
  const inputOf = (element) => stateOf(element).textbox.find(".textbox-text");

  /* ---- building ------------------------------------------------------------------------- */

  function replaceOriginal(element) {
    const $original = $(element).addClass("textbox-f").hide();
    const $box = $('<span class="textbox"></span>').insertAfter($original);
    $('<input class="textbox-text" autocomplete="off">').appendTo($box);
    const $posted = $('<input type="hidden" class="textbox-value">').appendTo($box);
    const name = $original.attr("name");
    if (name) {
      $posted.attr("name", name);
      $original.removeAttr("name").attr("textboxName", name);
    }
    return $box;
  }

  function drawInput(element, state) {
    const options = state.options;
    const id = "_easyui_textbox_input" + ++inputs;
    const $input = options.multiline
      ? $('<textarea class="textbox-text" autocomplete="off"></textarea>')
      : $('<input class="textbox-text" autocomplete="off">').attr("type", options.type);
    state.textbox.find(".textbox-text").remove();
    $input.attr({ id: id, tabindex: $(element).attr("tabindex") || "" });
    $input.css("text-align", element.style.textAlign || "").prependTo(state.textbox);
    return id;
  }

  function drawIcons(state) {
    const options = state.options;
    const icons = (options.icons || []).slice();
    if (options.iconCls) {
      icons.push({ iconCls: options.iconCls, disabled: true });
    }
    state.textbox.find(".textbox-addon").remove();
    if (!icons.length) {
      return;
    }
    const $addon = $('<span class="textbox-addon"></span>').prependTo(state.textbox);
    $addon.addClass("textbox-addon-" + options.iconAlign);
    icons.forEach((icon, index) => {
      $('<a href="javascript:;" class="textbox-icon"></a>')
        .addClass(icon.iconCls)
        .attr({ "icon-index": index, tabindex: -1 })
        .appendTo($addon);
    });
  }

  function drawButton(element, state) {
    const options = state.options;
    state.textbox.find(".textbox-button").remove();
    if (!options.buttonText && !options.buttonIcon) {
      return;
    }
    $('<a href="javascript:;" class="textbox-button"></a>')
      .addClass("textbox-button-" + options.buttonAlign)
      .prependTo(state.textbox)
      .linkbutton({
        text: options.buttonText,
        iconCls: options.buttonIcon,
        onClick: () => stateOf(element).options.onClickButton.call(element),
      });
  }

  function drawLabel(element, state, id) {
    const options = state.options;
    if (options.label && typeof options.label === "object") {
      state.label = $(options.label).attr("for", id);
      return;
    }
    $(state.label).remove();
    state.label = undefined;
    if (!options.label) {
      return;
    }
    state.label = $('<label class="textbox-label"></label>').html(options.label).attr("for", id);
    state.label.css("textAlign", options.labelAlign);
    state.label.addClass("textbox-label-" + options.labelPosition);
    if (options.labelPosition === "after") {
      state.label.insertAfter(state.textbox);
    } else {
      state.label.insertBefore(element);
    }
  }

  /* The check always sees the held value, whatever a script wrote into the unfocused input. */
  function makeValidator(element, state) {
    const options = state.options;
    inputOf(element).validatebox($.extend({}, options, {
      deltaX: (position) => tipShift(element, "x", position),
      deltaY: (position) => tipShift(element, "y", position),
      onBeforeValidate: function () {
        options.onBeforeValidate.call(element);
        const $input = $(this);
        if (!$input.is(":focus") && $input.val() !== options.value) {
          options.shownBefore = $input.val();
          $input.val(options.value);
        }
      },
      onValidate: function (valid) {
        if (options.shownBefore !== undefined) {
          $(this).val(options.shownBefore);
          options.shownBefore = undefined;
        }
        $(this).parent().toggleClass("textbox-invalid", !valid);
        options.onValidate.call(element, valid);
      },
    }));
  }

  function tipShift(element, axis, wanted) {
    const state = stateOf(element);
    const [$box, $input] = [state.textbox, inputOf(element)];
    const position = wanted || state.options.tipPosition;
    const [start, size] = axis === "x" ? ["left", "outerWidth"] : ["top", "outerHeight"];
    const before = $input.offset()[start] - $box.offset()[start];
    const after = $box[size]() - $input[size]() - before;
    const [far, near] = axis === "x" ? ["right", "left"] : ["bottom", "top"];
    if (position === far) {
      return after;
    }
    return position === near ? -before : (after - before) / 2;
  }

  /* ---- events --------------------------------------------------------------------------- */

  function hold(element, state) {
    const options = state.options;
    const $input = inputOf(element);
    if (!state.textbox.hasClass("textbox-focused")) {
      return;
    }
    options.value = $input.val();
    if (options.value === "") {
      $input.val(options.prompt).addClass("textbox-prompt");
    } else {
      $input.removeClass("textbox-prompt");
    }
    state.textbox.removeClass("textbox-focused");
  }

  function enter(element, state) {
    const $input = inputOf(element);
    if (state.textbox.hasClass("textbox-focused")) {
      return;
    }
    if ($input.val() !== String(state.options.value)) {
      $input.val(state.options.value);
    }
    $input.removeClass("textbox-prompt");
    state.textbox.addClass("textbox-focused");
  }

  function listenInput(element, state) {
    const options = state.options;
    const $input = inputOf(element).attr("placeholder", options.prompt).off(".textbox");
    $(state.label).off(".textbox");
    if (options.disabled || options.readonly) {
      return;
    }
    $(state.label).on("click.textbox", () => kit.focus($input));
    $input.on("blur.textbox", () => hold(element, state));
    $input.on("focus.textbox", (event) => kit.isInvented(event) || enter(element, state));
    Object.keys(options.inputEvents).forEach((name) =>
      $input.on(name + ".textbox", { target: element }, options.inputEvents[name]));
  }

  function listenIcons(element, state) {
    const options = state.options;
    const $addon = state.textbox.find(".textbox-addon");
    $addon.off().on("click", { target: element }, function (event) {
      const $icon = $(event.target).closest("a.textbox-icon:not(.textbox-icon-disabled)");
      if (!$icon.length) {
        return;
      }
      const index = parseInt($icon.attr("icon-index"), 10);
      const icon = options.icons[index];
      if (icon && icon.handler) {
        icon.handler.call($icon[0], event);
      }
      options.onClickIcon.call(element, index);
    });
    $addon.find(".textbox-icon").each(function (index) {
      const icon = (options.icons || [])[index];
      const dead = !icon || icon.disabled || options.disabled || options.readonly;
      $(this).toggleClass("textbox-icon-disabled", Boolean(dead));
    });
  }

  function listen(element) {
    const state = stateOf(element);
    const options = state.options;
    listenInput(element, state);
    listenIcons(element, state);
    const locked = options.disabled || options.readonly;
    state.textbox.find(".textbox-button").linkbutton(locked ? "disable" : "enable");
    kit.onResize(state.textbox, ".textbox", () => kit.resizeTextbox(element));
  }

  /* ---- states --------------------------------------------------------------------------- */

  function setDisabled(element, disabled) {
    const state = stateOf(element);
    const $input = inputOf(element);
    const $posting = $(element).add(state.textbox.find(".textbox-value"));
    state.options.disabled = disabled;
    if (disabled) {
      $input.trigger("blur");
    }
    $input.validatebox(disabled ? "disable" : "enable");
    state.textbox.toggleClass("textbox-disabled", Boolean(disabled));
    $(state.label).toggleClass("textbox-label-disabled", Boolean(disabled));
    if (disabled) {
      $posting.attr("disabled", "disabled");
    } else {
      $posting.removeAttr("disabled");
    }
  }

  function setReadonly(element, readonly) {
    const state = stateOf(element);
    state.options.readonly = readonly === undefined ? true : readonly;
    if (state.options.readonly) {
      inputOf(element).triggerHandler("blur.textbox");
    }
    inputOf(element).validatebox("readonly", state.options.readonly);
    state.textbox.toggleClass("textbox-readonly", Boolean(state.options.readonly));
  }

  /* ---- values --------------------------------------------------------------------------- */

  const getValue = (element) => stateOf(element).textbox.find(".textbox-value").val();

  function getText(element) {
    const $input = inputOf(element);
    return $input.is(":focus") ? $input.val() : stateOf(element).options.value;
  }

  function setText(element, given) {
    const options = stateOf(element).options;
    const $input = inputOf(element);
    const text = given === undefined || given === null ? "" : String(given);
    if ($(element).textbox("getText") !== text) {
      $input.val(text);
    }
    options.value = text;
    if (!$input.is(":focus")) {
      $input.toggleClass("textbox-prompt", !text);
      if (!text) {
        $input.val(options.prompt);
      }
    }
    $(element).textbox("validate");
  }

  function initValue(element, value) {
    $(element).textbox("setText", value);
    stateOf(element).textbox.find(".textbox-value").val(value);
    $(element).val(value);
  }

  function setValue(element, value) {
    const before = getValue(element);
    $(element).textbox("initValue", value);
    if (before != value) { // eslint-disable-line eqeqeq
      stateOf(element).options.onChange.call(element, value, before);
      $(element).closest("form").trigger("_change", [element]);
    }
  }

  const inputNode = (element) => inputOf(element)[0];

  kit.plugin("textbox", {
    fallback: (jq, method, argument) =>
      jq.each(function () {
        inputOf(this).validatebox(method, argument);
      }),
    parse: (element) =>
      $.extend(
        $.fn.validatebox.parseOptions(element),
        $.parser.parseOptions(element, [
          "prompt", "iconCls", "iconAlign", "buttonText", "buttonIcon", "buttonAlign",
          "label", "labelPosition", "labelAlign",
          { multiline: "boolean", iconWidth: "number", labelWidth: "number" },
        ]),
        { value: $(element).val() || undefined, type: $(element).attr("type") || undefined }
      ),
    state: function (element, options) {
      options.originalValue = options.value;
      return { textbox: replaceOriginal(element) };
    },
    build: function (element, state, given, isNew) {
      const options = state.options;
      if (!isNew && given.value !== undefined) {
        options.originalValue = given.value;
      }
      state.textbox.addClass(options.cls);
      const id = drawInput(element, state);
      drawIcons(state);
      drawButton(element, state);
      drawLabel(element, state, id);
      makeValidator(element, state);
      setDisabled(element, options.disabled);
      setReadonly(element, options.readonly);
      listen(element);
      if (options.doSize) {
        kit.resizeTextbox(element);
      }
      const value = options.value;
      options.value = "";
      $(element).textbox("initValue", value);
    },
    commands: {
      destroy: function (element) {
        const state = stateOf(element);
        inputOf(element).validatebox("destroy");
        state.textbox.remove();
        $(state.label).remove();
        $(element).remove();
      },
      resize: kit.resizeTextbox,
      disable: function (element) {
        setDisabled(element, true);
        listen(element);
      },
      enable: function (element) {
        setDisabled(element, false);
        listen(element);
      },
      readonly: function (element, readonly) {
        setReadonly(element, readonly);
        listen(element);
      },
      clear: (element) => $(element).textbox("setValue", ""),
      setText: setText,
      initValue: initValue,
      setValue: setValue,
      reset: function (element) {
        const original = stateOf(element).options.originalValue;
        inputOf(element).val(original);
        $(element).textbox("setValue", original);
      },
      setSelectionRange: (element, range) =>
        inputNode(element).setSelectionRange(range.start, range.end),
    },
    queries: {
      textbox: inputOf,
      button: (element) => stateOf(element).textbox.find(".textbox-button"),
      label: (element) => stateOf(element).label,
      isValid: (element) => inputOf(element).validatebox("isValid"),
      getText: getText,
      getValue: getValue,
      getIcon: (element, index) => stateOf(element).textbox.find(".textbox-icon").eq(index),
      getTipX: (element, position) => tipShift(element, "x", position),
      getTipY: (element, position) => tipShift(element, "y", position),
      getSelectionStart: (element) => inputNode(element).selectionStart,
      getSelectionRange: (element) => ({
        start: inputNode(element).selectionStart,
        end: inputNode(element).selectionEnd,
      }),
    },
    defaults: $.extend({}, $.fn.validatebox.defaults, {
      doSize: true, width: "auto", height: "auto", cls: null, prompt: "", value: "", type: "text",
      multiline: false, icons: [], iconCls: null, iconAlign: "right", iconWidth: 18,
      buttonText: "", buttonIcon: null, buttonAlign: "right", label: null, labelWidth: "auto",
      labelPosition: "before", labelAlign: "left",
      inputEvents: {
        blur: function (event) {
          const $field = $(event.data.target);
          const options = $field.textbox("options");
          if ($field.textbox("getValue") !== options.value) {
            $field.textbox("setValue", options.value);
          }
        },
        keydown: function (event) {
          if (event.keyCode === 13) {
            const $field = $(event.data.target);
            $field.textbox("setValue", $field.textbox("getText"));
          }
        },
      },
    }, kit.silent("onChange onResizing onResize onClickButton onClickIcon")),
  });
})(jQuery, window.LiteKit);
