package dev.assam.webgpu;

import dev.assam.backend.Completion;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.DeviceException;
import dev.assam.error.MemoryException;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device that computes nothing and remembers everything: for tests of shaders, places and
 * launches on the JVM. It is done at once with whatever it is asked for; what is read is left as it
 * was. It refuses what a real device refuses.
 */
public final class RecordingGpu implements Gpu {
  /** What most adapters allow at least. */
  public static final GpuLimits LIMITS =
      new GpuLimits("recording", true, 256 << 20, 128 << 20, 8, 256, 16384, false, false, true);

  private final GpuLimits limits;
  private final List<String> events = new ArrayList<>();
  private final Map<Integer, Long> buffers = new LinkedHashMap<>();
  private final Map<Integer, List<Dispatch>> recordings = new LinkedHashMap<>();
  private final List<Shader> shaders = new ArrayList<>();
  private int next;
  private boolean lost;

  public RecordingGpu() {
    this(LIMITS);
  }

  public RecordingGpu(GpuLimits limits) {
    this.limits = limits;
  }

  /** What was compiled, in that order. */
  public List<Shader> shaders() {
    return List.copyOf(shaders);
  }

  /** Bytes in buffers at this moment. */
  public long bytes() {
    long sum = 0;
    for (long bytes : buffers.values()) {
      sum += bytes;
    }
    return sum;
  }

  /** Whatever is asked for next fails, until {@link #recover}. */
  public void lose() {
    lost = true;
  }

  @Override
  public GpuLimits limits() {
    return limits;
  }

  @Override
  public int createBuffer(long bytes) {
    if (bytes > limits.bufferBytes()) {
      throw new MemoryException("a GPU buffer of " + bytes + " bytes");
    }
    buffers.put(next, bytes);
    events.add("create " + next + ": " + bytes);
    return next++;
  }

  @Override
  public void destroyBuffer(int buffer) {
    buffers.remove(buffer);
    events.add("destroy " + buffer);
  }

  @Override
  public void upload(int buffer, long offset, Storage from, int elements) {
    check(new Slice(buffer, offset, (long) elements * from.kind().bytes()), 4);
    events.add("upload " + elements + " to " + buffer + "+" + offset);
  }

  @Override
  public void take(int held, int buffer, long offset, int elements) {
    check(new Slice(buffer, offset, 4L * elements), 4);
    events.add("take " + elements + " of " + held + " to " + buffer + "+" + offset);
  }

  @Override
  public DeviceSource keep(Slice from) {
    check(from, 4);
    int number = next++;
    events.add(
        "keep " + number + ": " + from.size() + " from " + from.buffer() + "+" + from.offset());
    return new DeviceSource() {
      @Override
      public int number() {
        return number;
      }

      @Override
      public void read(int offsetBytes, Storage into) {
        throw new UnsupportedException("held " + number + " lies on the device");
      }

      @Override
      public void close() {
        events.add("close " + number);
      }
    };
  }

  @Override
  public Completion<Integer> pipeline(Shader shader) {
    if (shader.buffers() > limits.buffers()) {
      throw new IllegalStateException(shader.name() + " sees " + shader.buffers() + " buffers");
    }
    shaders.add(shader);
    events.add("compile " + shader.name());
    return Completion.of(shaders.size() - 1);
  }

  @Override
  public int record(List<Dispatch> dispatches) {
    for (Dispatch dispatch : dispatches) {
      Shader shader = shaders.get(dispatch.pipeline());
      List<Slice> slices = dispatch.buffers();
      if (shader.buffers() != slices.size()) {
        throw new IllegalStateException(shader.name() + " with " + slices.size() + " buffers");
      }
      for (int i = 0; i < slices.size(); i++) {
        check(slices.get(i), limits.alignment());
        for (int j = 0; j < i; j++) {
          checkApart(shader, slices.get(i), slices.get(j));
        }
      }
      check(dispatch.uniforms(), limits.alignment());
    }
    recordings.put(next, List.copyOf(dispatches));
    events.add("record " + next);
    return next++;
  }

  private void check(Slice slice, int alignment) {
    Long bytes = buffers.get(slice.buffer());
    if (bytes == null
        || slice.offset() % alignment != 0
        || slice.offset() + slice.size() > bytes
        || slice.size() > limits.bindingBytes()) {
      throw new IllegalStateException(slice + " of a buffer of " + bytes + " bytes");
    }
  }

  private static void checkApart(Shader shader, Slice a, Slice b) {
    if (a.buffer() == b.buffer()
        && a.offset() < b.offset() + b.size()
        && b.offset() < a.offset() + a.size()) {
      throw new IllegalStateException(shader.name() + ": " + a + " and " + b + " overlap");
    }
  }

  @Override
  public void forget(int recording) {
    recordings.remove(recording);
    events.add("forget " + recording);
  }

  @Override
  public void launch(int recording) {
    for (Dispatch dispatch : recordings.get(recording)) {
      StringBuilder text = new StringBuilder("launch ");
      text.append(shaders.get(dispatch.pipeline()).name()).append(' ').append(dispatch.x());
      text.append('×').append(dispatch.y()).append('×').append(dispatch.z());
      for (Slice slice : dispatch.buffers()) {
        text.append(' ').append(slice.buffer()).append('+').append(slice.offset());
        text.append(':').append(slice.size());
      }
      events.add(text.toString());
    }
  }

  @Override
  public Completion<Boolean> read(List<Read> reads) {
    for (Read read : reads) {
      check(read.from(), 4);
      events.add(
          "read "
              + read.to().length()
              + " from "
              + read.from().buffer()
              + "+"
              + read.from().offset());
    }
    return lost
        ? Completion.failed(new DeviceException("the GPU device was lost (test)", true))
        : Completion.of(true);
  }

  @Override
  public Completion<Boolean> recover() {
    lost = false;
    buffers.clear();
    recordings.clear();
    shaders.clear();
    events.add("recover");
    return Completion.of(true);
  }

  /** Everything that was asked for, a line each. */
  @Override
  public String toString() {
    return String.join("\n", events) + "\n";
  }
}
