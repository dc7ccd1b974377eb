package dev.assam.graph;

/** The order of dimensions of pictures and the like. */
public enum Layout {
  /** [N, C, spatial…], as ONNX has it. */
  CHANNELS_FIRST,
  /** [N, spatial…, C]: nodes that profit become {@link dev.assam.op.fused.ChannelsLast}. */
  CHANNELS_LAST
}
