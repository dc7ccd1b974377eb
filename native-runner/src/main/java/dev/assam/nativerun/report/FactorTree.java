package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;

/** A regression tree: which factors tell how much slower than the native library something is. */
public final class FactorTree {
  private static final int DEPTH = 4;
  private static final int FEWEST = 8;
  private static final String NATIVE = "ort-native";
  private static final List<String> EXPERIMENTS = List.of("grid", "zoo");

  /** A node: a question with two answers, or at the end a ratio. */
  public sealed interface Node {
    /**
     * Where a factor decides.
     *
     * @param factor a name, or {@code name=word} where having that word is 1
     * @param limit up to it the way is {@code below}
     */
    record Split(String factor, double limit, Node below, Node above) implements Node {
      /** The question whose answer no leads to {@code below}. */
      public String question() {
        return factor.contains("=") ? factor + "?" : factor + " > " + Page.number(limit) + "?";
      }
    }

    /** The geometric mean of what ends here. */
    record Leaf(double ratio) implements Node {}
  }

  /**
   * What one row teaches.
   *
   * @param ratio times slower than native
   */
  record Case(Map<String, Double> factors, double ratio) {}

  private FactorTree() {}

  /** The tree of these rows; null if they are too few. */
  static Node of(RowSet rows) {
    return of(cases(rows));
  }

  static Node of(List<Case> cases) {
    if (cases.size() < FEWEST) {
      return null;
    }
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    for (Case one : cases) {
      String[] names = one.factors().keySet().toArray(String[]::new);
      double[] values = one.factors().values().stream().mapToDouble(Double::doubleValue).toArray();
      Example<Regressor> example =
          new ArrayExample<>(new Regressor("ratio", Math.log(one.ratio())), names, values);
      data.add(example);
    }
    TreeModel<Regressor> model = new CARTJointRegressionTrainer(DEPTH).train(data);
    return node(model.getRoot(), model.getFeatureIDMap());
  }

  private static Node node(org.tribuo.common.tree.Node<Regressor> node, ImmutableFeatureMap names) {
    return switch (node) {
      case SplitNode<Regressor> split ->
          new Node.Split(
              names.get(split.getFeatureID()).getName(),
              split.splitValue(),
              node(split.getLessThanOrEqual(), names),
              node(split.getGreaterThan(), names));
      case LeafNode<Regressor> leaf -> new Node.Leaf(Math.exp(leaf.getOutput().getValues()[0]));
      default -> throw new IllegalStateException(node.toString());
    };
  }

  private static List<Case> cases(RowSet rows) {
    List<Case> cases = new ArrayList<>();
    for (String experiment : EXPERIMENTS) {
      for (Row row : rows.of(experiment)) {
        double base = rows.median(experiment, row.id().model(), NATIVE, row.id().threads());
        double ratio = row.medianMs() / base;
        if (!row.id().runtime().equals(NATIVE) && Double.isFinite(ratio) && ratio > 0) {
          cases.add(new Case(factors(row), ratio));
        }
      }
    }
    return cases;
  }

  private static Map<String, Double> factors(Row row) {
    Map<String, Double> factors = new LinkedHashMap<>();
    factors.put("runtime=" + row.id().runtime(), 1.0);
    factors.put("simd=" + row.setup().simd(), 1.0);
    row.setup().backends().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .ifPresent(backend -> factors.put("backend=" + backend.getKey(), 1.0));
    if (row.setup().adapter() != null && !row.setup().onHardware()) {
      factors.put("adapter=program", 1.0);
    }
    factors.put("threads", (double) row.id().threads());
    factors.put("model megabytes", row.value("model_bytes") / 1e6);
    String model = row.id().model();
    int dash = model.indexOf('-');
    int cross = model.indexOf('x', dash);
    if (row.id().experiment().equals("grid") && dash > 0 && cross > 0) {
      factors.put("task=" + model.substring(0, dash), 1.0);
      factors.put("depth", Double.parseDouble(model.substring(dash + 1, cross)));
      factors.put("width", Double.parseDouble(model.substring(cross + 1)));
    } else {
      factors.put("task=real model", 1.0);
    }
    return factors;
  }
}
