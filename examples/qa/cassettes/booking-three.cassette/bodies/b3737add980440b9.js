/* MD5 (RFC 1321) of a text's UTF-8 bytes, as lower-case hex. */
(function () {
  "use strict";
  var shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

  function sine(step) {
    return Math.floor(Math.abs(Math.sin(step + 1)) * 4294967296) | 0;
  }

  function rotated(value, bits) {
    return (value << bits) | (value >>> (32 - bits));
  }

  function wordsOf(text) {
    var bytes = new TextEncoder().encode(text);
    var words = new Array((((bytes.length + 8) >> 6) + 1) * 16).fill(0);
    bytes.forEach(function (byte, at) { words[at >> 2] |= byte << ((at % 4) * 8); });
    words[bytes.length >> 2] |= 0x80 << ((bytes.length % 4) * 8);
    words[words.length - 2] = bytes.length * 8;
    return words;
  }

  function mixed(round, b, c, d) {
    if (round === 0) { return (b & c) | (~b & d); }
    if (round === 1) { return (d & b) | (~d & c); }
    return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
  }

  function position(round, step) {
    return [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16;
  }

  function block(state, words) {
    var a = state[0], b = state[1], c = state[2], d = state[3];
    for (var step = 0; step < 64; step += 1) {
      var round = step >> 4;
      var sum = (a + mixed(round, b, c, d) + sine(step) + words[position(round, step)]) | 0;
      a = d;
      d = c;
      c = b;
      b = (b + rotated(sum, shifts[round * 4 + (step % 4)])) | 0;
    }
    return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
  }

  function hex(word) {
    var text = "";
    for (var byte = 0; byte < 4; byte += 1) {
      text += ("0" + ((word >>> (byte * 8)) & 255).toString(16)).slice(-2);
    }
    return text;
  }

  window.md5hex = function (text) {
    var words = wordsOf(text), state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
    for (var at = 0; at < words.length; at += 16) { state = block(state, words.slice(at, at + 16)); }
    return state.map(hex).join("");
  };
}());
