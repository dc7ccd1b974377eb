package dev.assam.examples.text;

/**
 * Takes the accents off letters, as Unicode's canonical decomposition (NFD) without its non-spacing
 * marks does. A table, because TeaVM has no java.text.Normalizer: all lower-case Latin, Greek,
 * Cyrillic and Arabic letters and the kana; the syllables of Hangul by rule.
 */
final class Accents {
  /** Groups of a letter and its accented forms. */
  private static final String[] GROUPS = {
    "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓ",
    "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥȟḣḥḧḩḫẖ",
    "iìíîïĩīĭįǐȉȋḭḯỉị jĵǰ kķǩḱḳḵ lĺļľḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ",
    "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ",
    "tţťțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ",
    "yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ æǣǽ øǿ ſẛ ʒǯ",
    // Greek with oxia is the same as with tonos; editors like to change the one into the other.
    "α\u1F71 ε\u1F73 η\u1F75 ι\u1F77\u1FBE\u1FD3 ο\u1F79 υ\u1F7B\u1FE3 ω\u1F7D",
    "αάἀἁἂἃἄἅἆἇὰᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ εέἐἑἒἓἔἕὲ ηήἠἡἢἣἤἥἦἧὴᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
    "ιΐίϊἰἱἲἳἴἵἶἷὶιῐῑῒῖῗ οόὀὁὂὃὄὅὸ ρῤῥ υΰϋύὐὑὒὓὔὕὖὗὺῠῡῢῦῧ",
    "ωώὠὡὢὣὤὥὦὧὼᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ",
    "аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ ії ѵѷ әӛ өӫ",
    "اآأإ وؤ يئ ہۂ ےۓ ەۀ",
    "うゔ かが きぎ くぐ けげ こご さざ しじ すず せぜ そぞ ただ ちぢ つづ てで とど",
    "はばぱ ひびぴ ふぶぷ へべぺ ほぼぽ ゝゞ",
    "ウヴ カガ キギ クグ ケゲ コゴ サザ シジ スズ セゼ ソゾ タダ チヂ ツヅ テデ トド",
    "ハバパ ヒビピ フブプ ヘベペ ホボポ ワヷ ヰヸ ヱヹ ヲヺ ヽヾ"
  };

  private static final char[] BARE = new char[0x3100];

  static {
    for (char c = 0; c < BARE.length; c++) {
      BARE[c] = c;
    }
    for (String group : GROUPS) {
      char letter = ' ';
      for (int i = 0; i < group.length(); i++) {
        char c = group.charAt(i);
        if (c == ' ' || letter == ' ') {
          letter = c;
        }
        BARE[c] = letter;
      }
    }
  }

  private Accents() {}

  /** Appends the letter {@code c}, in lower case, without its accents. */
  static void strip(int c, StringBuilder to) {
    if (c < BARE.length) {
      to.append(BARE[c]);
    } else if (c >= 0xAC00 && c <= 0xD7A3) {
      int syllable = c - 0xAC00;
      to.append((char) (0x1100 + syllable / 588)).append((char) (0x1161 + syllable / 28 % 21));
      if (syllable % 28 != 0) {
        to.append((char) (0x11A7 + syllable % 28));
      }
    } else {
      to.appendCodePoint(c);
    }
  }
}
