package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entry a machine boots that nobody sits at. */
class MenuTest {
    private static final String MENU = """
        menuentry 'First entry' --id one {
        	linux /a
        }
        submenu 'More' --id more {
        	menuentry 'Third' --id three {
        		linux /b
        	}
        	menuentry 'It is > four' --id four {
        		linux /c
        	}
        }
        menuentry '6.1 kernel' --id five {
        	linux /d
        }
        menuentry broken {
        	linux /none
        }
        """;

    private static GrubBoot boot(String settings, GrubBuildProfile build) {
        return Scripts.configuration(settings + "\n" + MENU)
                .build(build)
                .file("/a", "a")
                .file("/b", "b")
                .file("/c", "c")
                .file("/d", "d")
                .run()
                .boot();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|/a",
                "2|/d",
                "9|/a",
                "one|/a",
                "First entry|/a",
                "more>three|/b",
                "1>1|/c",
                "More>It is >> four|/c",
                "five|/d",
                "-1|/a",
                "nonsense|/a",
                "1|/b",
                "1>9|/b"
            })
    void theDefaultIsFoundByNumberTitleOrId(String value, String kernel) {
        assertThat(boot("set timeout=0\nset default='" + value + "'", GrubBuildProfile.DEBIAN_2_12_DISK))
                .isInstanceOfSatisfying(
                        GrubBoot.Linux.class,
                        linux -> assertThat(linux.kernel()).isEqualTo(kernel));
    }

    @Test
    void aTitleThatBeginsWithADigitIsANumberExceptToRedHat() {
        assertThat(((GrubBoot.Linux) boot("set timeout=0\nset default='6.1 kernel'", GrubBuildProfile.DEBIAN_2_12_DISK))
                        .kernel())
                .isEqualTo("/a");
        assertThat(((GrubBoot.Linux) boot("set timeout=0\nset default='6.1 kernel'", GrubBuildProfile.RED_HAT))
                        .kernel())
                .isEqualTo("/d");
    }

    @Test
    void anEntryThatDoesNotBootFallsBack() {
        assertThat(((GrubBoot.Linux) boot(
                                "set timeout=5\nset default=3\nset fallback='3 2'", GrubBuildProfile.DEBIAN_2_12_DISK))
                        .kernel())
                .isEqualTo("/d");
        assertThat(boot("set timeout=0\nset default=broken", GrubBuildProfile.DEBIAN_2_12_DISK))
                .isInstanceOf(GrubBoot.Nothing.class);
    }

    @Test
    void withoutATimeoutTheMenuWaits() {
        assertThat(boot("set default=0", GrubBuildProfile.DEBIAN_2_12_DISK))
                .isInstanceOfSatisfying(
                        GrubBoot.Nothing.class,
                        nothing -> assertThat(nothing.reason()).contains("timeout"));
        assertThat(boot("set timeout=-1", GrubBuildProfile.DEBIAN_2_12_DISK)).isInstanceOf(GrubBoot.Nothing.class);
        assertThat(boot("set timeout=3\nset timeout_style=hidden", GrubBuildProfile.DEBIAN_2_12_DISK))
                .isInstanceOf(GrubBoot.Linux.class);
    }

    @Test
    void superusersKeepEntriesFromBootingUnlessTheyAreUnrestricted() {
        assertThat(boot("set timeout=0\nset superusers=root", GrubBuildProfile.DEBIAN_2_12_DISK))
                .isInstanceOfSatisfying(
                        GrubBoot.Nothing.class,
                        nothing -> assertThat(nothing.reason()).contains("password"));
        assertThat(Scripts.configuration(
                                "set timeout=0\nset superusers=root\nmenuentry x --unrestricted {\n linux /a\n}\n")
                        .file("/a", "a")
                        .run()
                        .boot())
                .isInstanceOf(GrubBoot.Linux.class);
    }

    @Test
    void anEntryBeginsWithItsParameters() {
        assertThat(Scripts.configuration("set timeout=0\nmenuentry \"it's\" two --id x {\n echo $1 $2 $chosen\n}\n")
                        .lines())
                .contains("setparams it's two", "echo it's two x");
    }
}
