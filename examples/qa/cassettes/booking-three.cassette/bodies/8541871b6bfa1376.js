/* A text field which shows dots: the password is in the posted value, never in the shown text. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "passwordbox");

  function show(element, given) {
    const options = stateOf(element).options;
    const value = given === undefined ? $(element).textbox("getValue") : String(given);
    $(element).textbox("setValue", value);
    $(element).textbox("setText", options.revealed ? value : options.dot().repeat(value.length));
    $(element).next().find(".passwordbox-open").toggleClass("passwordbox-close", options.revealed);
  }

  /* Merge what was typed between the dots into the password kept so far. */
  function merge(element, shown, hideAll) {
    const options = stateOf(element).options;
    const $field = $(element);
    if (options.revealed) {
      $field.textbox("setValue", shown);
      return;
    }
    const dot = options.dot();
    const letters = Array.from(shown);
    const kept = Array.from($field.textbox("getValue"));
    const caret = $field.textbox("getSelectionStart");
    letters.forEach((letter, index) => {
      if (letter !== kept[index] && letter !== dot) {
        kept.splice(index, 0, letter);
      }
    });
    if (letters.length < kept.length) {
      kept.splice(caret, kept.length - letters.length);
    }
    const masked = letters.map((letter, index) => (hideAll || index !== caret - 1 ? dot : letter));
    $field.textbox("setValue", kept.join(""));
    $field.textbox("setText", masked.join(""));
    $field.textbox("setSelectionRange", { start: caret, end: caret });
  }

  function watch(element) {
    const state = stateOf(element);
    if (!state || !state.checking) {
      return;
    }
    const shown = $(element).textbox("getText");
    if (state.shown !== shown) {
      state.shown = shown;
      clearTimeout(state.lastTimer);
      merge(element, shown, false);
      state.lastTimer = setTimeout(
        () => merge(element, $(element).textbox("getText"), true), state.options.lastDelay);
    }
    setTimeout(() => watch(element), state.options.checkInterval);
  }

  function reveal(element, revealed) {
    stateOf(element).options.revealed = revealed;
    show(element);
  }

  kit.plugin("passwordbox", {
    base: "textbox",
    parse: (element) =>
      $.extend(
        $.fn.textbox.parseOptions(element),
        $.parser.parseOptions(element, [
          "passwordChar", { checkInterval: "number", lastDelay: "number" },
          { revealed: "boolean", showEye: "boolean" },
        ])
      ),
    build: function (element, state) {
      const options = state.options;
      options.dot = () => unescape(options.passwordChar);
      const icons = (options.icons || []).slice();
      if (options.showEye) {
        const handler = () => reveal(element, !options.revealed);
        icons.push({ iconCls: "passwordbox-open", handler: handler });
      }
      $(element).addClass("passwordbox-f").textbox($.extend({}, options, { icons: icons }));
      show(element);
    },
    commands: {
      setValue: show,
      clear: (element) => show(element, ""),
      reset: function (element) {
        $(element).textbox("reset");
        show(element);
      },
      showPassword: (element) => reveal(element, true),
      hidePassword: (element) => reveal(element, false),
    },
    defaults: $.extend({}, $.fn.textbox.defaults, {
      passwordChar: "%u25CF", checkInterval: 200, lastDelay: 500, revealed: false, showEye: true,
      inputEvents: {
        focus: function (event) {
          if (kit.isInvented(event)) {
            return;
          }
          const state = stateOf(event.data.target);
          state.checking = true;
          state.shown = $(event.data.target).textbox("getText");
          watch(event.data.target);
        },
        blur: function (event) {
          const state = stateOf(event.data.target);
          state.checking = false;
          clearTimeout(state.lastTimer);
          show(event.data.target);
        },
      },
      val: (input) => $(input).parent().prev().passwordbox("getValue"),
    }),
  });
})(jQuery, window.LiteKit);
