package dev.assam.pages.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.Simd;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Every method of the Vector API, of {@code Simd} and of the memories that the plugin knows, once:
 * cases that a number chooses, each from three operands to one result of {@link SimdData#COUNT}
 * ints.
 */
final class SimdCases {
  private SimdCases() {}

  /** Names of the cases, in order. */
  static String[] names() {
    return new String[] {
      "floats add",
      "floats addScalar",
      "floats lanewise ADD",
      "floats sub",
      "floats subScalar",
      "floats lanewise SUB",
      "floats mul",
      "floats mulScalar",
      "floats lanewise MUL",
      "floats div",
      "floats divScalar",
      "floats lanewise DIV",
      "floats min",
      "floats minScalar",
      "floats lanewise MIN",
      "floats max",
      "floats maxScalar",
      "floats lanewise MAX",
      "floats addMasked",
      "floats subMasked",
      "floats mulMasked",
      "floats divMasked",
      "floats neg",
      "floats lanewise NEG",
      "floats abs",
      "floats lanewise ABS",
      "floats sqrt",
      "floats lanewise SQRT",
      "floats negMasked",
      "floats fma",
      "floats fmaScalar",
      "floats madd",
      "floats nmadd",
      "floats lanewise FMA",
      "floats floor",
      "floats ceil",
      "floats trunc",
      "floats nearest",
      "floats pmin",
      "floats pmax",
      "floats blend LT",
      "floats blendScalar LT",
      "floats blend LE",
      "floats blendScalar LE",
      "floats blend GT",
      "floats blendScalar GT",
      "floats blend GE",
      "floats blendScalar GE",
      "floats blend EQ",
      "floats blendScalar EQ",
      "floats blend NE",
      "floats blendScalar NE",
      "floats eq",
      "floats lt",
      "floats ltScalar",
      "floats isNan",
      "floats isNegative",
      "floats maskAnd",
      "floats maskOr",
      "floats maskXor",
      "floats maskNot",
      "floats maskAndNot",
      "floats maskEq",
      "floats broadcast",
      "floats zero",
      "floats broadcastLong",
      "floats withLane 0",
      "floats withLane 1",
      "floats withLane 2",
      "floats withLane 3",
      "floats unpackLow",
      "floats unpackHigh",
      "floats unpackLow64",
      "floats unpackHigh64",
      "floats evens",
      "floats odds",
      "floats reinterpret",
      "floats helper",
      "floats branches",
      "floats field",
      "floats mulAdd",
      "floats subMul",
      "floats mulAddScalar",
      "floatsToInts F2I",
      "floatsToInts toInts",
      "floatsToInts viewAsIntegralLanes",
      "floatsToInts convertTwice",
      "floatsToInts maskCast",
      "ints add",
      "ints addScalar",
      "ints sub",
      "ints subScalar",
      "ints min",
      "ints minScalar",
      "ints max",
      "ints maxScalar",
      "ints and",
      "ints andScalar",
      "ints or",
      "ints orScalar",
      "ints mul",
      "ints mulScalar",
      "ints lanewise XOR",
      "ints lanewise AND_NOT",
      "ints lanewise UMIN",
      "ints lanewise UMAX",
      "ints lanewise LSHL",
      "ints lanewise LSHL far",
      "ints lanewise ASHR",
      "ints lanewise ASHR far",
      "ints lanewise LSHR",
      "ints lanewise LSHR far",
      "ints neg",
      "ints abs",
      "ints not",
      "ints addMasked",
      "ints xorMasked",
      "ints blend LT",
      "ints blend LE",
      "ints blend GT",
      "ints blend GE",
      "ints blend EQ",
      "ints blend NE",
      "ints blend ULT",
      "ints blend ULE",
      "ints blend UGT",
      "ints blend UGE",
      "ints blendScalar",
      "ints isNegative",
      "ints isDefault",
      "ints bitwiseBlend",
      "ints broadcast",
      "ints zero",
      "ints withLane",
      "ints unpackLow",
      "ints unpackHigh",
      "ints I2F",
      "ints toFloats",
      "ints unpackLow64",
      "ints unpackHigh64",
      "ints dotI16",
      "ints dotI8",
      "ints narrow",
      "ints narrowU",
      "shorts add",
      "shorts addScalar",
      "shorts sub",
      "shorts subScalar",
      "shorts min",
      "shorts minScalar",
      "shorts max",
      "shorts maxScalar",
      "shorts and",
      "shorts andScalar",
      "shorts or",
      "shorts orScalar",
      "shorts mul",
      "shorts mulScalar",
      "shorts lanewise XOR",
      "shorts lanewise AND_NOT",
      "shorts lanewise UMIN",
      "shorts lanewise UMAX",
      "shorts lanewise SADD",
      "shorts lanewise SUADD",
      "shorts lanewise SSUB",
      "shorts lanewise SUSUB",
      "shorts lanewise LSHL",
      "shorts lanewise LSHL far",
      "shorts lanewise ASHR",
      "shorts lanewise ASHR far",
      "shorts lanewise LSHR",
      "shorts lanewise LSHR far",
      "shorts neg",
      "shorts abs",
      "shorts not",
      "shorts addMasked",
      "shorts xorMasked",
      "shorts blend LT",
      "shorts blend LE",
      "shorts blend GT",
      "shorts blend GE",
      "shorts blend EQ",
      "shorts blend NE",
      "shorts blend ULT",
      "shorts blend ULE",
      "shorts blend UGT",
      "shorts blend UGE",
      "shorts blendScalar",
      "shorts isNegative",
      "shorts isDefault",
      "shorts bitwiseBlend",
      "shorts broadcast",
      "shorts zero",
      "shorts withLane",
      "shorts unpackLow",
      "shorts unpackHigh",
      "shorts narrow",
      "shorts narrowU",
      "shorts widenLow",
      "shorts widenHigh",
      "shorts widenLowU",
      "shorts widenHighU",
      "shorts convertShape S2I 0",
      "shorts convertShape S2I 1",
      "shorts convertShape ZERO_EXTEND_S2I 0",
      "shorts convertShape ZERO_EXTEND_S2I 1",
      "shorts convertShape S2F 0",
      "shorts convertShape S2F 1",
      "bytes add",
      "bytes addScalar",
      "bytes sub",
      "bytes subScalar",
      "bytes min",
      "bytes minScalar",
      "bytes max",
      "bytes maxScalar",
      "bytes and",
      "bytes andScalar",
      "bytes or",
      "bytes orScalar",
      "bytes lanewise XOR",
      "bytes lanewise AND_NOT",
      "bytes lanewise UMIN",
      "bytes lanewise UMAX",
      "bytes lanewise SADD",
      "bytes lanewise SUADD",
      "bytes lanewise SSUB",
      "bytes lanewise SUSUB",
      "bytes lanewise LSHL",
      "bytes lanewise LSHL far",
      "bytes lanewise ASHR",
      "bytes lanewise ASHR far",
      "bytes lanewise LSHR",
      "bytes lanewise LSHR far",
      "bytes neg",
      "bytes abs",
      "bytes not",
      "bytes addMasked",
      "bytes xorMasked",
      "bytes blend LT",
      "bytes blend LE",
      "bytes blend GT",
      "bytes blend GE",
      "bytes blend EQ",
      "bytes blend NE",
      "bytes blend ULT",
      "bytes blend ULE",
      "bytes blend UGT",
      "bytes blend UGE",
      "bytes blendScalar",
      "bytes isNegative",
      "bytes isDefault",
      "bytes bitwiseBlend",
      "bytes broadcast",
      "bytes zero",
      "bytes withLane",
      "bytes unpackLow",
      "bytes unpackHigh",
      "bytes widenLow",
      "bytes widenHigh",
      "bytes widenLowU",
      "bytes widenHighU",
      "bytes convert B2S 0",
      "bytes convert B2S 1",
      "bytes convert ZERO_EXTEND_B2S 0",
      "bytes convert ZERO_EXTEND_B2S 1",
      "scalars float lane 0",
      "scalars float lane 1",
      "scalars float lane 2",
      "scalars float lane 3",
      "scalars float reduceLanes MIN",
      "scalars float reduceLanes MAX",
      "scalars float reduceLanes ADD",
      "scalars I reduceLanes ADD",
      "scalars I reduceLanes MIN",
      "scalars I reduceLanes MAX",
      "scalars I reduceLanes AND",
      "scalars I reduceLanes OR",
      "scalars I reduceLanes XOR",
      "scalars I reduceLanes MUL",
      "scalars I lane 0",
      "scalars I lane 1",
      "scalars I lane 3",
      "scalars I toLong",
      "scalars I trueCount",
      "scalars I anyTrue",
      "scalars I allTrue",
      "scalars S reduceLanes ADD",
      "scalars S reduceLanes MIN",
      "scalars S reduceLanes MAX",
      "scalars S reduceLanes AND",
      "scalars S reduceLanes OR",
      "scalars S reduceLanes XOR",
      "scalars S reduceLanes MUL",
      "scalars S lane 0",
      "scalars S lane 1",
      "scalars S lane 3",
      "scalars S toLong",
      "scalars S trueCount",
      "scalars S anyTrue",
      "scalars S allTrue",
      "scalars B reduceLanes ADD",
      "scalars B reduceLanes MIN",
      "scalars B reduceLanes MAX",
      "scalars B reduceLanes AND",
      "scalars B reduceLanes OR",
      "scalars B reduceLanes XOR",
      "scalars B lane 0",
      "scalars B lane 1",
      "scalars B lane 3",
      "scalars B toLong",
      "scalars B trueCount",
      "scalars B anyTrue",
      "scalars B allTrue",
      "scalars F toLong",
      "scalars length",
      "memories splat float",
      "memories splat int",
      "memories splat short",
      "memories splat byte",
      "memories splatPair",
      "memories splatQuad",
      "memories short loadS32",
      "memories short loadU32",
      "memories byte loadS16",
      "memories byte loadU16",
      "memories byte loadS32",
      "memories byte loadU32",
      "memories displaced",
      "memories displacedBack",
      "memories displacedFar",
    };
  }

  /** Computes case {@code c}. */
  static void run(int c, Floats f, Ints n, Shorts s, Bytes b, Ints out) {
    for (int x = 0; x < SimdData.COUNT; x += Lanes.I32) {
      int y = x + SimdData.COUNT;
      int z = y + SimdData.COUNT;
      if (c < 83) {
        out.store(x, floats(c, f.load(x), f.load(y), f.load(z)).reinterpretAsInts());
      } else if (c < 88) {
        out.store(x, floatsToInts(c - 83, f.load(x), f.load(y), f.load(z)));
      } else if (c < 144) {
        out.store(x, ints(c - 88, n.load(x), n.load(y), n.load(z)));
      } else if (c < 208) {
        out.store(
            x, shorts(c - 144, s.load(2 * x), s.load(2 * y), s.load(2 * z)).reinterpretAsInts());
      } else if (c < 266) {
        out.store(
            x, bytes(c - 208, b.load(4 * x), b.load(4 * y), b.load(4 * z)).reinterpretAsInts());
      } else if (c < 316) {
        out.store(x, IntVector.broadcast(Lanes.I, scalars(c - 266, f, n, s, b, y, z)));
      } else {
        out.store(x, memories(c - 316, f, n, s, b, y));
      }
    }
  }

  private static FloatVector floats(int c, FloatVector x, FloatVector y, FloatVector z) {
    return switch (c) {
      case 0 -> x.add(y);
      case 1 -> x.add(-1.5f);
      case 2 -> x.lanewise(VectorOperators.ADD, y);
      case 3 -> x.sub(y);
      case 4 -> x.sub(-1.5f);
      case 5 -> x.lanewise(VectorOperators.SUB, y);
      case 6 -> x.mul(y);
      case 7 -> x.mul(-1.5f);
      case 8 -> x.lanewise(VectorOperators.MUL, y);
      case 9 -> x.div(y);
      case 10 -> x.div(-1.5f);
      case 11 -> x.lanewise(VectorOperators.DIV, y);
      case 12 -> x.min(y);
      case 13 -> x.min(-1.5f);
      case 14 -> x.lanewise(VectorOperators.MIN, y);
      case 15 -> x.max(y);
      case 16 -> x.max(-1.5f);
      case 17 -> x.lanewise(VectorOperators.MAX, y);
      case 18 -> x.add(y, y.compare(VectorOperators.GT, z));
      case 19 -> x.sub(y, y.compare(VectorOperators.GT, z));
      case 20 -> x.mul(y, y.compare(VectorOperators.GT, z));
      case 21 -> x.div(y, y.compare(VectorOperators.GT, z));
      case 22 -> x.neg();
      case 23 -> x.lanewise(VectorOperators.NEG);
      case 24 -> x.abs();
      case 25 -> x.lanewise(VectorOperators.ABS);
      case 26 -> x.sqrt();
      case 27 -> x.lanewise(VectorOperators.SQRT);
      case 28 -> x.lanewise(VectorOperators.NEG, y.lt(z));
      case 29 -> x.fma(y, z);
      case 30 -> x.fma(3f, 0.1f);
      case 31 -> Simd.madd(x, y, z);
      case 32 -> Simd.nmadd(x, y, z);
      case 33 -> x.lanewise(VectorOperators.FMA, y, z);
      case 34 -> Simd.floor(x);
      case 35 -> Simd.ceil(x);
      case 36 -> Simd.trunc(x);
      case 37 -> Simd.nearest(x);
      case 38 -> Simd.pmin(x, y);
      case 39 -> Simd.pmax(x, y);
      case 40 -> x.blend(z, x.compare(VectorOperators.LT, y));
      case 41 -> x.blend(7f, x.compare(VectorOperators.LT, 1.5f));
      case 42 -> x.blend(z, x.compare(VectorOperators.LE, y));
      case 43 -> x.blend(7f, x.compare(VectorOperators.LE, 1.5f));
      case 44 -> x.blend(z, x.compare(VectorOperators.GT, y));
      case 45 -> x.blend(7f, x.compare(VectorOperators.GT, 1.5f));
      case 46 -> x.blend(z, x.compare(VectorOperators.GE, y));
      case 47 -> x.blend(7f, x.compare(VectorOperators.GE, 1.5f));
      case 48 -> x.blend(z, x.compare(VectorOperators.EQ, y));
      case 49 -> x.blend(7f, x.compare(VectorOperators.EQ, 1.5f));
      case 50 -> x.blend(z, x.compare(VectorOperators.NE, y));
      case 51 -> x.blend(7f, x.compare(VectorOperators.NE, 1.5f));
      case 52 -> y.blend(z, x.eq(y));
      case 53 -> y.blend(z, x.lt(y));
      case 54 -> y.blend(z, x.lt(0f));
      case 55 -> x.blend(1f, x.test(VectorOperators.IS_NAN));
      case 56 -> x.blend(1f, x.test(VectorOperators.IS_NEGATIVE));
      case 57 -> x.blend(z, x.lt(y).and(y.lt(z)));
      case 58 -> x.blend(z, x.lt(y).or(y.lt(z)));
      case 59 -> x.blend(z, x.lt(y).xor(y.lt(z)));
      case 60 -> x.blend(z, x.lt(y).not());
      case 61 -> x.blend(z, x.lt(y).andNot(y.lt(z)));
      case 62 -> x.blend(z, x.lt(y).eq(y.lt(z)));
      case 63 -> FloatVector.broadcast(Lanes.F, 2.5f).add(x);
      case 64 -> FloatVector.zero(Lanes.F).sub(x);
      case 65 -> FloatVector.broadcast(Lanes.F, 3).add(x);
      case 66 -> x.withLane(0, 9f);
      case 67 -> x.withLane(1, 9f);
      case 68 -> x.withLane(2, 9f);
      case 69 -> x.withLane(3, 9f);
      case 70 -> Simd.unpackLow(y, z);
      case 71 -> Simd.unpackHigh(y, z);
      case 72 -> Simd.unpackLow64(y, z);
      case 73 -> Simd.unpackHigh64(y, z);
      case 74 -> Simd.evens(y, z);
      case 75 -> Simd.odds(y, z);
      case 76 ->
          x.reinterpretAsBytes().reinterpretAsShorts().reinterpretAsInts().reinterpretAsFloats();
      case 77 -> between(x, y, z);
      case 78 -> branches(x, y, z);
      case 79 -> new Pair(x, y).sum();
      case 80 -> x.mul(y).add(z);
      case 81 -> z.sub(x.mul(y));
      case 82 -> x.mul(3f).add(0.1f);
      default -> throw new IllegalArgumentException();
    };
  }

  private static IntVector floatsToInts(int c, FloatVector x, FloatVector y, FloatVector z) {
    return switch (c) {
      case 0 -> (IntVector) x.convert(VectorOperators.F2I, 0);
      case 1 -> Simd.toInts(x);
      case 2 -> x.viewAsIntegralLanes();
      case 3 ->
          ((FloatVector) x.convert(VectorOperators.F2I, 0).convert(VectorOperators.I2F, 0))
              .reinterpretAsInts();
      case 4 -> z.reinterpretAsInts().blend(5, x.lt(y).cast(Lanes.I));
      default -> throw new IllegalArgumentException();
    };
  }

  private static IntVector ints(int c, IntVector x, IntVector y, IntVector z) {
    return switch (c) {
      case 0 -> x.add(y);
      case 1 -> x.add(-3);
      case 2 -> x.sub(y);
      case 3 -> x.sub(-3);
      case 4 -> x.min(y);
      case 5 -> x.min(-3);
      case 6 -> x.max(y);
      case 7 -> x.max(-3);
      case 8 -> x.and(y);
      case 9 -> x.and(-3);
      case 10 -> x.or(y);
      case 11 -> x.or(-3);
      case 12 -> x.mul(y);
      case 13 -> x.mul(-3);
      case 14 -> x.lanewise(VectorOperators.XOR, y);
      case 15 -> x.lanewise(VectorOperators.AND_NOT, y);
      case 16 -> x.lanewise(VectorOperators.UMIN, y);
      case 17 -> x.lanewise(VectorOperators.UMAX, y);
      case 18 -> x.lanewise(VectorOperators.LSHL, 13);
      case 19 -> x.lanewise(VectorOperators.LSHL, 37);
      case 20 -> x.lanewise(VectorOperators.ASHR, 13);
      case 21 -> x.lanewise(VectorOperators.ASHR, 37);
      case 22 -> x.lanewise(VectorOperators.LSHR, 13);
      case 23 -> x.lanewise(VectorOperators.LSHR, 37);
      case 24 -> x.neg();
      case 25 -> x.abs();
      case 26 -> x.not();
      case 27 -> x.add(y, y.compare(VectorOperators.GT, z));
      case 28 -> x.lanewise(VectorOperators.XOR, 5, y.lt(z));
      case 29 -> x.blend(z, x.compare(VectorOperators.LT, y));
      case 30 -> x.blend(z, x.compare(VectorOperators.LE, y));
      case 31 -> x.blend(z, x.compare(VectorOperators.GT, y));
      case 32 -> x.blend(z, x.compare(VectorOperators.GE, y));
      case 33 -> x.blend(z, x.compare(VectorOperators.EQ, y));
      case 34 -> x.blend(z, x.compare(VectorOperators.NE, y));
      case 35 -> x.blend(z, x.compare(VectorOperators.ULT, y));
      case 36 -> x.blend(z, x.compare(VectorOperators.ULE, y));
      case 37 -> x.blend(z, x.compare(VectorOperators.UGT, y));
      case 38 -> x.blend(z, x.compare(VectorOperators.UGE, y));
      case 39 -> x.blend(3, x.compare(VectorOperators.LT, 100));
      case 40 -> x.blend(y, x.test(VectorOperators.IS_NEGATIVE));
      case 41 -> x.blend(y, x.test(VectorOperators.IS_DEFAULT));
      case 42 -> x.bitwiseBlend(y, z);
      case 43 -> IntVector.broadcast(Lanes.I, 17).sub(x);
      case 44 -> IntVector.zero(Lanes.I).sub(x);
      case 45 -> x.withLane(3, -3);
      case 46 -> Simd.unpackLow(x, y);
      case 47 -> Simd.unpackHigh(x, y);
      case 48 -> ((FloatVector) x.convert(VectorOperators.I2F, 0)).reinterpretAsInts();
      case 49 -> Simd.toFloats(x).reinterpretAsInts();
      case 50 -> Simd.unpackLow64(x, y);
      case 51 -> Simd.unpackHigh64(x, y);
      case 52 -> Simd.dotI16(x, y.reinterpretAsShorts(), z.reinterpretAsShorts());
      case 53 -> Simd.dotI8(x, y.reinterpretAsBytes(), z.and(0x7F7F7F7F).reinterpretAsBytes());
      case 54 -> Simd.narrow(x, y).reinterpretAsInts();
      case 55 -> Simd.narrowU(x, y).reinterpretAsInts();
      default -> throw new IllegalArgumentException();
    };
  }

  private static ShortVector shorts(int c, ShortVector x, ShortVector y, ShortVector z) {
    return switch (c) {
      case 0 -> x.add(y);
      case 1 -> x.add((short) -3);
      case 2 -> x.sub(y);
      case 3 -> x.sub((short) -3);
      case 4 -> x.min(y);
      case 5 -> x.min((short) -3);
      case 6 -> x.max(y);
      case 7 -> x.max((short) -3);
      case 8 -> x.and(y);
      case 9 -> x.and((short) -3);
      case 10 -> x.or(y);
      case 11 -> x.or((short) -3);
      case 12 -> x.mul(y);
      case 13 -> x.mul((short) -3);
      case 14 -> x.lanewise(VectorOperators.XOR, y);
      case 15 -> x.lanewise(VectorOperators.AND_NOT, y);
      case 16 -> x.lanewise(VectorOperators.UMIN, y);
      case 17 -> x.lanewise(VectorOperators.UMAX, y);
      case 18 -> x.lanewise(VectorOperators.SADD, y);
      case 19 -> x.lanewise(VectorOperators.SUADD, y);
      case 20 -> x.lanewise(VectorOperators.SSUB, y);
      case 21 -> x.lanewise(VectorOperators.SUSUB, y);
      case 22 -> x.lanewise(VectorOperators.LSHL, 5);
      case 23 -> x.lanewise(VectorOperators.LSHL, 37);
      case 24 -> x.lanewise(VectorOperators.ASHR, 5);
      case 25 -> x.lanewise(VectorOperators.ASHR, 37);
      case 26 -> x.lanewise(VectorOperators.LSHR, 5);
      case 27 -> x.lanewise(VectorOperators.LSHR, 37);
      case 28 -> x.neg();
      case 29 -> x.abs();
      case 30 -> x.not();
      case 31 -> x.add(y, y.compare(VectorOperators.GT, z));
      case 32 -> x.lanewise(VectorOperators.XOR, 5, y.lt(z));
      case 33 -> x.blend(z, x.compare(VectorOperators.LT, y));
      case 34 -> x.blend(z, x.compare(VectorOperators.LE, y));
      case 35 -> x.blend(z, x.compare(VectorOperators.GT, y));
      case 36 -> x.blend(z, x.compare(VectorOperators.GE, y));
      case 37 -> x.blend(z, x.compare(VectorOperators.EQ, y));
      case 38 -> x.blend(z, x.compare(VectorOperators.NE, y));
      case 39 -> x.blend(z, x.compare(VectorOperators.ULT, y));
      case 40 -> x.blend(z, x.compare(VectorOperators.ULE, y));
      case 41 -> x.blend(z, x.compare(VectorOperators.UGT, y));
      case 42 -> x.blend(z, x.compare(VectorOperators.UGE, y));
      case 43 -> x.blend(3, x.compare(VectorOperators.LT, 100));
      case 44 -> x.blend(y, x.test(VectorOperators.IS_NEGATIVE));
      case 45 -> x.blend(y, x.test(VectorOperators.IS_DEFAULT));
      case 46 -> x.bitwiseBlend(y, z);
      case 47 -> ShortVector.broadcast(Lanes.S, 17).sub(x);
      case 48 -> ShortVector.zero(Lanes.S).sub(x);
      case 49 -> x.withLane(3, (short) -3);
      case 50 -> Simd.unpackLow(x, y);
      case 51 -> Simd.unpackHigh(x, y);
      case 52 -> Simd.narrow(x, y).reinterpretAsShorts();
      case 53 -> Simd.narrowU(x, y).reinterpretAsShorts();
      case 54 -> Simd.widenLow(y).reinterpretAsShorts();
      case 55 -> Simd.widenHigh(y).reinterpretAsShorts();
      case 56 -> Simd.widenLowU(y).reinterpretAsShorts();
      case 57 -> Simd.widenHighU(y).reinterpretAsShorts();
      case 58 -> y.convertShape(VectorOperators.S2I, Lanes.I, 0).reinterpretAsShorts();
      case 59 -> y.convertShape(VectorOperators.S2I, Lanes.I, 1).reinterpretAsShorts();
      case 60 -> y.convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.I, 0).reinterpretAsShorts();
      case 61 -> y.convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.I, 1).reinterpretAsShorts();
      case 62 -> y.convertShape(VectorOperators.S2F, Lanes.F, 0).reinterpretAsShorts();
      case 63 -> y.convertShape(VectorOperators.S2F, Lanes.F, 1).reinterpretAsShorts();
      default -> throw new IllegalArgumentException();
    };
  }

  private static ByteVector bytes(int c, ByteVector x, ByteVector y, ByteVector z) {
    return switch (c) {
      case 0 -> x.add(y);
      case 1 -> x.add((byte) -3);
      case 2 -> x.sub(y);
      case 3 -> x.sub((byte) -3);
      case 4 -> x.min(y);
      case 5 -> x.min((byte) -3);
      case 6 -> x.max(y);
      case 7 -> x.max((byte) -3);
      case 8 -> x.and(y);
      case 9 -> x.and((byte) -3);
      case 10 -> x.or(y);
      case 11 -> x.or((byte) -3);
      case 12 -> x.lanewise(VectorOperators.XOR, y);
      case 13 -> x.lanewise(VectorOperators.AND_NOT, y);
      case 14 -> x.lanewise(VectorOperators.UMIN, y);
      case 15 -> x.lanewise(VectorOperators.UMAX, y);
      case 16 -> x.lanewise(VectorOperators.SADD, y);
      case 17 -> x.lanewise(VectorOperators.SUADD, y);
      case 18 -> x.lanewise(VectorOperators.SSUB, y);
      case 19 -> x.lanewise(VectorOperators.SUSUB, y);
      case 20 -> x.lanewise(VectorOperators.LSHL, 3);
      case 21 -> x.lanewise(VectorOperators.LSHL, 37);
      case 22 -> x.lanewise(VectorOperators.ASHR, 3);
      case 23 -> x.lanewise(VectorOperators.ASHR, 37);
      case 24 -> x.lanewise(VectorOperators.LSHR, 3);
      case 25 -> x.lanewise(VectorOperators.LSHR, 37);
      case 26 -> x.neg();
      case 27 -> x.abs();
      case 28 -> x.not();
      case 29 -> x.add(y, y.compare(VectorOperators.GT, z));
      case 30 -> x.lanewise(VectorOperators.XOR, 5, y.lt(z));
      case 31 -> x.blend(z, x.compare(VectorOperators.LT, y));
      case 32 -> x.blend(z, x.compare(VectorOperators.LE, y));
      case 33 -> x.blend(z, x.compare(VectorOperators.GT, y));
      case 34 -> x.blend(z, x.compare(VectorOperators.GE, y));
      case 35 -> x.blend(z, x.compare(VectorOperators.EQ, y));
      case 36 -> x.blend(z, x.compare(VectorOperators.NE, y));
      case 37 -> x.blend(z, x.compare(VectorOperators.ULT, y));
      case 38 -> x.blend(z, x.compare(VectorOperators.ULE, y));
      case 39 -> x.blend(z, x.compare(VectorOperators.UGT, y));
      case 40 -> x.blend(z, x.compare(VectorOperators.UGE, y));
      case 41 -> x.blend(3, x.compare(VectorOperators.LT, 100));
      case 42 -> x.blend(y, x.test(VectorOperators.IS_NEGATIVE));
      case 43 -> x.blend(y, x.test(VectorOperators.IS_DEFAULT));
      case 44 -> x.bitwiseBlend(y, z);
      case 45 -> ByteVector.broadcast(Lanes.B, 17).sub(x);
      case 46 -> ByteVector.zero(Lanes.B).sub(x);
      case 47 -> x.withLane(3, (byte) -3);
      case 48 -> Simd.unpackLow(x, y);
      case 49 -> Simd.unpackHigh(x, y);
      case 50 -> Simd.widenLow(y).reinterpretAsBytes();
      case 51 -> Simd.widenHigh(y).reinterpretAsBytes();
      case 52 -> Simd.widenLowU(y).reinterpretAsBytes();
      case 53 -> Simd.widenHighU(y).reinterpretAsBytes();
      case 54 -> ((ShortVector) y.convert(VectorOperators.B2S, 0)).reinterpretAsBytes();
      case 55 -> ((ShortVector) y.convert(VectorOperators.B2S, 1)).reinterpretAsBytes();
      case 56 -> ((ShortVector) y.convert(VectorOperators.ZERO_EXTEND_B2S, 0)).reinterpretAsBytes();
      case 57 -> ((ShortVector) y.convert(VectorOperators.ZERO_EXTEND_B2S, 1)).reinterpretAsBytes();
      default -> throw new IllegalArgumentException();
    };
  }

  private static int scalars(int c, Floats f, Ints n, Shorts s, Bytes b, int y, int z) {
    return switch (c) {
      case 0 -> Float.floatToRawIntBits(f.load(y).lane(0));
      case 1 -> Float.floatToRawIntBits(f.load(y).lane(1));
      case 2 -> Float.floatToRawIntBits(f.load(y).lane(2));
      case 3 -> Float.floatToRawIntBits(f.load(y).lane(3));
      case 4 -> Float.floatToRawIntBits(f.load(y).reduceLanes(VectorOperators.MIN));
      case 5 -> Float.floatToRawIntBits(f.load(y).reduceLanes(VectorOperators.MAX));
      case 6 ->
          Float.floatToRawIntBits(Simd.toFloats(s.loadS32(y)).reduceLanes(VectorOperators.ADD));
      case 7 -> n.load(1 * y).reduceLanes(VectorOperators.ADD);
      case 8 -> n.load(1 * y).reduceLanes(VectorOperators.MIN);
      case 9 -> n.load(1 * y).reduceLanes(VectorOperators.MAX);
      case 10 -> n.load(1 * y).reduceLanes(VectorOperators.AND);
      case 11 -> n.load(1 * y).reduceLanes(VectorOperators.OR);
      case 12 -> n.load(1 * y).reduceLanes(VectorOperators.XOR);
      case 13 -> n.load(1 * y).reduceLanes(VectorOperators.MUL);
      case 14 -> n.load(1 * y).lane(0);
      case 15 -> n.load(1 * y).lane(1);
      case 16 -> n.load(1 * y).lane(3);
      case 17 -> (int) n.load(1 * y).lt(n.load(1 * z)).toLong();
      case 18 -> n.load(1 * y).lt(n.load(1 * z)).trueCount();
      case 19 -> n.load(1 * y).lt(n.load(1 * z)).anyTrue() ? 1 : 0;
      case 20 -> n.load(1 * y).lt(n.load(1 * z)).allTrue() ? 1 : 0;
      case 21 -> s.load(2 * y).reduceLanes(VectorOperators.ADD);
      case 22 -> s.load(2 * y).reduceLanes(VectorOperators.MIN);
      case 23 -> s.load(2 * y).reduceLanes(VectorOperators.MAX);
      case 24 -> s.load(2 * y).reduceLanes(VectorOperators.AND);
      case 25 -> s.load(2 * y).reduceLanes(VectorOperators.OR);
      case 26 -> s.load(2 * y).reduceLanes(VectorOperators.XOR);
      case 27 -> s.load(2 * y).reduceLanes(VectorOperators.MUL);
      case 28 -> s.load(2 * y).lane(0);
      case 29 -> s.load(2 * y).lane(1);
      case 30 -> s.load(2 * y).lane(3);
      case 31 -> (int) s.load(2 * y).lt(s.load(2 * z)).toLong();
      case 32 -> s.load(2 * y).lt(s.load(2 * z)).trueCount();
      case 33 -> s.load(2 * y).lt(s.load(2 * z)).anyTrue() ? 1 : 0;
      case 34 -> s.load(2 * y).lt(s.load(2 * z)).allTrue() ? 1 : 0;
      case 35 -> b.load(4 * y).reduceLanes(VectorOperators.ADD);
      case 36 -> b.load(4 * y).reduceLanes(VectorOperators.MIN);
      case 37 -> b.load(4 * y).reduceLanes(VectorOperators.MAX);
      case 38 -> b.load(4 * y).reduceLanes(VectorOperators.AND);
      case 39 -> b.load(4 * y).reduceLanes(VectorOperators.OR);
      case 40 -> b.load(4 * y).reduceLanes(VectorOperators.XOR);
      case 41 -> b.load(4 * y).lane(0);
      case 42 -> b.load(4 * y).lane(1);
      case 43 -> b.load(4 * y).lane(3);
      case 44 -> (int) b.load(4 * y).lt(b.load(4 * z)).toLong();
      case 45 -> b.load(4 * y).lt(b.load(4 * z)).trueCount();
      case 46 -> b.load(4 * y).lt(b.load(4 * z)).anyTrue() ? 1 : 0;
      case 47 -> b.load(4 * y).lt(b.load(4 * z)).allTrue() ? 1 : 0;
      case 48 -> (int) f.load(y).lt(f.load(z)).toLong();
      case 49 -> Lanes.F.length() + f.load(y).length() + 10 * Lanes.S.loopBound(y) + Lanes.I8;
      default -> throw new IllegalArgumentException();
    };
  }

  private static IntVector memories(int c, Floats f, Ints n, Shorts s, Bytes b, int y) {
    return switch (c) {
      case 0 -> f.splat(y).reinterpretAsInts();
      case 1 -> n.splat(y + 5);
      case 2 -> s.splat(y + 1).reinterpretAsInts();
      case 3 -> b.splat(y + 3).reinterpretAsInts();
      case 4 -> s.splatPair(y + 1).reinterpretAsInts();
      case 5 -> b.splatQuad(y + 3).reinterpretAsInts();
      case 6 -> s.loadS32(y + 1);
      case 7 -> s.loadU32(y);
      case 8 -> b.loadS16(y + 3).reinterpretAsInts();
      case 9 -> b.loadU16(y).reinterpretAsInts();
      case 10 -> b.loadS32(y + 5);
      case 11 -> b.loadU32(y + 5);
      case 12 -> n.load(y + 4).add(n.load(y + 2 * Lanes.I32)).add(n.get(y + 255));
      case 13 -> n.load(y - 4 + 8).sub(n.load(y - 4));
      case 14 -> n.load(y + 300).sub(n.load(3 + y));
      default -> throw new IllegalArgumentException();
    };
  }

  private static FloatVector between(FloatVector x, FloatVector low, FloatVector high) {
    return x.max(low).min(high);
  }

  /** Vectors through branches and loops. */
  private static FloatVector branches(FloatVector x, FloatVector y, FloatVector z) {
    FloatVector result = x;
    VectorMask<Float> mask = x.lt(y);
    for (int i = 0; i < 3; i++) {
      if (mask.anyTrue()) {
        result = between(result, y, z);
        mask = result.lt(z);
      } else {
        FloatVector swap = y;
        y = z;
        z = swap;
      }
    }
    return mask.allTrue() ? result : result.neg();
  }

  /** Vectors in fields of an object. */
  private static final class Pair {
    private final FloatVector a;
    private FloatVector b;

    Pair(FloatVector a, FloatVector b) {
      this.a = a;
      this.b = b;
    }

    FloatVector sum() {
      b = b.add(a);
      return b.sub(1f);
    }
  }
}
