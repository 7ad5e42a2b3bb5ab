package io.jenkins.plugins.hallmark.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.FakeStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import io.jenkins.plugins.hallmark.fake.FakeCredentials;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of Jenkins' credentials a build gets, and that Jenkins hears of it. */
class StoredCredentialsTest {
    private static final String URL = "https://git.example.org/baselines.git";

    @TempDir
    private Path folder;

    private final StandardCredentials global = credential("everybody's");
    private final StandardCredentials ofTheTeam = credential("the team's");
    private FakeStore store;

    private static StandardCredentials credential(String user) {
        return new FakeCredentials()
                .user("git", user, "password")
                .find("git", "")
                .orElseThrow();
    }

    @BeforeEach
    void stored() {
        store = new FakeStore();
    }

    @AfterEach
    void nothingStored() {
        store.close();
    }

    private FakeRun build(String job) throws Exception {
        return new FakeJob(job, folder.resolve(job)).build();
    }

    @Test
    void a_build_gets_those_of_its_folder_before_those_of_jenkins() throws Exception {
        store.with("", global).with("team/", ofTheTeam);
        assertThat(StoredCredentials.of(build("team/image")).find("git", URL)).containsSame(ofTheTeam);
        assertThat(StoredCredentials.of(build("team/deeper/image")).find("git", URL))
                .containsSame(ofTheTeam);
        assertThat(StoredCredentials.of(build("other/image")).find("git", URL)).containsSame(global);
    }

    @Test
    void a_build_outside_of_a_folder_finds_none_of_it() throws Exception {
        store.with("team/", ofTheTeam);
        assertThat(StoredCredentials.of(build("other/image")).find("git", URL)).isEmpty();
        assertThat(StoredCredentials.of(build("image")).find("git", URL)).isEmpty();
        assertThat(store.tracked()).isEmpty();
    }

    @Test
    void jenkins_notes_each_use_for_the_build() throws Exception {
        store.with("team/", ofTheTeam);
        StoredCredentials.of(build("team/image")).find("git", URL);
        assertThat(store.tracked()).containsExactly("team/image#1 git");
    }

    @Test
    void a_credential_is_asked_for_the_host_that_it_will_be_shown_to() throws Exception {
        store.with("", global);
        StoredCredentials.of(build("image")).find("git", URL);
        assertThat(store.hosts()).containsExactly("git.example.org");
        assertThat(StoredCredentials.of(build("image")).find("git", "")).isPresent();
        assertThat(store.hosts()).hasSize(1);
    }

    @Test
    void a_test_of_a_connection_gets_those_of_jenkins_alone_and_notes_no_build() {
        store.with("team/", ofTheTeam);
        FakeJenkins jenkins = new FakeJenkins(folder);
        assertThat(StoredCredentials.global(jenkins).find("git", URL)).isEmpty();
        store.with("", global);
        assertThat(StoredCredentials.global(jenkins).find("git", URL)).containsSame(global);
        assertThat(store.asked()).isSameAs(ACL.SYSTEM2);
        assertThat(store.tracked()).isEmpty();
        ItemGroup<?> root = jenkins.root();
        assertThat(root.getFullName()).isEmpty();
    }
}
