package io.jenkins.plugins.hallmark.fake;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.springframework.security.core.Authentication;

/** A job whose builds are kept in a folder. */
public final class FakeJob extends Job<FakeJob, FakeRun> {
    private final String name;
    private final Path folder;
    private final List<FakeRun> builds = new ArrayList<>();
    private BiPredicate<Authentication, Permission> guard = (who, permission) -> true;

    public FakeJob(String name, Path folder) {
        super(null, name);
        this.name = name;
        this.folder = folder;
    }

    /** The next build. */
    public FakeRun build() throws IOException {
        int number = builds.size() + 1;
        FakeRun run = new FakeRun(this, number, Files.createDirectories(folder.resolve(String.valueOf(number))));
        builds.add(run);
        return run;
    }

    /** Who may do what. */
    public FakeJob guardedBy(BiPredicate<Authentication, Permission> who) {
        guard = who;
        return this;
    }

    /** Nobody may see it from now on. */
    public void hide() {
        guard = (who, permission) -> false;
    }

    @Override
    public FakeRun getLastBuild() {
        return builds.isEmpty() ? null : builds.get(builds.size() - 1);
    }

    @Override
    public FakeRun getLastCompletedBuild() {
        return builds.isEmpty() ? null : builds.get(builds.size() - 1);
    }

    @Override
    public FakeRun getBuildByNumber(int number) {
        return number < 1 || number > builds.size() ? null : builds.get(number - 1);
    }

    @Override
    public ItemGroup<? extends Item> getParent() {
        throw new UnsupportedOperationException("the job of a test is in no folder");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getFullName() {
        return name;
    }

    @Override
    public String getUrl() {
        return "job/" + name + "/";
    }

    @Override
    public String getDisplayName() {
        return name;
    }

    @Override
    public ACL getACL() {
        return new ACL() {
            @Override
            public boolean hasPermission2(Authentication who, Permission permission) {
                return guard.test(who, permission);
            }
        };
    }
}
