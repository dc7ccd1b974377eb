package dev.assam.optimize;

import dev.assam.graph.Layout;
import java.util.ArrayList;
import java.util.List;

/** The passes in the order in which they are run, each on a line of its own. */
final class Passes {
  private Passes() {}

  /** All passes for a backend that likes this layout. */
  static List<Pass> of(Layout layout) {
    List<Pass> passes = new ArrayList<>();
    passes.add(new DeadCode());
    // Before anything is computed, so that what is equal is computed once.
    passes.add(new EqualConstants());
    passes.add(new CommonSubexpressions());
    passes.add(new ConstantFolding());
    passes.add(new InlineIf());
    passes.add(new NoOps());
    passes.add(new ReshapeTargets());
    passes.add(new ResizeForms());
    passes.add(new LayerNorms());
    passes.add(new GroupNorms());
    passes.add(new Softmaxes());
    passes.add(new Attentions());
    passes.add(new SharedHeads());
    passes.add(new AttentionPasts());
    passes.add(new AttentionHeads());
    passes.add(new DynamicQuantization());
    passes.add(new QuantizedProducts());
    passes.add(new QuantizedMoves());
    passes.add(new DequantizedConstants());
    passes.add(new QuantizedElementwise());
    passes.add(new PadIntoWindow());
    passes.add(new ConvAffine());
    passes.add(new GemmToMatMul());
    passes.add(new ElementwiseFusion());
    if (layout == Layout.CHANNELS_LAST) {
      passes.add(new ChannelsLastLayout());
    }
    passes.add(new TransposeSinking(layout));
    passes.add(new ChannelShuffles());
    passes.add(new ReshapeChains());
    passes.add(new Epilogues());
    return passes;
  }

  /** The names of all passes, whatever the layout. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Pass pass : of(Layout.CHANNELS_LAST)) {
      names.add(pass.name());
    }
    return names;
  }
}
