package dev.assam.webgpu;

/** What a search for the fastest programs has found on this kind of device so far. */
public interface Tunings {
  /** The name of the program for a key, or null. */
  String recall(String key);

  /** Keeps the name of the program for a key. */
  void remember(String key, String program);
}
