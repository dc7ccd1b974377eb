package dev.assam.wasm;

import dev.assam.backend.Backend;

/** The backends of one build. */
interface BackendChoice {
  /**
   * The backend of this name.
   *
   * @throws dev.assam.error.UnsupportedException if there is none
   */
  Backend of(String name);
}
