/* What surrounds the contents of a panel: title, tools, footer. */
(function ($, kit) {
  "use strict";

  function wrap(element) {
    const $panel = $('<div class="panel"></div>').insertBefore(element);
    $(element).addClass("panel-body").css({ width: "", height: "" });
    $(element).css({ minWidth: "", maxWidth: "", minHeight: "", maxHeight: "" });
    $panel[0].appendChild(element);
    kit.onResize($panel, "", () => $(element).panel("resize"));
    return $panel;
  }

  function addTool($tools, cls, handler) {
    $('<a href="javascript:;"></a>').addClass(cls).on("click", handler).appendTo($tools);
  }

  function ownTools($tools, tools) {
    if (Array.isArray(tools)) {
      tools.forEach((tool) => {
        const named = typeof tool.handler === "string";
        addTool($tools, tool.iconCls, named ? kit.evaluate(tool.handler) : tool.handler);
      });
      return;
    }
    $(tools).children().each(function () {
      $(this).addClass($(this).attr("iconCls")).addClass("panel-tool-a").appendTo($tools);
    });
  }

  function builtInTools(element, $tools, options) {
    const call = (method, argument) => $(element).panel(method, argument);
    if (options.collapsible) {
      const turn = () => call(options.collapsed ? "expand" : "collapse", true);
      addTool($tools, "panel-tool-collapse", turn);
    }
    if (options.minimizable) {
      addTool($tools, "panel-tool-min", () => call("minimize"));
    }
    if (options.maximizable) {
      const turn = () => call(options.maximized ? "restore" : "maximize");
      addTool($tools, "panel-tool-max", turn);
    }
    if (options.closable) {
      addTool($tools, "panel-tool-close", () => call("close"));
    }
  }

  function drawTitle(element, state) {
    const options = state.options;
    let $header = state.panel.children(".panel-header");
    if (!$header.length) {
      $header = $('<div class="panel-header"></div>').prependTo(state.panel);
    }
    if (options.tools && !Array.isArray(options.tools)) {
      $header.find("div.panel-tool .panel-tool-a").appendTo(options.tools);
    }
    $header.empty();
    const $title = $('<div class="panel-title"></div>').html(options.title).appendTo($header);
    if (options.iconCls) {
      $title.addClass("panel-with-icon");
      $('<div class="panel-icon"></div>').addClass(options.iconCls).appendTo($header);
    }
    const $tools = $('<div class="panel-tool"></div>').appendTo($header);
    $tools.on("click", (event) => event.stopPropagation());
    if (options.tools) {
      ownTools($tools, options.tools);
    }
    builtInTools(element, $tools, options);
  }

  function drawHeader(element, state) {
    const options = state.options;
    if (options.noheader || (!options.title && !options.header)) {
      state.panel.children(".panel-header").remove();
      state.panel.children(".panel-body").addClass("panel-body-noheader");
      return;
    }
    if (options.header) {
      $(options.header).addClass("panel-header").prependTo(state.panel);
    } else {
      drawTitle(element, state);
    }
    state.panel.children("div.panel-body").removeClass("panel-body-noheader");
  }

  function drawFooter(element, state) {
    const footer = state.options.footer;
    if (footer) {
      $(footer).addClass("panel-footer").appendTo(state.panel);
    } else {
      state.panel.children(".panel-footer").remove();
    }
    $(element).toggleClass("panel-body-nobottom", Boolean(footer));
  }

  function draw(element, state) {
    const options = state.options;
    state.panel.css(options.style || {}).addClass(options.cls);
    state.panel.removeClass("panel-hleft panel-hright").addClass("panel-h" + options.halign);
    drawHeader(element, state);
    drawFooter(element, state);
    const $header = state.panel.children(".panel-header");
    const $body = state.panel.children(".panel-body");
    $header.toggleClass("panel-header-noborder", !options.border).addClass(options.headerCls);
    $body.toggleClass("panel-body-noborder", !options.border).addClass(options.bodyCls);
    $(element).siblings(".panel-footer").toggleClass("panel-footer-noborder", !options.border);
    $(element).attr("id", options.id || "");
    if (options.content) {
      $(element).panel("clear");
      $(element).html(options.content);
      $.parser.parse($(element));
    }
  }

  kit.panelFrame = { wrap: wrap, draw: draw };
})(jQuery, window.LiteKit);
