package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hallmark.measuredboot.MeasuredBootException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripting language: words, variables, control flow, and how GRUB's differs from a shell's. */
class ScriptTest {
    private static List<String> lines(String script) {
        return Scripts.configuration(script).lines();
    }

    @Test
    void wordsAreJoinedByOneBlankWithoutTheirQuotes() {
        assertThat(lines("echo  a\t'b  c' \"d\"e\\ f # comment\n")).containsExactly("echo a b  c de f");
    }

    @Test
    void backslashesInQuotesStayBeforeOrdinaryCharacters() {
        assertThat(lines("echo \"a\\b\" \"c\\\\d\" 'e\\f' \"\\$x\" g\\h\n"))
                .containsExactly("echo a\\b c\\d e\\f $x gh");
    }

    @Test
    void anEmptyVariableVanishesUnlessItIsQuoted() {
        assertThat(lines("echo $no a\"$no\"b \"$no\" c\n")).containsExactly("echo ab  c");
    }

    @Test
    void anUnquotedVariableIsSplitAndALeadingBlankIsDropped() {
        assertThat(lines("x=' a  b '\necho -$x-\n")).containsExactly("x= a  b ", "echo -a b-");
    }

    @Test
    void aCommandThatExpandsToNothingIsNotMeasured() {
        assertThat(lines("$no\necho a\n")).containsExactly("echo a");
    }

    @Test
    void linesContinueAfterABackslashAndWithinQuotes() {
        assertThat(lines("echo a \\\n  b\necho 'c\nd'\n")).containsExactly("echo a b", "echo c", "d");
    }

    @Test
    void linesThatBeginWithANumberSignAreDroppedEvenInQuotesAndEntries() {
        assertThat(Scripts.configuration("menuentry x {\n# gone\n echo a # kept\n}\n")
                        .lines())
                .containsExactly("menuentry x {", " echo a # kept", "}");
    }

    @Test
    void conditionsMeasureTheirTestsAndTheBranchTaken() {
        assertThat(lines("if [ a = b ]; then echo 1\nelif true\nthen echo 2; else echo 3\nfi\n"))
                .containsExactly("[ a = b ]", "true", "echo 2");
    }

    @Test
    void anUnknownCommandCountsAsTrue() {
        assertThat(lines("if nonsense; then echo yes; fi\n")).containsExactly("nonsense", "echo yes");
    }

    @Test
    void negationIsPartOfTheMeasuredCommand() {
        assertThat(lines("if ! false; then echo yes; fi\n")).containsExactly("! false", "echo yes");
    }

    @Test
    void loopsRunTheirBodies() {
        assertThat(lines("for i in 1 2 3 4; do if [ $i = 2 ]; then continue; fi\n if [ $i = 3 ]; then break; fi\n"
                        + "echo $i\ndone\n"))
                .containsExactly(
                        "[ 1 = 2 ]", "[ 1 = 3 ]", "echo 1", "[ 2 = 2 ]", "continue", "[ 3 = 2 ]", "[ 3 = 3 ]", "break");
        assertThat(lines("x=a\nwhile [ $x != aaa ]; do x=a$x; done\nuntil true; do echo never; done\n"))
                .containsExactly("x=a", "[ a != aaa ]", "x=aa", "[ aa != aaa ]", "x=aaa", "[ aaa != aaa ]", "true");
    }

    @Test
    void functionsGetParametersAndCanReturnEarly() {
        assertThat(lines("function f {\n echo $# $1 \"$@\"\n shift\n echo $* $?\n return 3\n echo never\n}\nf a 'b c'\n"
                        + "echo $?\n"))
                .containsExactly("f a b c", "echo 2 a a b c", "shift", "echo b c 0", "return 3", "echo 3");
    }

    @Test
    void statusIsThatOfTheLastCommand() {
        assertThat(lines("false\necho $?\ntest -z ''\necho $?\nloadfont /none\necho $?\n"))
                .containsExactly("false", "echo 1", "test -z ", "echo 0", "loadfont /none", "echo 23");
    }

    @Test
    void patternsOfPathsAreExpandedFromTheFilesThatThereAre() {
        assertThat(Scripts.configuration("for f in /conf.d/*.cfg /none/*; do echo $f; done\n")
                        .file("/conf.d/a.cfg", "")
                        .file("/conf.d/b.txt", "")
                        .lines())
                .containsExactly("echo /conf.d/a.cfg", "echo /none/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "menuentry x { }",
                "if true; then\nfi",
                "a ;; b",
                "echo \"$ \"",
                "fi",
                "function f { a }",
                "for 1 in a; do b; done",
                "if true; then function f {\n a\n}\n fi",
                "echo 'open",
                "a && b",
                "a | b",
                "while true; do a"
            })
    void whatGrubCanNotParseIsToldWithItsPlaceAndDoubted(String script) {
        assertThat(Scripts.configuration("echo before\n" + script + "\n").run().doubt())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .matches("(?s)GRUB can't parse \\(hd0,gpt1\\)/grub/grub\\.cfg:\\d+:\\d+: .+"));
    }

    @Test
    void afterALineThatCanNotBeParsedGrubGoesOn() {
        assertThat(lines("fi\necho after\n")).last().isEqualTo("echo after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true; do true; done",
                "function f { f\n}\nf",
                "source $prefix/grub.cfg",
                "x=a\nwhile true; do x=$x$x; done",
                "configfile $prefix/grub.cfg",
                "menuentry a --id a {\n configfile $prefix/grub.cfg\n}\nset timeout=0",
                "eval 'eval \"$x\"'\nx='eval \"$x\"'\neval $x"
            })
    void whatDoesNotEndIsRefused(String script) {
        try {
            assertThat(Scripts.configuration(script + "\n").run().boot()).isInstanceOf(GrubBoot.Nothing.class);
        } catch (MeasuredBootException e) {
            assertThat(e).hasMessageStartingWith("GRUB configuration: ");
        }
    }

    @Test
    void whatCostsTooMuchIsRefusedInTime() {
        String large = "x" + "a".repeat(60_000);
        String nested = "if true; then ".repeat(90) + "f\n" + "fi;".repeat(90);
        for (String script : List.of(
                "x=" + large + "\nwhile true; do for i in $x; do for j in $x$x$x; do true; done; done; done",
                "for i in a b c; do for j in $i; do source /large; source /large; done; done\n".repeat(200),
                "function f {\n" + nested + "\n}\nf",
                "x=" + "a".repeat(4000) + "\nregexp 'a*a*a*a*b' $x",
                "regexp '" + "(".repeat(5000) + "' x")) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                try {
                    Scripts.configuration(script + "\n")
                            .file("/large", "\n# x\n".repeat(20_000))
                            .run();
                } catch (MeasuredBootException e) {
                    assertThat(e).hasMessageStartingWith("GRUB configuration: ");
                }
            });
        }
    }

    @Test
    void anEndlessLoopIsNamed() {
        assertThatThrownBy(() -> lines("while true; do true; done\n"))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("look for a loop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = a",
                "a == a",
                "a != b",
                "a '<' b",
                "b '>' a",
                "a '<=' a",
                "b '>=' a",
                "1 -eq 01",
                "0x10 -eq 16",
                "-3 -lt 2",
                "2 -gt 1",
                "2 -ge 2",
                "1 -le 2",
                "1 -ne 2",
                "v-2 -plt v-11",
                "v-11 -pgt v-2",
                "-z ''",
                "-n x",
                "-f /grub/grub.cfg",
                "-e /grub",
                "-d /grub",
                "! -d /grub/grub.cfg",
                "-s /grub/grub.cfg",
                "x",
                "a = b -o c = c",
                "a = a -a ! c = d",
                "'(' a = b -o a = a ')' -a c",
                "! a = b",
                "/grub/grub.cfg -nt /none",
                "! -e /none",
                "! -f /grub"
            })
    void testsThatHold(String expression) {
        assertThat(lines("if test " + expression + "; then echo yes; fi\n"))
                .last()
                .isEqualTo("echo yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "a = b", "! x", "-z x", "-n ''", "-f /none", "-s /none", "a = a -a c = d", "2 -lt 1"})
    void testsThatDoNot(String expression) {
        assertThat(lines("if test " + expression + "; then echo yes; fi\n"))
                .last()
                .isNotEqualTo("echo yes");
    }

    @Test
    void regularExpressionsStoreWhatTheyMatch() {
        assertThat(lines("regexp --set 1:major --set=2:minor '^([0-9]+)\\.([0-9]+)' 6.12-x\necho $major $minor\n"))
                .last()
                .isEqualTo("echo 6 12");
    }
}
