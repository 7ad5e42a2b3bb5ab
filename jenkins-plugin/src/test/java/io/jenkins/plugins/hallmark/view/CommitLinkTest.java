package io.jenkins.plugins.hallmark.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLinkTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/baselines/pull/7, https://github.com/acme/baselines/commit/",
        "https://gitlab.example.org/a/b/baselines/-/merge_requests/7, https://gitlab.example.org/a/b/baselines/commit/",
        "https://git.example.org:3000/acme/baselines/pulls/7, https://git.example.org:3000/acme/baselines/commit/",
    })
    void leads_to_the_commit_beside_a_pull_request(String pullRequest, String page) {
        assertThat(CommitLink.besidePullRequest(pullRequest, COMMIT)).isEqualTo(page + COMMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/image.git, https://github.com/acme/image/commit/",
        "https://gitlab.example.org/a/b/image, https://gitlab.example.org/a/b/image/commit/",
    })
    void leads_to_the_commit_in_a_repository(String url, String page) {
        assertThat(CommitLink.in(url, COMMIT)).isEqualTo(page + COMMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)//x/pull/1",
                "https://user:password@git.example.org/a/b.git",
                "git@github.com:acme/image.git",
                "file:///srv/image.git",
                "https://git.example.org/a/b\" onclick=\"x"
            })
    void is_empty_where_it_would_lead_elsewhere(String url) {
        assertThat(CommitLink.in(url, COMMIT)).isEmpty();
        assertThat(CommitLink.besidePullRequest(url, COMMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "../../x", "0123456789abcdef0123456789abcdef0123456\""})
    void is_empty_for_what_is_no_commit(String commit) {
        assertThat(CommitLink.in("https://github.com/acme/image", commit)).isEmpty();
    }
}
