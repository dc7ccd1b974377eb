package dev.assam.wasm.threads;

import dev.assam.wasm.memory.Atomics;

/** The ints by which threads agree, at a fixed address of the shared memory. */
final class Control {
  /** Number of ints. */
  static final int SIZE = 16;

  /** Grows by one with each task; what sleepers watch. */
  static final int GENERATION = 0;

  /** The first unit that nobody has taken. */
  static final int NEXT = 1;

  /** Helpers that have not finished the task. */
  static final int BUSY = 2;

  /** Helpers that sleep or are about to. */
  static final int SLEEPERS = 3;

  /** 1 if a helper met with an error; set by the page's scripts too. */
  static final int FAILED = 4;

  /** 1 if there will be no more tasks. */
  static final int CLOSED = 5;

  /** The task: address of its record, its number of units, how many to take at once. */
  static final int RECORD = 6;

  static final int UNITS = 7;
  static final int GRAIN = 8;

  private final int address;

  Control(int address) {
    this.address = address;
  }

  int get(int field) {
    return Atomics.load(address + field * 4);
  }

  void set(int field, int value) {
    Atomics.store(address + field * 4, value);
  }

  /** Adds and answers what was there before. */
  int add(int field, int value) {
    return Atomics.add(address + field * 4, value);
  }

  /** Sleeps while a field has this value. */
  void await(int field, int value) {
    Atomics.wait32(address + field * 4, value, -1);
  }

  void wake(int field) {
    Atomics.notify(address + field * 4, -1);
  }
}
