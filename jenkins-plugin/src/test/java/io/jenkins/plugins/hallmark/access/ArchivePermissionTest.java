package io.jenkins.plugins.hallmark.access;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.Permission;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.core.Authentication;

/** Whose archived files a build may read. */
class ArchivePermissionTest {
    private static final Authentication ALICE = new Authentication() {
        private static final long serialVersionUID = 1L;
    };
    private static final Authentication UNKNOWN = new Authentication() {
        private static final long serialVersionUID = 1L;
    };

    @TempDir
    private Path folder;

    private final Set<Authentication> seeing = new HashSet<>();
    private final Set<Permission> withheld = new HashSet<>();
    private FakeJob fleet;
    private FakeRun asking;

    @BeforeEach
    void jobs() throws Exception {
        fleet = new FakeJob("fleet", folder.resolve("fleet"))
                .guardedBy((who, permission) -> seeing.contains(who) && !withheld.contains(permission));
        fleet.build();
        fleet.build();
        asking = new FakeJob("drift", folder.resolve("drift")).build();
        Run.ARTIFACTS.enabled = false;
    }

    @AfterEach
    void asJenkinsIsInstalled() {
        Run.ARTIFACTS.enabled = true;
    }

    private Optional<Run<?, ?>> archived(FakeRun by, Authentication running, OptionalInt number) {
        return JenkinsFacade.archived(by, fleet, number, BuildIdentity.of(running, UNKNOWN));
    }

    @Test
    void a_build_may_read_what_its_user_may() {
        assertThat(archived(asking, ALICE, OptionalInt.empty())).isEmpty();
        seeing.add(ALICE);
        assertThat(archived(asking, ALICE, OptionalInt.empty())).hasValue(fleet.getBuildByNumber(2));
        assertThat(archived(asking, ALICE, OptionalInt.of(1))).hasValue(fleet.getBuildByNumber(1));
        assertThat(archived(asking, ALICE, OptionalInt.of(9))).isEmpty();
    }

    @Test
    void a_build_that_acts_for_nobody_may_read_what_everybody_may_though_it_has_all_rights() {
        seeing.add(ACL.SYSTEM2);
        assertThat(archived(asking, ACL.SYSTEM2, OptionalInt.empty())).isEmpty();
        seeing.add(UNKNOWN);
        assertThat(archived(asking, ACL.SYSTEM2, OptionalInt.empty())).isPresent();
    }

    @Test
    void the_permission_for_artifacts_counts_where_jenkins_has_it() {
        seeing.add(ALICE);
        withheld.add(Run.ARTIFACTS);
        assertThat(archived(asking, ALICE, OptionalInt.empty())).isPresent();
        Run.ARTIFACTS.enabled = true;
        assertThat(archived(asking, ALICE, OptionalInt.empty())).isEmpty();
    }

    @Test
    void a_build_may_always_read_those_of_its_own_job() throws Exception {
        assertThat(archived(fleet.build(), ALICE, OptionalInt.of(1))).hasValue(fleet.getBuildByNumber(1));
    }
}
