/* Whole forms: check, load, clear, and posting through a hidden iframe. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "form");
  const optionsOf = (element) => stateOf(element).options;

  /* ---- posting ------------------------------------------------------------------------------ */

  /* A submit takes over what is being typed, which a page's own $.ajax does not. */
  function commitFocused(form) {
    const $focused = $(form).find(".textbox-text:focus");
    $focused.triggerHandler("blur");
    kit.focus($focused);
  }

  function submit(form, given) {
    const options = $.extend(optionsOf(form), given || {});
    const extra = $.extend({}, options.queryParams);
    if (options.onSubmit.call(form, extra) === false) {
      return;
    }
    commitFocused(form);
    if (!options.ajax) {
      form.submit();
    } else if (options.iframe) {
      postThroughFrame(form, extra);
    } else {
      postByAjax(form, extra);
    }
  }

  function answerIn($frame) {
    try {
      const $body = $frame.contents().find("body");
      const $area = $body.find(">textarea");
      const $pre = $body.find(">pre");
      if ($area.length) {
        return $area.val();
      }
      return $pre.length ? $pre.html() : $body.html();
    } catch (problem) {
      return ""; // the answer came from another origin and cannot be read
    }
  }

  function whenAnswered(form, $frame, tries) {
    const answer = answerIn($frame);
    if (answer === "" && tries > 0) {
      setTimeout(() => whenAnswered(form, $frame, tries - 1), 100);
      return;
    }
    optionsOf(form).success.call(form, answer);
    setTimeout(() => $frame.remove(), 100);
  }

  function sendTo(form, frameId, extra) {
    const options = optionsOf(form);
    const $form = $(form);
    if (options.url) {
      $form.attr("action", options.url);
    }
    const [action, target] = [$form.attr("action"), $form.attr("target")];
    const $extra = $(Object.keys(extra).map((name) =>
      $('<input type="hidden">').attr("name", name).val(extra[name])[0]));
    $form.attr("target", frameId).append($extra);
    try {
      HTMLFormElement.prototype.submit.call(form);
    } finally {
      $form.attr("action", action);
      if (target) {
        $form.attr("target", target);
      } else {
        $form.removeAttr("target");
      }
      $extra.remove();
    }
  }

  function postThroughFrame(form, extra) {
    const id = "easyui_frame_" + Date.now();
    const $frame = $("<iframe></iframe>").attr({ id: id, name: id }).appendTo("body");
    $frame.attr("src", "about:blank").css({ position: "absolute", top: -1000, left: -1000 });
    $frame.one("load", () => whenAnswered(form, $frame, 9));
    sendTo(form, id, extra);
  }

  function postByAjax(form, extra) {
    const options = optionsOf(form);
    const data = new FormData(form);
    Object.keys(extra).forEach((name) => data.append(name, extra[name]));
    $.ajax({
      url: options.url, type: "post", data: data, dataType: "html", cache: false,
      contentType: false, processData: false,
      complete: (answer) => options.success.call(form, answer.responseText),
    });
  }

  /* ---- filling ------------------------------------------------------------------------------ */

  function fillBoxes(form, name, value) {
    const $boxes = $(form).find('input[name="' + name + '"]').filter("[type=radio],[type=checkbox]");
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    $boxes.prop("checked", false).each(function () {
      $(this).prop("checked", wanted.includes($(this).val()));
    });
    return $boxes.length > 0;
  }

  function fillWidget(form, name, value) {
    const $field = $(form).find('[textboxName="' + name + '"]');
    const type = optionsOf(form).fieldTypes.find((candidate) => $field.data(candidate));
    if (!type) {
      return false;
    }
    $field[type]($field.data(type).options.multiple ? "setValues" : "setValue", value);
    return true;
  }

  function fill(form, data) {
    Object.keys(data).forEach((name) => {
      if (fillBoxes(form, name, data[name]) || fillWidget(form, name, data[name])) {
        return;
      }
      const own = '[name="' + name + '"]';
      $(form).find("input" + own + ",textarea" + own + ",select" + own).val(data[name]);
    });
    optionsOf(form).onLoadSuccess.call(form, data);
    validate(form);
  }

  function load(form, given) {
    const options = optionsOf(form);
    if (typeof given !== "string") {
      fill(form, given);
      return;
    }
    const parameters = {};
    if (options.onBeforeLoad.call(form, parameters) === false) {
      return;
    }
    $.ajax({
      url: given, data: parameters, dataType: "json",
      success: (data) => fill(form, data),
      error: function () {
        options.onLoadError.apply(form, arguments);
      },
    });
  }

  function clearPlain(input) {
    const type = input.type;
    if (["text", "hidden", "password", "textarea", "file"].includes(type)) {
      input.value = "";
    } else if (type === "checkbox" || type === "radio") {
      input.checked = false;
    } else if (input.tagName === "SELECT") {
      input.selectedIndex = -1;
    }
  }

  function eachWidget(form, types, method) {
    let $done = $();
    types.forEach((type) => {
      const $fields = $(form).find("." + type + "-f").not($done);
      if ($fields.length && $fields[type]) {
        $fields[type](method);
        $done = $done.add($fields);
      }
    });
  }

  function clear(form) {
    $(form).find("input,select,textarea").not(".textbox-value").each((_, input) =>
      clearPlain(input));
    eachWidget(form, optionsOf(form).fieldTypes, "clear");
    validate(form);
  }

  function reset(form) {
    form.reset();
    const types = optionsOf(form).fieldTypes.slice().reverse();
    types.forEach((type) => {
      const $fields = $(form).find("." + type + "-f");
      if ($fields.length && $fields[type]) {
        $fields[type]("reset");
      }
    });
    validate(form);
  }

  /* ---- checking ----------------------------------------------------------------------------- */

  const checkable = (form) => $(form).find(".validatebox-text:not(:disabled)");

  function validate(form) {
    checkable(form).validatebox("validate");
    const $invalid = $(form).find(".validatebox-invalid");
    kit.focus($invalid.filter(":not(:disabled)").first());
    return $invalid.length === 0;
  }

  function setValidation(form, novalidate) {
    optionsOf(form).novalidate = novalidate;
    checkable(form).validatebox(novalidate ? "disableValidation" : "enableValidation");
  }

  function noteChange(form, field) {
    const options = optionsOf(form);
    if (!options.dirtyFields.includes(field)) {
      options.dirtyFields.push(field);
    }
    options.onChange.call(form, field);
  }

  function listen(form, options) {
    $(form).off(".form");
    if (options.ajax) {
      $(form).on("submit.form", function () {
        setTimeout(() => submit(form, options), 0);
        return false;
      });
    }
    $(form).on("_change.form", (event, field) => noteChange(form, field));
    $(form).on("change.form", function (event) {
      if (!$(event.target).hasClass("textbox-text")) {
        noteChange(form, event.target);
      }
    });
    setValidation(form, options.novalidate);
  }

  kit.plugin("form", {
    parse: (element) =>
      $.extend($.parser.parseOptions(element, [{ ajax: "boolean", iframe: "boolean" }]), {
        url: $(element).attr("action") || undefined,
      }),
    build: (element, state) => listen(element, state.options),
    commands: {
      submit: submit,
      load: load,
      clear: clear,
      reset: reset,
      disableValidation: (form) => setValidation(form, true),
      enableValidation: (form) => setValidation(form, false),
      resetValidation: (form) => checkable(form).validatebox("resetValidation"),
      resetDirty: (form) => (optionsOf(form).dirtyFields = []),
    },
    queries: { validate: validate },
    defaults: $.extend({
      fieldTypes: [
        "tagbox", "combobox", "combotree", "datebox", "combo", "numberbox", "passwordbox",
        "textbox",
      ],
      novalidate: false, ajax: true, iframe: true, dirtyFields: [], url: null, queryParams: {},
      onSubmit: function () {
        return $(this).form("validate");
      },
    }, kit.silent("success onBeforeLoad onLoadSuccess onLoadError onChange")),
  });

  /* A method called on a form that is no widget yet makes it one without its listeners. */
  const construct = $.fn.form;
  const onDemand = function (first, second) {
    if (typeof first === "string") {
      this.each(function () {
        if (!stateOf(this)) {
          const options = $.extend({}, $.fn.form.defaults, $.fn.form.parseOptions(this));
          options.dirtyFields = [];
          $.data(this, "form", { options: options });
        }
      });
    }
    return construct.call(this, first, second);
  };
  $.fn.form = $.extend(onDemand, construct);
})(jQuery, window.LiteKit);
