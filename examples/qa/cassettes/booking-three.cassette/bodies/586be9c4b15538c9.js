/* 预约单记录查询: the bookings and what can be done with one. */
(function ($) {
  "use strict";
  var grid = $("#bookingGrid"), FOLDER = "/InspSystemV11/reservation/";

  function columns() {
    return [
      { field: "ck", checkbox: true },
      { field: "appointmentId", title: "预约编号", width: 320, formatter: Formatters.plain },
      { field: "meterTotal", title: "器具数量", width: 200, formatter: Formatters.plain },
      { field: "applicationDate", title: "预约时间", width: 360, formatter: Formatters.moment },
      { field: "processingState", title: "状态", width: 250, formatter: Formatters.code("processingState") }
    ];
  }

  function withChosen(text, then) {
    var row = TableUtils.chosen(grid, text);
    if (row) { then(row); }
  }

  function edit(row) {
    if (row.processingState !== "0") { MessageBox.message("已提交的预约单不可修改！"); return; }
    location.href = FOLDER + "reservationForm.jsp?id=" + row.uuid;
  }

  function remove(row) {
    MessageBox.confirm("确定要删除选中的预约单吗？", function () {
      Wire.call(Services.booking, "deleteReservation", [row.uuid], function () {
        MessageBox.message("删除成功！");
        grid.datagrid("clearChecked");
        grid.datagrid("reload");
      });
    });
  }

  $(function () {
    var table = TableUtils.createDataGrid(
      grid, $("#filterForm"), Services.booking, "getCompanyAppointmentList", [], columns(), "uuid"
    );
    $("#searchBtn").on("click", table.search);
    $("#resetBtn").on("click", table.reset);
    $("#addBtn").on("click", function () { location.href = FOLDER + "reservationForm.jsp"; });
    $("#editBtn").on("click", function () { withChosen("请选择要修改的预约单！", edit); });
    $("#deleteBtn").on("click", function () { withChosen("请选择要删除的预约单！", remove); });
    $("#detailBtn").on("click", function () {
      withChosen("请选择要查看的预约单！", function (row) {
        location.href = FOLDER + "receipt.jsp?id=" + row.uuid;
      });
    });
  });
}(jQuery));
