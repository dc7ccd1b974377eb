package dev.assam.teavm;

/** The plugin adds a static native method for each instruction to this class while TeaVM runs. */
final class Instructions {
  private Instructions() {}
}
