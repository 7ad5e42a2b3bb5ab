package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.MeasuredBootException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;

/** No configuration makes the interpreter hang, overflow or fail with anything but its declared error. */
class InterpreterPropertyTest {
    private static final List<String> PIECES = List.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "in",
            "do",
            "done",
            "while",
            "until",
            "function",
            "f",
            "x",
            "{",
            "}",
            ";",
            "\n",
            "\n",
            " ",
            " ",
            " ",
            "\t",
            "'",
            "\"",
            "\\",
            "$",
            "$x",
            "${x}",
            "\"$@\"",
            "$1",
            "$*",
            "$#",
            "$?",
            "$\"",
            "=",
            "x=a",
            "x=$x$x",
            "[",
            "]",
            "!",
            "test",
            "true",
            "false",
            "echo",
            "set",
            "unset",
            "export",
            "source",
            "configfile",
            "menuentry",
            "submenu",
            "linux",
            "initrd",
            "search",
            "--set=root",
            "--fs-uuid",
            "--file",
            "insmod",
            "load_env",
            "save_env",
            "eval",
            "regexp",
            "--set",
            "1:x",
            "return",
            "break",
            "continue",
            "shift",
            "setparams",
            "timeout=0",
            "default=1",
            "$prefix",
            "/grub/grub.cfg",
            "/*",
            "(hd0,gpt1)",
            "(",
            ")",
            "*",
            "?",
            "#",
            "&",
            "|",
            "<",
            ">",
            "-a",
            "-o",
            "-f",
            "-eq",
            "normal",
            "boot",
            "blscfg",
            "loadfont",
            "terminal_output",
            "gfxterm",
            "lang=de",
            "fallback=0",
            "9999999999999999999999",
            "-1",
            "(((a+)+)+)+b",
            "\u00e4",
            "\0",
            "\r");

    @Provide
    Arbitrary<String> scripts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(120).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> spacedScripts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(80).map(pieces -> String.join(" ", pieces));
    }

    @Property(tries = 1000)
    void joinedPieces(@ForAll("scripts") String script) {
        check(script);
    }

    @Property(tries = 1000)
    void spacedPieces(@ForAll("spacedScripts") String script) {
        check(script);
    }

    @Property(tries = 500)
    void anyText(@ForAll String text) {
        check(text);
    }

    @Property(tries = 300)
    void anyEnvironmentBlock(@ForAll String text) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> Scripts.configuration("load_env\n")
                        .file("/grub/grubenv", "# GRUB Environment Block\n" + text)
                        .run());
    }

    @Property(tries = 300)
    void anyBootLoaderEntry(@ForAll String text, @ForAll("scripts") String other) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                Scripts.configuration("set timeout=0\nblscfg\n")
                        .build(GrubBuildProfile.RED_HAT)
                        .file("/loader/entries/a-1.conf", "linux /k\noptions " + text)
                        .file("/loader/entries/a-2.conf", other)
                        .run();
            } catch (MeasuredBootException e) {
                assertThat(e).hasMessageStartingWith("GRUB configuration: ");
            }
        });
    }

    private static final List<List<String>> NESTS = List.of(
            List.of("if true; then ", "fi\n"),
            List.of("if false; then true; else ", "; fi\n"),
            List.of("while true; do ", "; done\n"),
            List.of("for x in a b; do ", "; done\n"),
            List.of("function f { f; ", "; }; f\n"),
            List.of("menuentry x { ", " }\n"),
            List.of("submenu x { ", " }\n"),
            List.of("{ ", "; }\n"),
            List.of("eval \"", "\"\n"),
            List.of("x=${x", "}"),
            List.of("[ ! ( ", " ) ]"),
            List.of("! ", ""));

    @Property(tries = 300)
    void anyNesting(@ForAll @IntRange(max = 19) int kind, @ForAll @IntRange(min = 1, max = 3000) int depth) {
        List<String> nest = NESTS.get(kind % NESTS.size());
        check("set timeout=0\n" + nest.get(0).repeat(depth) + "echo a"
                + nest.get(1).repeat(depth) + "\n");
    }

    /** Every build from a disk; those that network boot starts also from a server, with Secure Boot and its lockdown. */
    private static void check(String script) {
        for (GrubBuildProfile build : GrubBuildProfile.rows()) {
            check(() -> Scripts.configuration(script).build(build));
        }
        for (GrubBuildProfile build : List.of(GrubBuildProfile.DEBIAN_2_12_NET, GrubBuildProfile.UPSTREAM)) {
            check(() -> Scripts.configuration(script).build(build).network().secureBoot());
        }
    }

    private static void check(Supplier<Scripts> scripts) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                GrubRun first = scripts.get().run();
                assertThat(scripts.get().run()).isEqualTo(first);
            } catch (MeasuredBootException e) {
                assertThat(e).hasMessageStartingWith("GRUB configuration: ");
            }
        });
    }
}
