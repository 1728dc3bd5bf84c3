/* The login page encodes what it posts: the name by AES, the password by MD5 with the captcha. */
(function () {
  "use strict";
  var form = document.getElementById("fm1");
  var picture = document.getElementById("captchaImg");
  var bytes = function (text) { return new TextEncoder().encode(text); };

  function renewed() { picture.src = "/casServer/captcha.jpg?" + Math.random(); }

  function encodedName(name) {
    var algorithm = { name: "AES-CBC", iv: bytes(form.dataset.vector) };
    return crypto.subtle.importKey("raw", bytes(form.dataset.key), "AES-CBC", false, ["encrypt"])
      .then(function (key) { return crypto.subtle.encrypt(algorithm, key, bytes(name)); })
      .then(function (sealed) { return btoa(String.fromCharCode.apply(null, new Uint8Array(sealed))); });
  }

  function hiddenField(name, value) {
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.appendChild(field);
  }

  function complain(text) {
    var place = document.getElementById("msg");
    if (!place) {
      place = document.createElement("div");
      place.id = "msg";
      place.className = "errors";
      form.insertBefore(place, form.querySelector(".login-row"));
    }
    place.textContent = text;
  }

  function missing() {
    var asked = { username: "请输入用户名！", password: "请输入密码！", authcode: "请输入验证码！" };
    return Object.keys(asked).filter(function (id) { return !form[id].value; }).map(function (id) {
      return asked[id];
    })[0];
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var complaint = missing();
    if (complaint) { complain(complaint); return; }
    var password = md5hex(md5hex(form.password.value) + form.authcode.value);
    encodedName(form.username.value).then(function (name) {
      /* the typed boxes lose their names, so that only the encoded values are posted */
      form.username.removeAttribute("name");
      document.getElementById("password").removeAttribute("name");
      hiddenField("username", name);
      hiddenField("password", password);
      hiddenField("submit", "");
      HTMLFormElement.prototype.submit.call(form);
    });
  });
  picture.addEventListener("click", renewed);
  picture.src = "/casServer/captcha.jpg?" + Math.random();
}());
