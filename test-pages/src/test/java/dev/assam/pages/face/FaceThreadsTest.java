package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads in the page. */
class FaceThreadsTest extends FacePage {
  @BeforeEach
  void putModels() {
    server.put("product.onnx", FaceModels.product(192, 160));
  }

  /** Batches get larger and smaller again, so that memory grows while threads hold views of it. */
  @ParameterizedTest
  @CsvSource({"relaxed,true", "plain,true", "relaxed,false"})
  void twoGiveTheSameBitsAsOneWhileMemoryGrows(String variant, boolean worker) {
    assertEquals(
        List.of("1 2", "grown", "30 the same"),
        in(
            Map.of("variant", variant, "worker", worker),
            """
            const one = await open('/models/product.onnx', { ...args, threads: 1 });
            const two = await open('/models/product.onnx', { ...args, threads: 2 });
            const before = two.report().memory.reserved;
            const batches = [1, 7, 64, 300, 64, 2000, 5, 6000, 64, 300];
            let same = 0;
            for (let round = 0; round < 3; round++) {
              for (const batch of batches) {
                const data = Float32Array.from({ length: batch * 192 }, (_, i) => Math.sin(i + round));
                const x = { data, dims: [batch, 192] };
                const [a, b] = [(await one.run({ x })).y, (await two.run({ x })).y];
                same += b.data.length === batch * 160 && a.data.every((v, i) => v === b.data[i]);
              }
            }
            const used = [one, two].map((model) => model.report().threads.used);
            const grown = two.report().memory.reserved > before;
            return [used.join(' '), grown ? 'grown' : 'not grown', `${same} the same`];
            """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneThatFailsIsAnErrorAndTheNextModelCanBeOpened(boolean worker) {
    assertEquals(
        List.of(
            "true INTERNAL java.lang.IllegalStateException: a task failed on another thread",
            "true INTERNAL an earlier error left nothing to go on with; open the model again",
            "no error",
            "160"),
        in(
            "failing",
            worker,
            """
            const options = { worker: args, threads: 2 };
            const x = { data: new Float32Array(64 * 192), dims: [64, 192] };
            const model = await open('/models/product.onnx', options);
            const results = [];
            for (let i = 0; i < 2; i++) results.push(await fails(() => model.run({ x })));
            results.push(await fails(() => model.close()));
            const good = await open('/models/product.onnx', { ...options, threads: 1 });
            const { y } = await good.run({ x: { data: new Float32Array(192), dims: [1, 192] } });
            const again = await open('/models/product.onnx', options);
            if (again.report().threads.used !== 2) results.push(again.report());
            return [...results, `${y.data.length}`];
            """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingTheLastModelGivesThemBack(boolean worker) {
    assertEquals(
        List.of("2", "2", "0", "2 2"),
        in(
            "locking",
            worker,
            """
            const options = { worker: args, threads: 3 };
            const alive = async () => (await navigator.locks.query()).held
                .filter(({ name }) => name.startsWith('thread')).length;
            const becomes = async (count) => {
              for (let i = 0; i < 200 && (await alive()) !== count; i++) {
                await new Promise((resolve) => setTimeout(resolve, 50));
              }
              return `${await alive()}`;
            };
            const x = { data: new Float32Array(64 * 192), dims: [64, 192] };
            const first = await open('/models/product.onnx', options);
            const second = await open('/models/softmax.onnx', options);
            const results = [await becomes(2)];
            await first.run({ x });
            await first.close();
            await new Promise((resolve) => setTimeout(resolve, 1500));
            results.push(`${await alive()}`);
            await second.close();
            results.push(await becomes(0));
            const next = await open('/models/product.onnx', options);
            await next.run({ x });
            return [...results, `${await becomes(2)} ${next.report().threads.used - 1}`];
            """));
  }
}
