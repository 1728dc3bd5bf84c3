/* 计量器具信息 of one booking: what became of every piece. */
(function ($) {
  "use strict";

  $(function () {
    var grid = $("#receiptGrid"), text = Formatters.text, plain = Formatters.plain;
    grid.datagrid({
      url: Wire.url(Services.booking, "getIntruInfoByReservationId", [grid.data("booking")]),
      queryParams: { name: "easyui", subject: "datagrid", page: 1, rows: 10000 },
      columns: [[
        { field: "ck", checkbox: true },
        { field: "strongInspCode", title: "计量器具编码", width: 140, formatter: plain },
        { field: "meterIntruName", title: "器具名称", width: 130, formatter: text },
        { field: "meterClassName", title: grid.data("kind"), width: 150, formatter: text },
        { field: "modelSpec", title: grid.data("model"), width: 100, formatter: text },
        { field: "serialNum", title: "出厂编号", width: 110, formatter: plain },
        { field: "inspOrgName", title: "检定单位", width: 150, formatter: text },
        { field: "inspOrgTel", title: "联系电话", width: 110, formatter: plain },
        { field: "certificateNo", title: "证书编号", width: 100, formatter: plain },
        { field: "verificationResult", title: "检定结果", width: 70, formatter: plain },
        { field: "reservationState", title: "流程状态", width: 80, formatter: Formatters.code("reservationState") }
      ]],
      rownumbers: true,
      singleSelect: false,
      loadFilter: function (answer) {
        return answer.rows ? answer : { total: Wire.list(answer).length, rows: Wire.list(answer) };
      }
    });
    $("#backBtn").on("click", function () { location.href = "/InspSystemV11/reservation/reservationList.jsp"; });
  });
}(jQuery));
