package io.hallmark.baselines.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a forge's interface is, told from the URL that Git uses. */
class ForgeAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/baselines.git,                   https://api.github.com",
        "git@github.com:acme/baselines.git,                       https://api.github.com",
        "ssh://git@ssh.github.com:443/acme/baselines.git,         https://api.github.com",
        "https://user:secret@GitHub.com/acme/baselines/,          https://api.github.com",
        "https://acme.ghe.com/acme/baselines,                     https://api.acme.ghe.com",
        "git@gitlab.com:acme/team/baselines.git,                  https://gitlab.com/api/v4",
        "ssh://git@altssh.gitlab.com:443/acme/team/baselines.git, https://gitlab.com/api/v4",
        "https://codeberg.org/acme/baselines,                     https://codeberg.org/api/v1",
    })
    void forges_that_everybody_knows_need_not_be_named(String repository, String api) {
        RepositoryAddress address = RepositoryAddress.of(repository);

        assertThat(ForgeKind.of(address).api(address)).isEqualTo(api);
        assertThat(address.owner()).isIn("acme", "team");
        assertThat(address.name()).isEqualTo("baselines");
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, https://git.example.org/acme/baselines.git,         https://git.example.org/api/v3",
        "GITLAB, https://git.example.org:8443/acme/a/baselines.git,  https://git.example.org:8443/api/v4",
        "GITEA,  ssh://git@git.example.org:2222/acme/baselines.git,  https://git.example.org/api/v1",
        "GITEA,  http://127.0.0.1:3000/acme/baselines.git,           http://127.0.0.1:3000/api/v1",
    })
    void others_are_at_the_usual_place_of_their_kind(ForgeKind kind, String repository, String api) {
        assertThat(kind.api(RepositoryAddress.of(repository))).isEqualTo(api);
    }

    @Test
    void a_forge_that_is_not_known_must_be_named() {
        assertThatThrownBy(() -> ForgeKind.of(RepositoryAddress.of("git@git.example.org:acme/baselines.git")))
                .hasMessage("what kind of forge git.example.org is can't be told from its name: say --forge github,"
                        + " gitlab, gitea or forgejo");
        assertThat(ForgeKind.named("Forgejo")).contains(ForgeKind.GITEA);
        assertThat(ForgeKind.named("auto")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/git/baselines.git",
                "file:///srv/git/acme/baselines.git",
                "baselines",
                "https://u:secret@git.example.org/baselines.git",
                "https://u:secret@git.example.org/acme/../baselines.git",
                "https://u:secret@git.example.org/acme/base lines",
                "https://u:secret@git.example.org/acme%2Fx/baselines",
                "C:\\acme\\baselines",
            })
    void what_is_no_repository_of_a_forge_is_refused_without_its_secrets(String repository) {
        assertThatThrownBy(() -> RepositoryAddress.of(repository))
                .hasMessageContaining("is no repository of a forge")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://git.example.org/api/v1", "http://127.0.0.1.example.org/api/v1", "ftp://localhost/"})
    void a_token_is_not_sent_in_the_open(String api) {
        assertThatThrownBy(() -> ApiUrl.of(api))
                .hasMessage("the token of the forge is sent over https only, and " + api + " is not: give --forge-url"
                        + " https://…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://u:secret@h/api", "https://h/api?x=secret", "api/v1", "https:///x", "https://a b/"})
    void an_interface_is_named_by_a_plain_url(String api) {
        assertThatThrownBy(() -> ApiUrl.of(api))
                .hasMessageContaining("is no URL of a forge's interface")
                .hasMessageNotContaining("secret");
    }
}
