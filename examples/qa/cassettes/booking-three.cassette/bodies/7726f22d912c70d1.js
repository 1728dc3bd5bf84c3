/* The booking form: pieces chosen from the ledger, kept as a draft or submitted. */
(function ($) {
  "use strict";
  var grid = $("#pieceGrid"), picker = $("#pickerGrid"), dialog = $("#pickerDialog");
  var booking = grid.data("booking") || "", table = null;
  var LIST = "/InspSystemV11/reservation/reservationList.jsp";

  /* Narrow on purpose: the portal cuts these titles as well. */
  function pieceColumns() {
    var plain = Formatters.plain, code = Formatters.code;
    return [
      { field: "ck", checkbox: true },
      { field: "strongInspCode", title: "器具编码", width: 54, formatter: plain },
      { field: "meterIntruName", title: "器具名称", width: 54, formatter: plain },
      { field: "meterType", title: "器具类型", width: 54, formatter: code("meterType") },
      { field: "meterCategoryName", title: "器具项别", width: 54, formatter: plain },
      { field: "meterClassName", title: "器具种别", width: 54, formatter: plain },
      { field: "modelSpec", title: "型号/标准", width: 54, formatter: plain },
      { field: "measureRang", title: "测量范围", width: 54, formatter: plain },
      { field: "accuracyLevel", title: "准确度等级", width: 54, formatter: plain },
      { field: "meterNumber", title: "器具数量", width: 54, formatter: plain },
      { field: "purchaseDate", title: "购置日期", width: 54, formatter: Formatters.day },
      { field: "serialNum", title: "出厂编号", width: 54, formatter: plain },
      { field: "setupPlace", title: "使用地点", width: 54, formatter: plain },
      { field: "porgaoName", title: "制造单位", width: 54, formatter: plain },
      { field: "prodAddrTypeName", title: "器具产地", width: 54, formatter: plain },
      { field: "instrPurposeName", title: "器具用途", width: 54, formatter: plain },
      { field: "useAddrName", title: "使用地点行政区划", width: 105, formatter: plain },
      { field: "inspSendType", title: "送检方式", width: 54, formatter: code("inspSendType") }
    ];
  }

  function pickerColumns() {
    var text = Formatters.text;
    return [
      { field: "ck", checkbox: true },
      { field: "strongInspCode", title: "器具编码", width: 140, formatter: text },
      { field: "meterIntruName", title: "器具名称", width: 130, formatter: text },
      { field: "meterClassName", title: "器具种别", width: 130, formatter: text },
      { field: "modelSpec", title: "型号规格", width: 110, formatter: text },
      { field: "serialNum", title: "出厂编号", width: 120, formatter: text },
      { field: "setupPlace", title: "使用地点", width: 110, formatter: text }
    ];
  }

  function openPicker() {
    dialog.dialog("open");
    if (table) {
      table.reset();
      return;
    }
    table = TableUtils.createDataGrid(
      picker, $("#pickerFilter"), Services.ledger, "getSelectableLedgerList", [], pickerColumns(), "uuid",
      { height: 300 }
    );
  }

  function held() {
    return $.map(grid.datagrid("getRows"), function (row) { return row.strongInspUuid; });
  }

  function pick() {
    var rows = picker.datagrid("getChecked"), known = held();
    if (!rows.length) { MessageBox.message("请选择器具！"); return; }
    $.each(rows, function (_, row) {
      if ($.inArray(row.uuid, known) < 0) {
        grid.datagrid("appendRow", $.extend({}, row, { strongInspUuid: row.uuid }));
      }
    });
    dialog.dialog("close");
  }

  function removePieces() {
    var rows = grid.datagrid("getChecked").slice();
    if (!rows.length) { MessageBox.message("请选择要删除的器具！"); return; }
    $.each(rows, function (_, row) { grid.datagrid("deleteRow", grid.datagrid("getRowIndex", row)); });
    grid.datagrid("clearChecked");
  }

  function post(method, told) {
    if (!held().length) { MessageBox.message("请选择器具！"); return; }
    Wire.call(Services.booking, method, [{ uuid: booking, strongInspUuids: held() }], function (saved) {
      booking = saved.uuid;
      told(saved);
    });
  }

  function keepDraft() {
    post("saveReservation", function () { MessageBox.message("保存成功！"); });
  }

  function submit() {
    post("submitReservation", function (saved) {
      MessageBox.message("提交成功！预约编号：" + saved.appointmentId, function () { location.href = LIST; });
    });
  }

  function loadDraft() {
    if (!booking) { return; }
    $.ajax({
      url: Wire.url(Services.booking, "getIntruInfoByReservationId", [booking]),
      type: "POST",
      dataType: "json",
      data: { page: 1, rows: 10000, name: "easyui", subject: "datagrid" },
      success: function (answer) {
        var rows = $.map(Wire.list(answer), function (row) { return $.extend({}, row, { uuid: row.strongInspUuid }); });
        grid.datagrid("loadData", { total: rows.length, rows: rows });
      }
    });
  }

  $(function () {
    grid.datagrid({
      columns: [pieceColumns()], idField: "uuid", rownumbers: true, singleSelect: false, data: { total: 0, rows: [] }
    });
    loadDraft();
    $("#chooseBtn").on("click", openPicker);
    $("#removeBtn").on("click", removePieces);
    $("#draftBtn").on("click", keepDraft);
    $("#submitBtn").on("click", submit);
    $("#backBtn").on("click", function () { location.href = LIST; });
    $("#pickBtn").on("click", pick);
    $("#pickerClose").on("click", function () { dialog.dialog("close"); });
    $("#pickerSearch").on("click", function () { table.search(); });
    $("#pickerReset").on("click", function () { table.reset(); });
  });
}(jQuery));
