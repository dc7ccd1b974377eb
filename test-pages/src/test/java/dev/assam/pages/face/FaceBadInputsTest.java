package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.testing.BadInput;
import dev.assam.testing.BadInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad input in the page: the JVM's words, and the next model can be opened and run. */
class FaceBadInputsTest extends FacePage {
  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void saidWordByWord(String world) {
    List<BadInput> all = BadInputs.all();
    List<Object> requests = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      BadInput bad = all.get(i);
      server.put("bad" + i, bad.model());
      requests.add(
          Map.of(
              "url",
              "/models/bad" + i,
              "inputs",
              FaceValues.toPage(bad.inputs()),
              "memoryLimitBytes",
              (double) bad.memoryLimitBytes(),
              "timeLimitMs",
              (double) bad.timeLimitMillis()));
      expected.add(bad.name() + ": true " + bad.expected() + ", then 0.333");
    }
    List<?> actual =
        (List<?>)
            in(
                Map.of("world", world, "requests", requests),
                FaceValues.SCRIPT
                    + """
                    const said = [];
                    for (const { url, inputs, ...limits } of args.requests) {
                      const bytes = await (await fetch(url)).arrayBuffer();
                      const options = { world: args.world, ...limits };
                      const error = await fails(async () => {
                        const model = await open(bytes, options);
                        try {
                          await model.run(valuesOf(inputs));
                        } finally {
                          await model.close();
                        }
                      });
                      const good = await open('/models/softmax.onnx', { world: args.world });
                      const { y } = await good.run({ x: { data: [0, 0, 0], dims: [1, 3] } });
                      await good.close();
                      said.push(`${error}, then ${y.data[0].toFixed(3)}`);
                    }
                    return said;
                    """);
    for (int i = 0; i < all.size(); i++) {
      assertEquals(expected.get(i), all.get(i).name() + ": " + actual.get(i));
    }
  }
}
