package io.hallmark.puppetbridge.aide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files fall under rules: AIDE is asked the same, for rules made up by chance. */
class RulesTest {
    private static final int CONFIGURATIONS = 60;
    private static final List<String> NAMES = List.of("a", "b", "ab", "a.b");
    private static final List<String> PIECES =
            List.of("/a", "/b", "/ab", "/a", "/b", "/a\\.b", "/.", "/[ab]", "/.*", "/(a|b)");
    private static final List<String> ENDS = List.of("", "", "$", "(/|$)", "/", "/.*", "b?$");
    private static final List<String> KINDS = List.of("", "", "", "=", "!", "!");
    private static final List<String> TYPES = List.of("", "", "", " f", " d", " l,f", " d,f", " 0");

    @TempDir
    Path folder;

    @Test
    void the_same_files_fall_under_the_same_rules() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        fill(root, 3);
        Aide aide = new Aide(folder, root);
        Random random = new Random(20260101);
        int compared = 0;
        for (int i = 0; i < CONFIGURATIONS; i++) {
            String rules = rules(random);
            if (aide.init(rules).exit() != 0) {
                continue;
            }
            List<String> theirs = aide.written();
            if (Aide.paths(theirs).isEmpty()) {
                continue;
            }
            assertThat(aide.ours(rules)).as(rules).isEqualTo(theirs);
            compared++;
        }
        assertThat(compared).isGreaterThan(CONFIGURATIONS / 2);
    }

    private static String rules(Random random) {
        StringBuilder rules = new StringBuilder("/" + one(List.of("a", "b", "ab", ""), random) + " p+ftype\n");
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            String kind = one(KINDS, random);
            rules.append(kind);
            for (int depth = random.nextInt(3); depth >= 0; depth--) {
                rules.append(one(PIECES, random));
            }
            rules.append(one(ENDS, random)).append(one(TYPES, random));
            rules.append(kind.equals("!") ? "" : one(List.of(" p+l", " sha256+s", " p+u+sha256"), random))
                    .append('\n');
        }
        return rules.toString().replace("//", "/");
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static void fill(Path parent, int depth) throws IOException {
        for (String name : NAMES) {
            Path path = parent.resolve(name);
            if (depth > 0 && !name.equals("a.b")) {
                fill(Files.createDirectory(path), depth - 1);
            } else if (depth % 2 == 0) {
                Files.writeString(path, name);
            } else {
                Files.createSymbolicLink(path, Path.of("a"));
            }
        }
    }
}
