package dev.assam.nativerun.row;

/** What became of a measurement. */
public enum Status {
  /** Done, and its outputs agree with the native baseline. */
  OK,
  /** It ran, but its outputs differ; such a row carries no times. */
  WRONG,
  /** The runtime, or the backend that was asked for, is not there. */
  ABSENT,
  /** The runtime does not have an operator or a type that is needed. */
  UNSUPPORTED,
  /** Not enough memory. */
  MEMORY,
  /** Anything else: a crash, a page that hangs, a peer that does not load. */
  FAILED;

  /** As in rows and tables. */
  public String text() {
    return switch (this) {
      case OK -> "ok";
      case WRONG -> "wrong";
      case ABSENT -> "absent";
      case UNSUPPORTED -> "unsupported";
      case MEMORY -> "out of memory";
      case FAILED -> "failed";
    };
  }
}
