package dev.assam.wasm.threads;

import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.simd.Task;
import dev.assam.simd.Workers;
import dev.assam.wasm.memory.Machine;
import java.util.ArrayList;
import java.util.List;

/** The calling thread and {@link Helper}s in other instances of this module. */
public final class SharedWorkers implements Workers {
  /** Parts per thread: enough that one that was held up does not keep the others waiting. */
  private static final int PARTS = 4;

  private final int threads;
  private final Storage block;
  private final Control control;
  private final List<Integer> unusedSlots = new ArrayList<>();
  private int slots;
  private int serials;

  /** How a task is told: its slot and its record. */
  private record Told(int slot, Storage record, int address) {}

  /**
   * @param threads their number, the caller's counted, at least 2; the helpers have to be started
   *     over {@link #address}
   */
  public SharedWorkers(int threads) {
    this.threads = threads;
    this.block = Storage.allocate(Kind.INTS, Control.SIZE);
    this.control = new Control(address());
  }

  /** Address of the control block. */
  public int address() {
    return Machine.address(block.ints());
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void run(Task task) {
    int units = task.units();
    if (units < 2) {
      task.run(0, units, 0);
      return;
    }
    control.set(Control.RECORD, told(task).address());
    control.set(Control.UNITS, units);
    control.set(Control.GRAIN, Math.max(1, units / (threads * PARTS)));
    control.set(Control.NEXT, 0);
    control.set(Control.BUSY, threads - 1);
    control.add(Control.GENERATION, 1);
    if (control.get(Control.SLEEPERS) > 0) {
      control.wake(Control.GENERATION);
    }
    Helper.takeParts(control, task, 0);
    // The page's main thread may not sleep, and there is not long to wait.
    while (control.get(Control.BUSY) > 0) {
      if (control.get(Control.FAILED) != 0) {
        throw new IllegalStateException("a task failed on another thread");
      }
    }
  }

  private Told told(Task task) {
    if (task.told() instanceof Told told) {
      return told;
    }
    FieldWriter writer = new FieldWriter();
    int slot = unusedSlots.isEmpty() ? slots++ : unusedSlots.removeLast();
    writer.number(++serials);
    writer.number(slot);
    writer.number(task.code());
    task.write(writer);
    Storage record = Storage.allocate(Kind.INTS, writer.length());
    record.retain();
    Ints ints = record.ints();
    writer.copyTo(ints);
    Told told = new Told(slot, record, Machine.address(ints));
    task.tell(told);
    return told;
  }

  @Override
  public void forget(Task task) {
    if (task.told() instanceof Told told) {
      unusedSlots.add(told.slot());
      told.record().release();
      task.tell(null);
    }
  }

  @Override
  public void close() {
    control.set(Control.CLOSED, 1);
    control.add(Control.GENERATION, 1);
    control.wake(Control.GENERATION);
  }
}
