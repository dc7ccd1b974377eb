package dev.assam.webgpu;

/**
 * A shader with some of its buffers in float16: elements are widened where they are read and
 * rounded where they are written, and computed with in float32. Words that are only moved are
 * float32's bits in between, which keeps every float16 as it is.
 *
 * @param mask of these buffers' bindings, which hold float32 or words in the shader itself
 */
record HalfShader(Shader shader, int mask) implements Shader {
  @Override
  public String name() {
    return shader.name() + "F16";
  }

  @Override
  public int buffers() {
    return shader.buffers();
  }

  @Override
  public String source() {
    String text = shader.source();
    for (int binding = 0; binding < shader.buffers(); binding++) {
      if ((mask >> binding & 1) != 0) {
        text = halve(text, binding);
      }
    }
    return "enable f16;\n" + text;
  }

  private static String halve(String text, int binding) {
    String begin = "@binding(" + binding + ") var<storage, read_write> ";
    int at = text.indexOf(begin) + begin.length();
    int colon = text.indexOf(": array<", at);
    int end = text.indexOf(">;\n", colon);
    String name = text.substring(at, colon);
    String element = text.substring(colon + 8, end);
    boolean four = element.startsWith("vec4<");
    String half = four ? "vec4<f16>" : "f16";
    String real = four ? "vec4<f32>" : "f32";
    boolean isReal = element.equals(real);
    String load = isReal ? real + "(" : "bitcast<" + element + ">(" + real + "(";
    String store = isReal ? half + "(" : half + "(bitcast<" + real + ">(";
    String close = isReal ? ")" : "))";
    String head = text.substring(0, colon + 8) + half;
    return head + convert(text.substring(end), name, load, store, close);
  }

  /** Puts conversions around what a buffer's elements are read and written by. */
  private static String convert(String text, String name, String load, String store, String close) {
    StringBuilder to = new StringBuilder();
    String access = name + "[";
    int from = 0;
    for (int at = text.indexOf(access); at >= 0; at = text.indexOf(access, from)) {
      if (at > 0 && isNamePart(text.charAt(at - 1))) {
        to.append(text, from, at + access.length());
        from = at + access.length();
        continue;
      }
      int end = closing(text, at + access.length());
      String index = text.substring(at + access.length(), end);
      String element = access + convert(index, name, load, store, close) + "]";
      to.append(text, from, at);
      from = end + 1;
      if (text.startsWith(" = ", from)) {
        int last = text.indexOf(';', from);
        String value = convert(text.substring(from + 3, last), name, load, store, close);
        to.append(element).append(" = ").append(store).append(value).append(close);
        from = last;
      } else {
        to.append(load).append(element).append(close);
      }
    }
    return to.append(text.substring(from)).toString();
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; ; i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
  }
}
