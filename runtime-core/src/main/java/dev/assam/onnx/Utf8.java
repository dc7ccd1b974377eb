package dev.assam.onnx;

/** UTF-8 to strings; what is malformed becomes U+FFFD, in the same way in every world. */
final class Utf8 {
  private Utf8() {}

  /** The bytes from {@code at} to {@code end}, exclusive. */
  static String decode(Window bytes, int at, int end) {
    StringBuilder text = new StringBuilder(end - at);
    while (at < end) {
      int lead = bytes.get(at++) & 0xFF;
      if (lead < 0x80) {
        text.append((char) lead);
        continue;
      }
      int more = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      // The second byte's range leaves out overlong forms, surrogates and what is beyond U+10FFFF.
      int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      int code = lead & (0x3F >> more);
      int left = more;
      while (left > 0 && at < end) {
        int next = bytes.get(at) & 0xFF;
        if (next < low || next > high) {
          break;
        }
        code = code << 6 | (next & 0x3F);
        low = 0x80;
        high = 0xBF;
        at++;
        left--;
      }
      text.appendCodePoint(more == 0 || left > 0 ? 0xFFFD : code);
    }
    return text.toString();
  }
}
