/* The button stays grey until the agreement is ticked and a box was left: the portal's own quirk. */
(function () {
  "use strict";
  var button = document.getElementById("registerBtn");

  function judged() { button.disabled = !document.getElementById("agree").checked; }

  document.addEventListener("focusout", judged);
  document.addEventListener("mousedown", judged);
  document.getElementById("registerForm").addEventListener("submit", function (event) {
    event.preventDefault();
    document.getElementById("registerMsg").textContent = "模拟门户不接受注册，请使用预置的账号。";
  });
}());
