package io.hallmark.baselines.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://ada:s3cret@host/x, https://host/x",
        "https://t0ken@host:8443/x?sig=abc#f, https://host:8443/x",
        "https://ada:p@ss@host/x, https://host/x",
        "https://host/a@b, https://host/a@b",
        "ssh://git:s3cret@host/x, ssh://git@host/x",
        "git@host:team/x.git, git@host:team/x.git",
        "git:s3cret@host:team/x.git, git@host:team/x.git",
        "file:///srv/x.git, file:///srv/x.git",
        "/srv/x.git, /srv/x.git"
    })
    void keeps_no_secret_in_what_is_shown(String url, String shown) {
        assertThat(SafeUrl.of(url)).isEqualTo(shown);
    }
}
