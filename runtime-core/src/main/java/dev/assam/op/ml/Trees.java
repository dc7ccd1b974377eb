package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decision trees in arrays, one element a node. A leaf has mode {@link #LEAF} and a range of
 * contributions, each a weight for a target.
 */
final class Trees {
  static final int LEAF = -1;
  static final int MAX_TARGETS = 1 << 24;
  private static final int MEMBER = 6;
  private static final List<String> MODES =
      List.of(
          "BRANCH_LEQ",
          "BRANCH_LT",
          "BRANCH_GTE",
          "BRANCH_GT",
          "BRANCH_EQ",
          "BRANCH_NEQ",
          "BRANCH_MEMBER");

  private final int[] modes;
  private final int[] features;
  private final double[] values;
  private final double[][] members;
  private final boolean[] missingTrue;
  private final int[] whenTrue;
  private final int[] whenFalse;
  private final int[] roots;
  private final int[] firstWeights;
  private final int[] targets;
  private final double[] weights;

  private Trees(int nodes, int[] roots, int weightCount) {
    modes = new int[nodes];
    features = new int[nodes];
    values = new double[nodes];
    members = new double[nodes][];
    missingTrue = new boolean[nodes];
    whenTrue = new int[nodes];
    whenFalse = new int[nodes];
    this.roots = roots;
    firstWeights = new int[nodes + 1];
    targets = new int[weightCount];
    weights = new double[weightCount];
  }

  /** How contributions to one target join. */
  enum Aggregate {
    AVERAGE,
    SUM,
    MIN,
    MAX
  }

  /** The attributes of TreeEnsemble. */
  static Trees ofEnsemble(Attributes a, int targetCount) {
    List<Integer> features = Ml.ints(a, "nodes_featureids");
    int nodes = features.size();
    List<Integer> leafTargets = Ml.ints(a, "leaf_targetids");
    int leaves = leafTargets.size();
    List<Integer> roots = Ml.ints(a, "tree_roots");
    Trees trees = new Trees(nodes + leaves, unbox(roots), leaves);
    double[] modes = tensor(a, "nodes_modes", nodes);
    double[] splits = tensor(a, "nodes_splits", nodes);
    double[] weights = tensor(a, "leaf_weights", leaves);
    List<Integer> missing = sized(a, "nodes_missing_value_tracks_true", nodes, false);
    Tensor memberTensor = a.getTensor("membership_values");
    double[] members =
        memberTensor == null ? new double[0] : Ml.doubles(a, "membership_values", memberTensor);
    a.getTensor("nodes_hitrates");
    int member = 0;
    for (int i = 0; i < nodes; i++) {
      int mode = (int) modes[i];
      if (mode < 0 || mode > MEMBER) {
        throw a.error("nodes_modes", mode + " at node " + i + " (allowed 0..6)");
      }
      trees.node(i, mode, features.get(i), splits[i], missing != null && missing.get(i) != 0);
      if (mode == MEMBER) {
        int end = member;
        while (end < members.length && !Double.isNaN(members[end])) {
          end++;
        }
        if (end == members.length && end == member) {
          throw a.error("membership_values", "without members for node " + i);
        }
        trees.members[i] = Arrays.copyOfRange(members, member, end);
        member = Math.min(end + 1, members.length);
      }
    }
    trees.link(a, trees.whenTrue, "nodes_truenodeids", "nodes_trueleafs", nodes, leaves);
    trees.link(a, trees.whenFalse, "nodes_falsenodeids", "nodes_falseleafs", nodes, leaves);
    for (int i = 0; i < leaves; i++) {
      trees.node(nodes + i, LEAF, 0, 0, false);
      trees.firstWeights[nodes + i + 1] = i + 1;
      trees.targets[i] = leafTargets.get(i);
      trees.weights[i] = weights[i];
    }
    for (int root : trees.roots) {
      if (root < 0 || root >= nodes) {
        throw a.error("tree_roots", roots + " for " + nodes + " nodes");
      }
    }
    trees.check(a, "leaf_targetids", targetCount);
    return trees;
  }

  private void link(
      Attributes a, int[] links, String idsName, String leafsName, int nodes, int leaves) {
    List<Integer> ids = sized(a, idsName, nodes, true);
    List<Integer> toLeaf = sized(a, leafsName, nodes, true);
    for (int i = 0; i < nodes; i++) {
      boolean leaf = toLeaf.get(i) != 0;
      if (ids.get(i) < 0 || ids.get(i) >= (leaf ? leaves : nodes)) {
        throw a.error(idsName, ids.get(i) + " at node " + i + ", which there is not");
      }
      links[i] = (leaf ? nodes : 0) + ids.get(i);
    }
  }

  /**
   * The attributes of TreeEnsembleRegressor and TreeEnsembleClassifier.
   *
   * @param prefix what the names of the contributions begin with: target or class
   */
  static Trees of(Attributes a, String prefix, int targetCount) {
    List<Integer> treeIds = Ml.ints(a, "nodes_treeids");
    int nodes = treeIds.size();
    List<Integer> nodeIds = sized(a, "nodes_nodeids", nodes, true);
    List<Integer> features = sized(a, "nodes_featureids", nodes, true);
    List<Integer> yes = sized(a, "nodes_truenodeids", nodes, true);
    List<Integer> no = sized(a, "nodes_falsenodeids", nodes, true);
    List<Integer> missing = sized(a, "nodes_missing_value_tracks_true", nodes, false);
    List<String> modes = a.getStrings("nodes_modes");
    double[] values = Ml.numbers(a, "nodes_values");
    Ml.numbers(a, "nodes_hitrates");
    if (modes == null || modes.size() != nodes || values == null || values.length != nodes) {
      throw a.error("nodes_modes", "or nodes_values of another size than " + nodes + " nodes");
    }
    Map<Long, Integer> places = new HashMap<>();
    List<Integer> roots = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < nodes; i++) {
      places.put(key(treeIds.get(i), nodeIds.get(i)), i);
      if (seen.add(treeIds.get(i))) {
        roots.add(i);
      }
    }
    List<Integer> targets = Ml.ints(a, prefix + "_ids");
    Trees trees = new Trees(nodes, unbox(roots), targets.size());
    for (int i = 0; i < nodes; i++) {
      int mode = modes.get(i).equals("LEAF") ? LEAF : MODES.indexOf(modes.get(i));
      if (mode == MEMBER || mode < 0 && !modes.get(i).equals("LEAF")) {
        throw a.error("nodes_modes", modes.get(i) + " at node " + i);
      }
      trees.node(i, mode, features.get(i), values[i], missing != null && missing.get(i) != 0);
      if (mode != LEAF) {
        trees.whenTrue[i] = place(a, places, treeIds.get(i), yes.get(i));
        trees.whenFalse[i] = place(a, places, treeIds.get(i), no.get(i));
      }
    }
    trees.contributions(a, prefix, places, targets);
    trees.check(a, prefix + "_ids", targetCount);
    return trees;
  }

  /** Sorts the contributions by node, those of one node in their order. */
  private void contributions(
      Attributes a, String prefix, Map<Long, Integer> places, List<Integer> ids) {
    int count = ids.size();
    List<Integer> treeIds = sized(a, prefix + "_treeids", count, true);
    List<Integer> nodeIds = sized(a, prefix + "_nodeids", count, true);
    double[] given = Ml.numbers(a, prefix + "_weights");
    if (given == null || given.length != count) {
      throw a.error(prefix + "_weights", "of another size than " + prefix + "_ids, " + count);
    }
    int[] nodes = new int[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = place(a, places, treeIds.get(i), nodeIds.get(i));
      firstWeights[nodes[i] + 1]++;
    }
    for (int i = 1; i < firstWeights.length; i++) {
      firstWeights[i] += firstWeights[i - 1];
    }
    int[] next = firstWeights.clone();
    for (int i = 0; i < count; i++) {
      int at = next[nodes[i]]++;
      targets[at] = ids.get(i);
      weights[at] = given[i];
    }
  }

  private void node(int i, int mode, int feature, double value, boolean missing) {
    modes[i] = mode;
    features[i] = feature;
    values[i] = value;
    missingTrue[i] = missing;
  }

  private void check(Attributes a, String name, int targetCount) {
    for (int target : targets) {
      if (target < 0 || target >= targetCount) {
        throw a.error(name, target + " (allowed 0.." + (targetCount - 1) + ")");
      }
    }
    for (int feature : features) {
      if (feature < 0 || feature == Integer.MAX_VALUE) {
        throw a.error(
            "nodes_featureids", feature + " (allowed 0.." + (Integer.MAX_VALUE - 1) + ")");
      }
    }
  }

  private static long key(int tree, int node) {
    return (long) tree << 32 | node & 0xFFFFFFFFL;
  }

  private static int place(Attributes a, Map<Long, Integer> places, int tree, int node) {
    Integer place = places.get(key(tree, node));
    if (place == null) {
      throw a.error("nodes_nodeids", "without node " + node + " of tree " + tree);
    }
    return place;
  }

  private static double[] tensor(Attributes a, String name, int size) {
    a.require(name);
    double[] values = Ml.doubles(a, name, a.getTensor(name));
    if (values.length != size) {
      throw a.error(name, values.length + " numbers (allowed: " + size + ")");
    }
    return values;
  }

  private static List<Integer> sized(Attributes a, String name, int size, boolean required) {
    List<Integer> list = a.getInts(name);
    if (list == null ? required : list.size() != size && (required || !list.isEmpty())) {
      throw a.error(name, (list == null ? 0 : list.size()) + " numbers (allowed: " + size + ")");
    }
    return list == null || list.isEmpty() && !required ? null : list;
  }

  private static int[] unbox(List<Integer> list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  /** The number of columns that X needs. */
  int columns() {
    int columns = 0;
    for (int i = 0; i < features.length; i++) {
      columns = Math.max(columns, modes[i] == LEAF ? 0 : features[i] + 1);
    }
    return columns;
  }

  /** Checks X and returns its shape [rows, columns]. */
  Shape infer(Inputs in) {
    Shape shape = Ml.matrix(in);
    if (columns() > shape.dim(1)) {
      throw in.shapeError(
          "input 0 has shape " + shape + " (allowed: at least " + columns() + " columns)");
    }
    return shape;
  }

  /** Whether every contribution is for one and the same target. */
  boolean hasOneTarget() {
    for (int target : targets) {
      if (target != targets[0]) {
        return false;
      }
    }
    return targets.length > 0;
  }

  boolean allPositive() {
    for (double weight : weights) {
      if (weight < 0) {
        return false;
      }
    }
    return true;
  }

  /** Joins what all trees say of the row of X that begins at {@code at} into {@code scores}. */
  void score(Inputs in, Tensor x, int at, Aggregate aggregate, double[] scores) {
    in.checkTime();
    boolean[] seen = new boolean[scores.length];
    Arrays.fill(scores, 0);
    for (int root : roots) {
      int leaf = leaf(in, root, x, at);
      for (int i = firstWeights[leaf]; i < firstWeights[leaf + 1]; i++) {
        double before = scores[targets[i]];
        double weight = weights[i];
        scores[targets[i]] =
            switch (aggregate) {
              case SUM, AVERAGE -> before + weight;
              case MIN -> seen[targets[i]] ? Math.min(before, weight) : weight;
              case MAX -> seen[targets[i]] ? Math.max(before, weight) : weight;
            };
        seen[targets[i]] = true;
      }
    }
    for (int i = 0; i < scores.length && aggregate == Aggregate.AVERAGE; i++) {
      scores[i] /= Math.max(1, roots.length);
    }
  }

  private int leaf(Inputs in, int root, Tensor x, int at) {
    int node = root;
    for (int steps = 0; modes[node] != LEAF; steps++) {
      if (steps > modes.length) {
        throw in.shapeError("the tree at node " + root + " has a cycle");
      }
      double value = x.getDouble(at + features[node]);
      boolean branch = Double.isNaN(value) && missingTrue[node] || holds(node, value);
      node = branch ? whenTrue[node] : whenFalse[node];
    }
    return node;
  }

  private boolean holds(int node, double value) {
    double split = values[node];
    return switch (modes[node]) {
      case 0 -> value <= split;
      case 1 -> value < split;
      case 2 -> value >= split;
      case 3 -> value > split;
      case 4 -> value == split;
      case 5 -> value != split;
      default -> {
        boolean member = false;
        for (double candidate : members[node]) {
          member |= candidate == value;
        }
        yield member;
      }
    };
  }

  @Override
  public String toString() {
    return roots.length + " trees";
  }
}
