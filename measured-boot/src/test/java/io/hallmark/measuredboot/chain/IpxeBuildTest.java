package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.chain.Handover.Initrd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpxeBuildTest {
    private enum Served {
        FILE_SYSTEM(Initrd.FILE_SYSTEM),
        LOAD_FILE2(new Initrd.LoadFile2(4096, true)),
        UNKNOWN(Initrd.UNKNOWN);

        private final Initrd initrd;

        Served(Initrd initrd) {
            this.initrd = initrd;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0+git-20190125.36a4c85-5.1, FILE_SYSTEM",
        "1.21.1+git-20220113.fbbdc3926-0ubuntu1, FILE_SYSTEM",
        "1.21.1+git-20230214, FILE_SYSTEM",
        "1.21.1+git-20230215, UNKNOWN",
        "1.21.1+git-20230216, LOAD_FILE2",
        "1.21.1+git20250501.dad20602+dfsg-1, LOAD_FILE2",
        "20200823, FILE_SYSTEM",
        "20240119, LOAD_FILE2",
        "1.21.1+ (g20240119), UNKNOWN",
    })
    void a_snapshot_serves_the_initrd_through_LoadFile2_when_it_is_of_after_february_2023(
            String version, Served initrd) {
        assertThat(IpxeBuild.of(version)).isEqualTo(new IpxeBuild(initrd.initrd, initrd != Served.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0+, FILE_SYSTEM",
        "1.20.1+ (g2c5d3e), FILE_SYSTEM",
        "1.21.1, FILE_SYSTEM",
        "1.21.1+, UNKNOWN",
        "1.21.1+ (g182ee), UNKNOWN",
        "1.22.0, UNKNOWN",
        "2.0.0, LOAD_FILE2",
        "2.0.0+ (g0ab227), LOAD_FILE2",
        "unknown, UNKNOWN",
    })
    void the_tag_tells_it_unless_commits_of_years_came_after_it(String version, Served initrd) {
        assertThat(IpxeBuild.of(version).initrd()).isEqualTo(initrd.initrd);
    }

    @ParameterizedTest
    @CsvSource({"1.21.1+git20250501, true", "1.21.1+git20260310, false", "1.0.0, true", "2.0.0, false", "1.21.1+, false"
    })
    void what_is_said_of_releases_that_nobody_recorded_waits_for_a_boot_of_the_profile(
            String version, boolean recorded) {
        assertThat(IpxeBuild.of(version).recorded()).isEqualTo(recorded);
    }
}
