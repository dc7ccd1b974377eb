package dev.assam.wasm;

import dev.assam.backend.Backend;
import dev.assam.memory.Storage;
import dev.assam.tensor.TensorType;

/** What differs between the builds. */
interface World {
  /**
   * The backend of this name.
   *
   * @throws dev.assam.error.UnsupportedException if there is none
   */
  Backend backend(String name);

  /** The bytes of a file that JavaScript holds under a number until they are closed. */
  Storage file(int number, int length);

  /**
   * Elements that JavaScript holds on the device, a storage with one owner, the caller.
   *
   * @param what to call them in errors
   */
  default Storage held(int number, TensorType type, String what) {
    throw new IllegalStateException("no device");
  }

  /** Tells JavaScript that an answer which was put off can be taken. */
  void settled(int ticket);
}
