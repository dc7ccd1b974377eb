package dev.assam.pages.face;

import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A page in Chromium with assam.js, and models for it to open. */
abstract class FacePage {
  static FaceServer server;
  private static Chromium chromium;
  Page page;

  @BeforeAll
  static void start() throws IOException {
    server = new FaceServer(Project.web());
    chromium = new Chromium();
    server.put("softmax.onnx", FaceModels.softmax());
    for (DType dtype : DType.values()) {
      server.put(dtype + ".onnx", FaceModels.identity(dtype));
    }
    server.put("strings.onnx", FaceModels.identity(FaceModels.strings()));
    server.put("optional.onnx", FaceModels.identity(FaceModels.optional()));
    server.put("external.onnx", FaceModels.external());
    ByteBuffer shape = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    server.put("data/shape.bin", shape.putLong(2).putLong(3).array());
    server.put("large.onnx", FaceModels.product(4096, 4096));
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  @BeforeEach
  void openPage() {
    open("page");
  }

  final void open(String kind) {
    page = chromium.newPage();
    page.setDefaultTimeout(120_000);
    page.navigate(server.url() + "/" + kind + "/");
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  /** Runs the body of an async function in the page; {@code args} and assam's names are there. */
  final Object in(String build, Object args, String body) {
    return in(page, build, args, body);
  }

  static Object in(Page page, String build, Object args, String body) {
    return page.evaluate(
        "async (args) => { const { open, AssamError, version } = await import('/"
            + build
            + "/assam.js');\n"
            + "const fails = async (f) => { try { await f(); return 'no error'; } catch (e) {"
            + " return (e instanceof AssamError) + ' ' + e.code + ' ' + e.message; } };\n"
            + body
            + "}",
        args);
  }

  final Object in(Object args, String body) {
    return in("assam", args, body);
  }
}
