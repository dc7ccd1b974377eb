package dev.assam.wasm.threads;

import dev.assam.memory.Ints;
import dev.assam.simd.Task;
import dev.assam.simd.Tasks;
import dev.assam.wasm.memory.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread that helps: waits for tasks and does its share of them until the workers are closed. It
 * spins for a moment after a task, since the next one usually follows at once, and sleeps then.
 */
public final class Helper {
  private static final int SPINS = 50_000;

  private final Control control;
  private final int number;

  /** Tasks read before, by the slot and the serial number that their records name. */
  private final List<Known> known = new ArrayList<>();

  private record Known(int serial, Task task) {}

  /**
   * @param address of the control block
   * @param number of this thread, from 1 on
   */
  public Helper(int address, int number) {
    this.control = new Control(address);
    this.number = number;
  }

  /** Works until there is no more work. */
  public void run() {
    int seen = 0;
    while (awaitNext(seen)) {
      seen++;
      Task task = task(control.get(Control.RECORD));
      takeParts(control, task, number);
      control.add(Control.BUSY, -1);
    }
  }

  /** Does parts of a task as long as there are any. */
  static void takeParts(Control control, Task task, int thread) {
    int units = control.get(Control.UNITS);
    int grain = control.get(Control.GRAIN);
    for (int from = control.add(Control.NEXT, grain);
        from < units;
        from = control.add(Control.NEXT, grain)) {
      task.run(from, Math.min(units, from + grain), thread);
    }
  }

  /** Waits for a task after number {@code seen}; false when there will be none. */
  private boolean awaitNext(int seen) {
    for (int i = 0; i < SPINS; i++) {
      if (control.get(Control.GENERATION) != seen) {
        return control.get(Control.CLOSED) == 0;
      }
    }
    control.add(Control.SLEEPERS, 1);
    while (control.get(Control.GENERATION) == seen) {
      control.await(Control.GENERATION, seen);
    }
    control.add(Control.SLEEPERS, -1);
    return control.get(Control.CLOSED) == 0;
  }

  private Task task(int address) {
    Ints record = Machine.ints(address);
    FieldReader reader = new FieldReader(record);
    int serial = reader.number(0);
    int slot = reader.number(0);
    while (known.size() <= slot) {
      known.add(null);
    }
    Known before = known.get(slot);
    if (before == null || before.serial() != serial) {
      before = new Known(serial, Tasks.read(reader.number(0), reader));
      known.set(slot, before);
    }
    return before.task();
  }
}
