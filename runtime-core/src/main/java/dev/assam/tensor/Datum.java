package dev.assam.tensor;

/** A value at run time: a tensor, a sequence or an optional. */
public sealed interface Datum permits Tensor, SequenceDatum, OptionalDatum {
  /** Its type, with a static shape for tensors. */
  ValueType type();

  /** Becomes an owner of all memory inside. */
  void retain();

  /** Stops being an owner of the memory inside; the last owner's release gives it back. */
  void release();

  /** As release, but what no longer has an owner is left to the current memory scope. */
  void handOver();
}
