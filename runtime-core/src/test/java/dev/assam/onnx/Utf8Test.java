package dev.assam.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.memory.Storage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  private static String decode(byte[] bytes) {
    Storage storage = Storage.ofBytes(bytes);
    String text = Utf8.decode(new Window(storage), 0, bytes.length);
    storage.release();
    return text;
  }

  @Test
  void everyCodePoint() {
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        String text = Character.toString(code);
        assertEquals(text, decode(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** As the Encoding Standard has it: one U+FFFD for what could have become a character. */
  @ParameterizedTest
  @CsvSource({
    "80, 1",
    "C0 80, 2",
    "C3, 1",
    "C3 28, 1(",
    "E2 82, 1",
    "E2 28 82, 1(1",
    "ED A0 80, 3",
    "E0 80 80, 3",
    "F0 80 80 41, 3A",
    "F0 9F 98, 1",
    "F4 90 80 80, 4",
    "F8 88, 2",
    "FF 41, 1A",
  })
  void malformed(String hex, String expected) {
    String[] numbers = hex.split(" ");
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(numbers[i], 16);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < expected.length(); i++) {
      char c = expected.charAt(i);
      text.append(c >= '0' && c <= '9' ? "\uFFFD".repeat(c - '0') : c);
    }
    assertEquals(text.toString(), decode(bytes));
  }
}
