package dev.assam.tensor;

/** The type of a value in a graph. */
public sealed interface ValueType permits TensorType, SequenceType, OptionalType {}
